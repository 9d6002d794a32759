"""A font of black blocks for any characters, so that tests need no typeface of any script."""

import struct
from collections.abc import Mapping

EM = 1000
NOTHING = (400, 300)  # what it draws for a character that it lacks


def block_font(widths: Mapping[str, int], *, height: int = 700) -> bytes:
    """Return a TrueType font: each character is a block as wide as given, and 100 of space."""
    chars = sorted(widths)
    blocks = [NOTHING, *((widths[char], height if widths[char] else 0) for char in chars)]
    glyphs = [block(*size) if all(size) else b"" for size in blocks]
    ends = [sum(map(len, glyphs[:n])) for n in range(len(glyphs) + 1)]
    return font_file({
        b"cmap": cmap([ord(char) for char in chars]),
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, EM, 0, 0,
                             0, 0, EM, EM, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, EM, 0, 0, EM,
                             1, 0, 0, 0, 0, 0, 0, 0, len(glyphs)),
        b"hmtx": b"".join(struct.pack(">Hh", width + 100, 0) for width, _ in blocks),
        b"loca": struct.pack(f">{len(ends)}I", *ends),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, len(glyphs), 4, 1, *[0] * 11),
    })  # fmt: skip


def block(width: int, height: int) -> bytes:
    """Return the outline of a block; its points are steps from one to the next."""
    header = struct.pack(">hhhhhHH", 1, 0, 0, width, height, 3, 0)
    across, up = (0, 0, width, 0), (0, height, 0, -height)
    return header + b"\1" * 4 + struct.pack(">8h", *across, *up) + b"\0" * 2


def cmap(codes: list[int]) -> bytes:
    groups = b"".join(struct.pack(">III", code, code, n) for n, code in enumerate(codes, start=1))
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def font_file(tables: Mapping[bytes, bytes]) -> bytes:
    records, data = b"", b""
    start = 12 + 16 * len(tables)
    for name, table in sorted(tables.items()):
        records += struct.pack(">4sIII", name, 0, start + len(data), len(table))
        data += table + b"\0" * (-len(table) % 4)
    return struct.pack(">IHHHH", 0x10000, len(tables), 0, 0, 0) + records + data
