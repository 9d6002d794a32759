"""git, as a program: with its user's ways into hosts, and without what they set for work of theirs.

No command here touches a repository that is not this program's own: each is told by GIT_DIR which
one it works on, and nothing of the kind is inherited (a deploy may be run by a hook of git's).
"""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

QUICK = 120  # seconds, for what asks or works here
LONG = 7200  # for what brings files over a line
TOLD = 4  # last lines of what it said
REMOTE = "there"  # what our repository calls the other one

# What git, ssh and what they call need: the way, the keys, the helpers that know passwords.
KEPT = frozenset((
    "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "SSH_AUTH_SOCK", "SSH_AGENT_PID",
    "DBUS_SESSION_BUS_ADDRESS", "GNUPGHOME", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
    "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "GH_TOKEN", "GH_HOST",
    "GH_CONFIG_DIR", "GITHUB_TOKEN", "GIT_EXEC_PATH", "GIT_SSH", "GIT_SSH_COMMAND",
    "SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA",
    "PROGRAMDATA", "PROGRAMFILES", "USERPROFILE", "USERNAME", "HOMEDRIVE", "HOMEPATH",
))  # fmt: skip
KEPT_PREFIXES = ("XDG_", "GIT_CONFIG_", "GIT_SSL_", "GIT_PROXY_", "GIT_SSH_")
UNASKED = {
    "LC_ALL": "C",  # what it says is looked at
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",  # nor a window
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
    "GIT_NO_REPLACE_OBJECTS": "1",
}
SSH = "-o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=15 -o ServerAliveCountMax=8"

# Said with each command, since what its user set for all repositories would hold for ours as well.
# What would change files on their way (autocrlf, attributes) is shut out where they are read.
SETTINGS = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false", "core.splitIndex=false", "core.untrackedCache=false",
    "fetch.recurseSubmodules=false", "fetch.writeCommitGraph=false",
    "gc.auto=0", "maintenance.auto=false",  # how the repository is kept small is our business
    "http.lowSpeedLimit=1", f"http.lowSpeedTime={QUICK}",
    "i18n.commitEncoding=utf-8",
    "pack.packSizeLimit=0", "pack.usePathWalk=false",
    "push.followTags=false", "push.gpgSign=false", "push.negotiate=false", "push.pushOption=",
    "push.recurseSubmodules=no",
)  # fmt: skip
# Answers with the password from the environment, in place of the helpers that the user has.
ANSWER = (
    '!f() { test "$1" = get && printf "%s\\n" '
    '"username=$BROADSHEET_GIT_USER" "password=$BROADSHEET_GIT_PASSWORD"; }; f'
)
HELPER = ("credential.helper=", f"credential.helper={ANSWER}")
IN_URL = re.compile(r"(?<=://)[^/@\s]+:[^/@\s]+(?=@)")  # a name and a password


class GitFailed(Exception):
    """Raised where a command failed; says so in git's last words, without secrets."""


@dataclass(frozen=True, slots=True)
class Git:
    """The program, with the repository that it works on: `folder`, or none of ours.

    `password` is for HTTPS and never appears on a command line.
    """

    environment: Mapping[str, str]
    folder: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict)  # set for it, whoever runs it
    settings: tuple[str, ...] = ()
    user: str = ""
    password: str = ""

    def run(
        self, *arguments: str, given: bytes = b"", limit: float = QUICK, cwd: Path | None = None
    ) -> bytes:
        """Return what a command printed; raise `GitFailed`, also after `limit` seconds."""
        command = [self._program, *_settings(self._all_settings), *arguments]
        try:
            running = subprocess.Popen(
                command,
                cwd=cwd or (self.folder.parent if self.folder else None),
                env=self._variables,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # no terminal to ask at, and one group to end
            )
        except OSError as error:
            raise GitFailed(f"git cannot be run: {error.strerror}") from None
        with running, _ended(running):
            try:
                said, wrong = running.communicate(given, timeout=limit)
            except subprocess.TimeoutExpired:
                minutes = f"{limit / 60:.0f} minutes"
                raise GitFailed(f"git {arguments[0]} took more than {minutes}") from None
        if running.returncode:
            raise GitFailed(self._last_words(said, wrong) or f"git {arguments[0]} failed")
        return said

    @property
    def _program(self) -> str:
        found = shutil.which("git", path=self.environment.get("PATH", os.defpath))
        if not found:
            raise GitFailed("there is no git on this machine")
        return found

    @property
    def _all_settings(self) -> tuple[str, ...]:
        return (*SETTINGS, *(HELPER if self.password else ()), *self.settings)

    @property
    def _variables(self) -> dict[str, str]:
        found = {**_kept_of(self.environment), **UNASKED, **self.variables}
        if self.folder:
            found |= {"GIT_DIR": str(self.folder), "GIT_INDEX_FILE": str(self.folder / "wanted")}
        if self.password:
            found |= {"BROADSHEET_GIT_USER": self.user, "BROADSHEET_GIT_PASSWORD": self.password}
        return found

    def _last_words(self, said: bytes, wrong: bytes) -> str:
        """Return what it said of the failure; `push --porcelain` says some of it after a "!"."""
        refused = [line[1:] for line in _lines(said) if line.startswith("!")]
        errors = [line for line in _lines(wrong) if not line.startswith("hint:")]
        words = " / ".join([*errors, *refused][-TOLD:])
        for secret in {self.password, quote(self.password, safe="")} - {""}:
            words = words.replace(secret, "***")
        return IN_URL.sub("***", words)


def _kept_of(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what git is told of an environment."""
    return {
        name: value
        for name, value in environment.items()
        if name.upper() in KEPT or name.upper().startswith(KEPT_PREFIXES)
    }


def ssh_without_questions(command: str) -> str:
    """Return how ssh is called; what its user has set goes first, and so wins."""
    program = Path((command.split() or [""])[0].strip("'\"")).stem.casefold()
    return f"{command} {SSH}" if program == "ssh" else command  # others have other options


def _settings(settings: Iterable[str]) -> Iterator[str]:
    for setting in settings:
        yield from ("-c", setting)


def _lines(data: bytes) -> list[str]:
    text = data.decode(errors="replace").replace("\r", "\n")
    return [line.strip() for line in text.splitlines() if line.strip()]


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process, and what it has started, where its caller does not wait for the end."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            if os.name == "nt":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        raise
