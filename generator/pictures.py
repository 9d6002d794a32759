"""A picture as the site shows it: which files are made of it, and what is said of it.

A picture is never published as it came. It is drawn anew at several widths, in the formats that
browsers like best and one that everything can show. A `Picture` names those files by rule, so that
a page holds a few numbers instead of twenty addresses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.paths import UrlPath


class Format(StrEnum):
    """What a drawn file is, by the ending of its name."""

    AVIF = "avif"
    WEBP = "webp"
    JPEG = "jpg"
    PNG = "png"

    @property
    def type(self) -> str:
        """The media type."""
        return "image/jpeg" if self is Format.JPEG else f"image/{self.value}"


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a picture. `license` is an address, the others are texts."""

    alt: str = ""
    caption: str = ""
    credit: str = ""
    creator: str = ""
    copyright: str = ""
    license: str = ""

    def over(self, other: "Words") -> "Words":
        """Return these words, with those of `other` where these are silent."""
        return Words(
            self.alt or other.alt, self.caption or other.caption, self.credit or other.credit,
            self.creator or other.creator, self.copyright or other.copyright,
            self.license or other.license,
        )  # fmt: skip


NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class Focus:
    """The point of a picture that no crop may lose, in per cent of its width and height."""

    x: int = 50
    y: int = 50


MIDDLE = Focus()


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture as shown, in pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a picture: its address, its size in pixels, its media type."""

    url: UrlPath
    width: int
    height: int
    type: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A picture's files in one format."""

    type: str
    renditions: tuple[Rendition, ...]


# The widths at which a picture is drawn, in pixels, and those of the format for everything else.
WIDE = ((320, 640, 960, 1280, 1920), (640, 1280))
PORTRAIT = ((160, 320, 640), (320,))
LOGO = ((), (144, 512, 1024))  # RSS takes at most 144, JSON Feed wants 512
LINK = ((), (1920,))  # for who wants to see it whole
SHARE = ((), (640,))  # for links to pages without a picture: it is the crop that is shown
ANIMATION = ((960,), (960,))  # every width is a film of its own
# The main colours that a picture can have, for what stands in its place until it has loaded: few
# enough to be classes of a style sheet, since a strict policy forbids style attributes.
LEVELS = "26ad"
TONES = tuple(red + green + blue for red in LEVELS for green in LEVELS for blue in LEVELS)
# What structured data wants of a story's picture, by ratio, the first for link previews.
CROPS = ((16, 9), (4, 3), (1, 1))
CROP_WIDTH = 1200
SMALL = 480  # pixels across


def fitting(widths: Sequence[int], full: int) -> tuple[int, ...]:
    """Return the widths at which a picture is drawn: none larger than the picture itself."""
    if not widths:
        return ()
    return (*(width for width in widths[:-1] if width < full), min(widths[-1], full))


def scaled(size: tuple[int, int], width: int) -> tuple[int, int]:
    """Return the size of a picture drawn at a width."""
    return width, max(1, round(size[1] * width / size[0]))


def crop_box(size: tuple[int, int], ratio: tuple[int, int], focus: Focus) -> Box:
    """Return the largest part of a picture that has a ratio, as near its focus as it can be."""
    across, down = ratio
    width = min(size[0], max(1, size[1] * across // down))
    height = min(size[1], max(1, size[0] * down // across))
    left = min(max(0, size[0] * focus.x // 100 - width // 2), size[0] - width)
    top = min(max(0, size[1] * focus.y // 100 - height // 2), size[1] - height)
    return Box(left, top, width, height)


def crop_size(box: Box) -> tuple[int, int]:
    """Return the size at which a part is drawn."""
    return scaled((box.width, box.height), min(CROP_WIDTH, box.width))


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as shown. `stem` is the address of all its files, without width and ending.

    `size` is that of the whole picture, upright. `formats` are best first; the last one is for
    everything that knows no better, and drawn at `plain_widths`. `tone` is the class of the colour
    that stands there until it has loaded. Without `has_crops` it is never cut.
    """

    stem: UrlPath
    size: tuple[int, int]
    formats: tuple[Format, ...]
    widths: tuple[int, ...]
    plain_widths: tuple[int, ...]
    words: Words = NO_WORDS
    tone: str = ""
    focal: Focus = MIDDLE
    has_crops: bool = False
    animated: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files in better formats than the plain one, best first."""
        better = self.formats[:-1]
        return tuple(Source(f.type, self._drawn(f, self.widths)) for f in better)

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        """The files in the plain format, smallest first."""
        return self._drawn(self.formats[-1], self.plain_widths)

    @property
    def crops(self) -> tuple[Rendition, ...]:
        """The files cut to the ratios of structured data."""
        return tuple(self._crop(ratio) for ratio in CROPS) if self.has_crops else ()

    @property
    def preview(self) -> Rendition:
        """What a link's preview shows: cut to 16:9, or else the whole."""
        return self._crop(CROPS[0]) if self.has_crops else self.renditions[-1]

    @property
    def still(self) -> Rendition | None:
        """The first moment of a picture that moves, for those who want none of that."""
        if not self.animated:
            return None
        size = scaled(self.size, self.width)
        return Rendition(UrlPath(f"{self.stem}-still.{Format.JPEG}"), *size, Format.JPEG.type)

    @property
    def is_small(self) -> bool:
        """Whether it would be a blur where a picture is shown large."""
        return self.size[0] < SMALL

    @property
    def url(self) -> UrlPath:
        """The address of the largest plain file."""
        return self.renditions[-1].url

    @property
    def type(self) -> str:
        """The media type of the plain files."""
        return self.formats[-1].type

    @property
    def width(self) -> int:
        """The width of the largest plain file."""
        return self.plain_widths[-1]

    @property
    def height(self) -> int:
        """The height of the largest plain file."""
        return scaled(self.size, self.width)[1]

    @property
    def alt(self) -> str:
        """What it shows."""
        return self.words.alt

    @property
    def caption(self) -> str:
        """The words under it."""
        return self.words.caption

    @property
    def credit(self) -> str:
        """Whom its readers are told it is by."""
        return self.words.credit or self.words.creator

    @property
    def creator(self) -> str:
        """Who made it."""
        return self.words.creator

    @property
    def copyright(self) -> str:
        """Whose it is."""
        return self.words.copyright

    @property
    def license(self) -> str:
        """The address of its licence."""
        return self.words.license

    @property
    def focus(self) -> str:
        """The side that must be seen where a page shows a part: top, bottom, left, right or ""."""
        if self.size[1] >= self.size[0]:
            return _side(self.focal.y, "top", "bottom") or _side(self.focal.x, "left", "right")
        return _side(self.focal.x, "left", "right") or _side(self.focal.y, "top", "bottom")

    def at_most(self, width: int) -> Rendition:
        """Return the largest plain file up to a width; the smallest where all are wider."""
        small = [each for each in self.renditions if each.width <= width]
        return small[-1] if small else self.renditions[0]

    def _drawn(self, format_: Format, widths: tuple[int, ...]) -> tuple[Rendition, ...]:
        return tuple(
            Rendition(UrlPath(f"{self.stem}-{w}.{format_}"), *scaled(self.size, w), format_.type)
            for w in widths
        )

    def _crop(self, ratio: tuple[int, int]) -> Rendition:
        size = crop_size(crop_box(self.size, ratio, self.focal))
        url = UrlPath(f"{self.stem}-{ratio[0]}x{ratio[1]}.{Format.JPEG}")
        return Rendition(url, *size, Format.JPEG.type, self.words.alt)


def _side(share: int, first: str, last: str) -> str:
    """Return the side that a share of 100 is on; "" for the middle."""
    return first if share < 40 else last if share > 60 else ""
