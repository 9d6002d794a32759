"""What is drawn of a picture's file for one use of it."""

from enum import Enum
from pathlib import PurePosixPath

from generator.fingerprint import digest
from generator.model import ImageUse, PictureFile
from generator.paths import RESERVED_NAMES, UrlPath
from generator.pictures import (
    ANIMATION,
    LINK,
    LOGO,
    NO_WORDS,
    PORTRAIT,
    SHARE,
    WIDE,
    Focus,
    Format,
    Picture,
    Words,
    fitting,
)
from generator.slugs import slugify


class Part(Enum):
    """What a picture is for, which says how large it is drawn."""

    LEAD = "lead"
    TEXT = "text"
    PORTRAIT = "portrait"
    LOGO = "logo"
    SHARE = "share"
    LINK = "link"


WIDTHS = {Part.LEAD: WIDE, Part.TEXT: WIDE, Part.PORTRAIT: PORTRAIT, Part.LOGO: LOGO,
          Part.SHARE: SHARE, Part.LINK: LINK}  # fmt: skip


def drawn(file: PictureFile, use: ImageUse, part: Part, otherwise: Words = NO_WORDS) -> Picture:
    """Return what is drawn of a file.

    Where the use says nothing of it, the file's own words hold, and then those of `otherwise`.
    """
    words = use.words.over(file.words).over(otherwise)
    widths, plain = ANIMATION if file.animated else WIDTHS[part]
    return Picture(
        stem=_stem(file, words, use.focus),
        size=(file.width, file.height),
        formats=_formats(file),
        widths=fitting(widths, file.width),
        plain_widths=fitting(plain, file.width),
        words=words,
        tone="" if file.transparent or not file.tone else f"tone-{file.tone}",
        focal=use.focus,
        has_crops=part in (Part.LEAD, Part.SHARE),
        animated=file.animated,
    )


def _formats(file: PictureFile) -> tuple[Format, ...]:
    if file.animated:
        return (Format.WEBP,)
    return (Format.AVIF, Format.WEBP, Format.PNG if file.transparent else Format.JPEG)


def _stem(file: PictureFile, words: Words, focus: Focus) -> UrlPath:
    """Return the address of all files of a picture: it names all that decides what is in them.

    So they can be kept for ever, and cannot be guessed before their time.
    """
    said = (words.alt, words.caption, words.credit, words.creator, words.copyright, words.license)
    key = digest("\0".join((file.digest, *said, f"{focus.x} {focus.y}")).encode())[:12]
    name = slugify(PurePosixPath(file.source).stem)
    return UrlPath(f"/media/{name if name not in ('', *RESERVED_NAMES) else 'picture'}.{key}")
