"""What ssh knows of a host: of which kinds the keys are that it has seen there.

A server has several keys and shows the one that it is asked for. Asked for one of another kind than
the one that is known, it would be taken for somebody else.
"""

import hmac
from base64 import b64decode
from collections.abc import Iterator
from fnmatch import fnmatchcase

SSH = 22
HASHED = "|1|"  # what begins a name that was made unreadable, with its salt
RSA = ("rsa-sha2-512", "rsa-sha2-256")  # how a key of the kind ssh-rsa signs today


def algorithms(text: str, host: str, port: int | None) -> tuple[str, ...]:
    """Return what to ask a host for, from a file of known hosts; () for whatever it likes."""
    name = host if port in (None, SSH) else f"[{host}]:{port}"
    found: dict[str, None] = {}
    for marker, names, kind in _lines(text):
        if marker == "@cert-authority":
            return ()  # it may show a certificate, of whatever kind
        if not marker and _is_of(names, name.lower()):
            found |= dict.fromkeys(RSA if kind == "ssh-rsa" else (kind,))
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield marker, names and kind of key."""
    for line in text.splitlines():
        words = line.split()
        marker = words.pop(0) if line.startswith("@") else ""
        if len(words) >= 3 and not line.startswith("#"):
            yield marker, words[0], words[1]


def _is_of(names: str, name: str) -> bool:
    if names.startswith(HASHED):
        return _is_hash_of(names, name)
    patterns = [each.replace("[", "[[]").lower() for each in names.split(",")]
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _is_hash_of(hashed: str, name: str) -> bool:
    try:
        salt, value = map(b64decode, hashed.removeprefix(HASHED).split("|"))
    except ValueError:
        return False
    return hmac.compare_digest(hmac.digest(salt, name.encode(), "sha1"), value)
