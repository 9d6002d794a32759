"""Mappings whose values are made when they are first asked for, and then kept."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lazily(Mapping[K, V]):
    """A mapping of known keys. Making a value twice, in two threads, gives the same."""

    def __init__(self, keys: Mapping[K, object], make: Callable[[K], V]) -> None:
        """Take the keys in their order, and what makes the value of one."""
        self._keys = keys
        self._make = make
        self._made: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        if key not in self._made:
            if key not in self._keys:
                raise KeyError(key)
            self._made[key] = self._make(key)
        return self._made[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
