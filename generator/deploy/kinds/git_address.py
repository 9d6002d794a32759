"""Which branch of which repository a target is, and how git comes in there."""

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from generator.config import password_variable
from generator.deploy.kinds.git_program import Git, GitFailed, ssh_without_questions
from generator.deploy.target import Means
from generator.errors import UsageError

KIND = "git:"
PAGES = "gh-pages"  # the branch, and short for that branch of the site's own repository
EXAMPLE = "git:git@github.com:paper/courier.git#gh-pages"
ANYBODY = "x-access-token"  # who has a token and no name: hosts look at the token only
NO_BRANCH = re.compile(  # as git check-ref-format has it
    r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^[-/]|[/.]$|(^|/)\.|\.lock(/|$)"
)


@dataclass(frozen=True, slots=True)
class Address:
    """A branch of a repository. `url` has no password; one that stood in it is apart."""

    url: str
    branch: str = PAGES
    password: str = ""


def read_address(to: str, means: Means) -> Address:
    """Return the branch that `to` names; raise `UsageError` where it names none."""
    address = _own_pages(means) if to == PAGES else _read(to, means)
    if not address.branch or NO_BRANCH.search(address.branch):
        raise UsageError(f'{means.name}: "{address.branch}" is no name of a branch: {_write()}')
    return address


def password_of(address: Address, means: Means) -> str:
    """Return what HTTPS asks for; the environment goes first. "" for none."""
    if not re.match("https?://", address.url):
        return ""
    return means.environment.get(password_variable(means.name), "") or address.password


def user_of(url: str) -> str:
    """Return who comes in with the password."""
    found = re.match("https?://([^/@]+)@", url)
    return unquote(found[1]) if found else ANYBODY


def ssh_of(address: Address, means: Means) -> dict[str, str]:
    """Return how git is to call ssh: as the user has set it, and without questions."""
    is_other = Path(address.url).is_absolute() or re.match(r"(https?|git|file)://", address.url)
    if is_other or "GIT_SSH" in means.environment:
        return {}
    command = means.environment.get("GIT_SSH_COMMAND", "")
    with suppress(GitFailed):
        git = Git(environment=means.environment)
        command = command or git.run("config", "--get", "core.sshCommand", cwd=means.site).decode()
    return {"GIT_SSH_COMMAND": ssh_without_questions(command.strip() or "ssh")}


def _read(to: str, means: Means) -> Address:
    if not to.startswith(KIND):
        raise UsageError(f'{means.name}: "{to}" is no branch of a git repository: {_write()}')
    url, mark, branch = to.removeprefix(KIND).rpartition("#")
    if not mark:
        url, branch = branch, PAGES
    if not url or url.startswith("-"):
        raise UsageError(f'{means.name}: "{to}" names no repository: {_write()}')
    clean, password = _apart(url)
    if password:
        raise UsageError(
            f"{means.name}: a password does not belong in an address: take it out, and set "
            f"{password_variable(means.name)} in the environment"
        )
    return Address(clean if _is_url(clean) else _path(means.site, clean), branch)


def _own_pages(means: Means) -> Address:
    """Return the branch for pages of the repository that the site's own came from."""
    git = Git(environment=means.environment)
    try:
        origin = git.run("config", "--get", "remote.origin.url", cwd=means.site)
        url, password = _apart(origin.decode().strip())
        if not _is_url(url):
            top = git.run("rev-parse", "--show-toplevel", cwd=means.site).decode().rstrip("\n")
            url = _path(Path(top), url)
    except GitFailed:
        raise UsageError(
            f'{means.name}: the site\'s folder is no git repository with a remote "origin", of '
            f'which "{PAGES}" would be a branch: {_write()}'
        ) from None
    return Address(url, PAGES, password)


def _write() -> str:
    return f'write to = "{EXAMPLE}"'


def _is_url(url: str) -> bool:
    """Whether it is none of a file's paths: "host:path" is one for ssh, "c:/path" a disk's."""
    host, colon, _ = url.partition(":")
    return bool(colon) and "/" not in host and "\\" not in host and len(host) > 1


def _path(base: Path, path: str) -> str:
    return str((base / path).resolve())


def _apart(url: str) -> tuple[str, str]:
    """Return an address without its password, and the password."""
    found = re.match(r"(\w+://[^/@]*?):([^/@]*)(?=@)", url)
    if not found:
        return url, ""
    return found[1] + url[found.end() :], unquote(found[2])
