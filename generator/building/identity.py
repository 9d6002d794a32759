"""What this program is, as one fingerprint: its own code and the versions of what it runs on.

Coarse on purpose. Code changes are rare, and no version number is bumped by hand.
"""

import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.fingerprint import Fingerprint, digest, fingerprint

PACKAGE = Path(__file__).resolve().parent.parent
LIBRARIES = ("babel", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "pillow",
             "pymdown-extensions", "python-frontmatter", "pyyaml", "tzdata")  # fmt: skip


@cache
def generator_fingerprint() -> Fingerprint:
    """Return the fingerprint of the code and the libraries that make a site's bytes."""
    files = sorted(PACKAGE.rglob("*.py"))
    code = tuple((str(f.relative_to(PACKAGE).as_posix()), digest(f.read_bytes())) for f in files)
    return fingerprint((sys.version, code, tuple((name, _version(name)) for name in LIBRARIES)))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "vendored"
