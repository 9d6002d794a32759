"""Which version of a library is installed, told from the names of folders.

What a library says of itself has to be looked for, read and parsed: for a dozen, that took a
tenth of a build with nothing to do.
"""

import os
import re
import sys
from collections.abc import Mapping
from functools import cache

_FOLDER = re.compile(r"(?P<name>[A-Za-z0-9._-]+)-(?P<version>[^-]+)\.dist-info")


def version_of(name: str) -> str:
    """Return the version of a distribution that is installed; "" for none."""
    return _installed().get(_normal(name), "") or _told(name)


@cache
def _installed() -> Mapping[str, str]:
    """Return the versions by name; of two of one name, Python takes the first on its path."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - names are enough
        except OSError:
            continue
        for match in filter(None, map(_FOLDER.fullmatch, names)):
            found.setdefault(_normal(match["name"]), match["version"])
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _told(name: str) -> str:
    """Return what the distribution says, for one that is installed in another way."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""
