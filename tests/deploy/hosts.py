"""What tests of deploying share: a host of any kind, as they see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Host:
    """A host that tests deploy to: what site.toml says of it, its secrets, and what it holds."""

    to: str
    environment: Mapping[str, str]
    # Every file that readers see, by posix path, the record included.
    read: Callable[[], dict[str, bytes]]
    # Content-Type and Cache-Control of a path, where it keeps them.
    headers: Callable[[str], tuple[str, str]] | None = None
