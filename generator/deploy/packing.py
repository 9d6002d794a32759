"""The two ways in which text is compressed, by the ending of a compressed copy."""

import gzip
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import ModuleType

from generator.errors import UsageError


def pack(ending: str, data: bytes) -> bytes:
    """Compress some bytes; raise `UsageError` where what does that is not installed."""
    return PACKERS[ending](data)


def unpack(ending: str, data: bytes) -> bytes | None:
    """Return what was compressed; None where it is damaged."""
    if ending == ".gz":
        with suppress(OSError, EOFError, zlib.error):
            return gzip.decompress(data)
    else:
        brotli = _brotli()
        with suppress(brotli.error):
            return bytes(brotli.decompress(data))
    return None


def _pack_br(data: bytes) -> bytes:
    return bytes(_brotli().compress(data))


def _pack_gz(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _brotli() -> ModuleType:
    try:
        import brotli
    except ImportError:
        message = 'expected Brotli, which `compress` needs: pip install "broadsheet[deploy]"'
        raise UsageError(message) from None
    return brotli  # type: ignore[no-any-return]


PACKERS: Mapping[str, Callable[[bytes], bytes]] = {".br": _pack_br, ".gz": _pack_gz}
