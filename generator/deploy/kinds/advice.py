"""What people can do where a host does not do its part, by what rclone or the host say of it."""

import re
from dataclasses import dataclass

from generator.config import password_variable
from generator.deploy.kinds.known_hosts import SSH
from generator.deploy.kinds.remotes import Remote


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do where one of some words is said."""

    words: str  # a regular expression
    text: str


# The first that fits.
ADVICE = (
    Advice(
        r"knownhosts: key mismatch",
        "the host has another key than it had: ask its owner why, before anything is sent there",
    ),
    Advice(
        r"knownhosts: key is unknown|known_hosts_file",
        "log in once by hand, as in `{ssh}`, and compare the fingerprint that it shows with the "
        "one that the host's owner tells you",
    ),
    Advice(
        r"SSH agent requested|ssh-agent",
        "start ssh-agent, name a key by ?key_file=…, or set {password}",
    ),
    Advice(
        r"private key file",
        "see whether that key is there, and whether {password} has its passphrase",
    ),
    Advice(
        r"(?i)unable to authenticate|\b530\b|login incorrect|authentication|invalidaccesskeyid"
        r"|signaturedoesnotmatch|accessdenied|forbidden|unauthorized|get credentials|get identity"
        r"|could not find default credentials|\b40[13]\b",
        "see whether {login}, and whether that account may read and write there",
    ),
    Advice(
        r"NoSuchBucket|ContainerNotFound|bucket does not exist",
        "make the bucket first, and see whether its name is right",
    ),
    Advice(
        r"didn't find section in config file",
        "`rclone listremotes` shows the remotes that there are",
    ),
    Advice(r"(?i)no space|quota|\b552\b", "make room at the host, and run it again"),
    Advice(r"(?i)permission denied|\b55[03]\b", "see whether that account may write there"),
    Advice(
        r"no such host|refused|timeout|unreachable|deadline exceeded|EOF|reset by peer|broken pipe",
        "see whether the address is right and the network is there, and run it again",
    ),
)


def advice(words: str, remote: Remote, name: str) -> str:
    """Return what to do at a target of a name."""
    text = next((each.text for each in ADVICE if re.search(each.words, words)), "run it again")
    return text.format(
        login=_login(remote, name), password=password_variable(name), ssh=_ssh(remote)
    )


def _login(remote: Remote, name: str) -> str:
    match remote.settings.get("type"):
        case "s3":
            return "the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are right"
        case "sftp" | "ftp" | "webdav":
            return f"the user, and the key or {password_variable(name)}, are right"
        case _:
            return "what it logs in with is right"


def _ssh(remote: Remote) -> str:
    settings = remote.settings
    port = settings.get("port", str(SSH))
    where = f"{settings.get('user', 'user')}@{settings.get('host', 'host')}"
    return f"ssh {where}" if port == str(SSH) else f"ssh -p {port} {where}"
