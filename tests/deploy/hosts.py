"""What tests know of a host that they deploy to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Host:
    """A host that tests deploy to: what site.toml says of it, its secrets, and what it holds."""

    to: str
    environment: Mapping[str, str]
    read: Callable[[], dict[str, bytes]]  # every file that readers see, by posix path (record included)  # fmt: skip # noqa: E501
    headers: Callable[[str], tuple[str, str]] | None = None  # (Content-Type, Cache-Control) of a path, where it keeps them  # fmt: skip # noqa: E501
