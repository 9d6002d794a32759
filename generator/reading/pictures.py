"""A picture's file: what it is, what it says of itself, and whether its name tells the truth."""

from dataclasses import replace
from pathlib import PurePosixPath

from generator.errors import Problem
from generator.fingerprint import digest
from generator.model import PictureFile, Reading
from generator.paths import SourcePath
from generator.pictures import Words
from generator.reading.typography import typeset_line

# What a file may be called, and what must then be inside.
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF",
           ".gif": "GIF"}  # fmt: skip
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif",
         "GIF": "image/gif"}  # fmt: skip


def is_picture(path: SourcePath) -> bool:
    """Whether a file is a picture by its name."""
    return PurePosixPath(path).suffix.lower() in FORMATS


def read_picture(path: SourcePath, data: bytes) -> Reading:
    """Read what a picture is, and the words in its file."""
    from generator.imaging.inspecting import NotAPicture, facts_of

    expected = FORMATS[PurePosixPath(path).suffix.lower()]
    try:
        facts = facts_of(data)
    except NotAPicture as error:
        message = error.message.replace("expected a picture,", f"expected a {expected} picture,")
        return _fault(path, message, error.hint)
    if facts.format != expected:
        return _fault(path, f"expected a {expected} picture, got {facts.format}", "rename the file")
    return Reading(
        PictureFile(
            path, digest(data), facts.width, facts.height, TYPES[facts.format],
            animated=facts.animated, transparent=facts.transparent, tone=facts.tone,
            words=_typeset(facts.words), private=facts.private,
        )
    )  # fmt: skip


def _typeset(words: Words) -> Words:
    """Return words as front matter's prose is set. An address stays as it is."""
    return replace(
        words, alt=typeset_line(words.alt), caption=typeset_line(words.caption),
        credit=typeset_line(words.credit), creator=typeset_line(words.creator),
        copyright=typeset_line(words.copyright),
    )  # fmt: skip


def _fault(path: SourcePath, message: str, hint: str = "") -> Reading:
    return Reading(None, problems=(Problem(path, 0, 0, "", message, hint),))
