"""A value's fingerprint: the name of everything that an output will show.

Two values have one fingerprint exactly when they are equal, on every machine and in every process.
What cannot be named with certainty (a set, a mutable object, a time without a zone) is refused with
`TypeError`: a fingerprint that ignores part of a value is a stale page.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from operator import attrgetter
from typing import NewType

Digest = NewType("Digest", str)  # of bytes
Fingerprint = NewType("Fingerprint", str)  # of a value

Encoder = Callable[["Fingerprinter", object], bytes]
Shape = tuple[bytes, Callable[[object], tuple[object, ...]]]

SIZE = 16  # bytes: blake2b at 128 bits, far from any accidental collision


def digest(data: bytes) -> Digest:
    """Return the digest of some bytes, 32 hexadecimal digits."""
    return Digest(hashlib.blake2b(data, digest_size=SIZE).hexdigest())


class Fingerprinter:
    """Fingerprints values, each shared part only once.

    The same teaser stands in many outputs. Parts are remembered by identity, so an instance keeps
    every frozen object that it has seen alive, and is for one plan only.
    """

    def __init__(self) -> None:
        self._seen: dict[int, tuple[object, bytes]] = {}

    def __call__(self, value: object) -> Fingerprint:
        return Fingerprint(hashlib.blake2b(self._encode(value), digest_size=SIZE).hexdigest())

    def _encode(self, value: object) -> bytes:
        kind = type(value)
        encoder = _ENCODERS.get(kind)
        if encoder is None:
            encoder = _ENCODERS[kind] = _encoder_for(kind, value)
        return encoder(self, value)

    def _enum(self, value: object) -> bytes:
        assert isinstance(value, Enum)
        known = _MEMBERS.get(id(value))  # not by the member: one of another type may equal it
        if known is None:
            known = b"E" + self._encode(_name_of(type(value))) + self._encode(value.value)
            _MEMBERS[id(value)] = known
        return known

    def _frozen(self, value: object) -> bytes:
        seen = self._seen.get(id(value))
        if seen is not None:
            return seen[1]
        prefix, values_of = _SHAPES[type(value)]
        parts = [prefix, *map(self._encode, values_of(value))]
        encoded = b"D" + hashlib.blake2b(b"".join(parts), digest_size=SIZE).digest()
        self._seen[id(value)] = (value, encoded)
        return encoded

    def _tuple(self, value: object) -> bytes:
        assert isinstance(value, tuple)
        return b"T%d:" % len(value) + b"".join(map(self._encode, value))

    def _mapping(self, value: object) -> bytes:
        assert isinstance(value, Mapping)
        pairs = sorted((self._encode(key), self._encode(item)) for key, item in value.items())
        return b"M%d:" % len(pairs) + b"".join(key + item for key, item in pairs)


def fingerprint(value: object) -> Fingerprint:
    """Return the fingerprint of one value; `Fingerprinter` is for many that share parts."""
    return Fingerprinter()(value)


def _name_of(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _encoder_for(kind: type, value: object) -> Encoder:
    """Return how values of a type are encoded; it is looked up once for each type."""
    if issubclass(kind, Enum):
        return Fingerprinter._enum  # noqa: SLF001 - of this module
    if is_dataclass(kind):
        _SHAPES[kind] = _shape_of(kind)
        return Fingerprinter._frozen  # noqa: SLF001
    if issubclass(kind, Mapping):
        return Fingerprinter._mapping  # noqa: SLF001
    message = f"cannot fingerprint a {kind.__name__}: {value!r}"
    raise TypeError(message)


def _shape_of(kind: type) -> Shape:
    """Return a type's encoded name, and what gives a value's fields in order."""
    parameters = kind.__dataclass_params__  # type: ignore[attr-defined]
    if not parameters.frozen:
        message = f"cannot fingerprint {kind.__name__}: it is not frozen"
        raise TypeError(message)
    names = [field.name for field in fields(kind)]
    prefix = Fingerprinter()._encode(_name_of(kind))  # noqa: SLF001
    if len(names) < 2:  # attrgetter of one name gives no tuple
        return prefix, lambda value: tuple(getattr(value, name) for name in names)
    return prefix, attrgetter(*names)


def _text(_: Fingerprinter, value: object) -> bytes:
    assert isinstance(value, str)
    data = value.encode("utf-8", "surrogatepass")
    return b"S%d:" % len(data) + data


def _bytes(_: Fingerprinter, value: object) -> bytes:
    assert isinstance(value, bytes)
    return b"B%d:" % len(value) + value


def _moment(self: Fingerprinter, value: object) -> bytes:
    assert isinstance(value, datetime)
    if value.utcoffset() is None:
        message = f"cannot fingerprint a time without a zone: {value!r}"
        raise TypeError(message)
    # The zone as well: two zones with one offset may call it EST and CST.
    return b"W" + _text(self, f"{value.isoformat()} {value.tzinfo}")


_MEMBERS: dict[int, bytes] = {}  # of enumerations, which live as long as the program
_SHAPES: dict[type, Shape] = {}
_ENCODERS: dict[type, Encoder] = {
    str: _text,
    bytes: _bytes,
    datetime: _moment,
    tuple: Fingerprinter._tuple,  # noqa: SLF001
    type(None): lambda _, __: b"N",
    bool: lambda _, value: b"1" if value else b"0",
    int: lambda _, value: f"I{value};".encode(),
    float: lambda _, value: b"F" + repr(value).encode() + b";",
}
