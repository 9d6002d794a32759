"""The kinds of host that a site can be deployed to: one module each, and a line here."""

import re
from collections.abc import Callable
from importlib import import_module

from generator.deploy.target import Means, Target
from generator.errors import UsageError, did_you_mean

# By how `to` starts; what starts with none of them is a folder.
KINDS = {
    "ssh://": "ssh",
    "git:": "git",
    "gh-pages": "git",
    "rclone:": "rclone",
    "s3://": "rclone",
    "gs://": "rclone",
    "azblob://": "rclone",
    "sftp://": "rclone",
    "ftp://": "rclone",
    "ftps://": "rclone",
    "webdav://": "rclone",
    "webdavs://": "rclone",
}


# What is no kind of its own, but written often.
MISTAKEN = {
    r"https?://.*": 'for a branch of git, write "git:" before it',
    r"[^/@]+@[^/:]+:.*": "write ssh://USER@HOST/FOLDER for a server, or git:ADDRESS#BRANCH",
}


def open_target(to: str, means: Means) -> Target:
    """Return the target at a place; raise `UsageError` where there is no such kind."""
    start = next((start for start in KINDS if to.startswith(start)), "")
    if not start:
        _check_folder(to, means)
    module = import_module(f"{__name__}.{KINDS.get(start, 'folder')}")
    opened: Callable[[str, Means], Target] = module.target
    return opened(to, means)


def _check_folder(to: str, means: Means) -> None:
    """Refuse what is hardly meant to be a folder: one has a slash, or is there already."""
    hint = next((hint for pattern, hint in MISTAKEN.items() if re.fullmatch(pattern, to)), "")
    if not hint and "://" in to:
        scheme = f"{to.partition('://')[0]}://"
        hint = did_you_mean(scheme, KINDS) or f"they are {', '.join(KINDS)}, or a folder"
    elif not hint and not re.search(r"[/\\]", to) and not (means.site / to).is_dir():
        hint = did_you_mean(to, KINDS) or f"for a folder beside site.toml, write ./{to}"
    if hint:
        message = f"deploy.{means.name}.to: expected a folder, or a kind of host that is known, got"
        raise UsageError(f'{message} "{to}": {hint}')
