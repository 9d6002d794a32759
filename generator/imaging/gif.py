"""The frames of a GIF, counted without decoding them.

Pillow can count them too, but only all of them, and one after the other in Python: a file of
thirty megabytes may hold a million.
"""

from collections.abc import Iterator
from itertools import islice

HEADER = 13  # bytes: signature, size of the canvas, flags, background, aspect
DESCRIPTOR = 9  # bytes: a frame's place and size, and its flags
EXTENSION, FRAME, TRAILER = b"!", b",", b";"


def gif_frames(data: bytes, most: int) -> list[tuple[int, int]]:
    """Return how far right and down each frame reaches, of the first `most` frames.

    What is cut off is not counted, and no error: decoding will tell.
    """
    try:
        return list(islice(_frames(data), most))
    except IndexError:
        return []  # not even a header


def _frames(data: bytes) -> Iterator[tuple[int, int]]:
    at = HEADER + _palette(data[10])
    while (block := data[at : at + 1]) not in {b"", TRAILER}:
        at += 1
        if block == EXTENSION:
            at = _after_blocks(data, at + 1)  # behind its label
        elif block == FRAME:
            descriptor = data[at : at + DESCRIPTOR]
            if len(descriptor) < DESCRIPTOR:
                return
            yield _reach(descriptor)
            at += DESCRIPTOR + _palette(descriptor[8])
            at = _after_blocks(data, at + 1)  # behind the size of its codes


def _palette(flags: int) -> int:
    """Return how many bytes of palette follow."""
    return 3 << ((flags & 7) + 1) if flags & 128 else 0


def _reach(descriptor: bytes) -> tuple[int, int]:
    left, top, width, height = (
        int.from_bytes(descriptor[n : n + 2], "little") for n in (0, 2, 4, 6)
    )
    return left + width, top + height


def _after_blocks(data: bytes, at: int) -> int:
    """Return where a chain of blocks ends. Each begins with its length, the last one has none."""
    end = len(data)
    while at < end and (length := data[at]):
        at += 1 + length
    return at + 1
