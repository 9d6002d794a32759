"""The kinds of host that a site can be deployed to: one module each, and a line here."""

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


def open_target(to: str, means: Means) -> Target:
    """Return the target at a place; raise `UsageError` where there is no such kind."""
    start = next((start for start in KINDS if to.startswith(start)), "")
    if not start and "://" in to:
        scheme = f"{to.partition('://')[0]}://"
        guess = did_you_mean(scheme, KINDS) or f"they are {', '.join(KINDS)}, or a folder"
        message = f'deploy.{means.name}.to: expected a kind of host that is known, got "{scheme}"'
        raise UsageError(f"{message}: {guess}")
    module = import_module(f"{__name__}.{KINDS.get(start, 'folder')}")
    opened: Callable[[str, Means], Target] = module.target
    return opened(to, means)
