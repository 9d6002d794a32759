"""Cards: what a link's preview shows of an article without a picture.

Paper, ink and one accent, as on the site: a short rule, the section, the headline as large as it
may be, a hairline, the site's name. What no font can set is left out; boxes are never drawn.
"""

from io import BytesIO

from PIL import Image, ImageChops, ImageColor

from generator.imaging.headlines import Headline, Room, Words, fitted, words_of
from generator.imaging.typefaces import Line, NotAFont, Typeface, is_rtl

__all__ = ["NotAFont", "card"]

WIDTH, HEIGHT = 1200, 630  # pixels; what all networks show whole
MARGIN = 90  # some cut a little off
MEASURE = WIDTH - 2 * MARGIN

# From the top: a rule, the label under it, the headline; and from the bottom the site.
TOP, RULE, RULE_TO_LABEL, LABEL_SIZE, GAP = 84, (72, 8), 54, 34, 44
SITE_BASE, SITE_SIZE = 570, 32
HAIRLINE_TOP, HAIRLINE = 522, (MEASURE, 2)
HAIRLINE_INK = 56  # of 255
BOTTOM_OF_TITLE, BOTTOM_OF_NAME = 492, HEIGHT - TOP
SINK = 0.37  # of the space that is left stands above: what is in the very middle looks low

TITLE = Room(MEASURE, 302, range(104, 43, -4))
NAME = Room(MEASURE, 170, range(128, 43, -4))  # a site's name in the title's place: one line
LABEL = Room(MEASURE, LABEL_SIZE, (LABEL_SIZE,))
SITE = Room(MEASURE, SITE_SIZE, (SITE_SIZE,))
TITLE_WEIGHT, LABEL_WEIGHT = 600, 700

LEVELS = 15  # of a colour on the paper: enough for smooth edges, and a small file
COMPRESSION = 6  # with more, a card takes five times as long for an eighth less


def card(
    *, label: str, title: str, site: str, fonts: tuple[bytes, bytes],
    paper: str, ink: str, accent: str,
) -> bytes:  # fmt: skip
    """Return a PNG of 1200 x 630. `fonts` are for the title, then for the label and the site.

    A title that cannot be set gives its place to the site's name.
    """
    serif, grotesque = Typeface(fonts[0], TITLE_WEIGHT, 0), Typeface(fonts[1], LABEL_WEIGHT, 1)
    section = words_of(label, grotesque, serif)
    heading = words_of(title, serif, grotesque) if title != site else None
    if heading:
        plates = _Plates(from_right=is_rtl(heading.text))
        plates.head(section, heading, TITLE, BOTTOM_OF_TITLE)
        plates.foot(words_of(site, grotesque, serif))
    else:
        name = words_of(site, serif, grotesque)
        plates = _Plates(from_right=name is not None and is_rtl(name.text))
        plates.head(section, name, NAME, BOTTOM_OF_NAME)
    return plates.png(paper, ink, accent)


class _Plates:
    """Two plates, as a printer has them: what is white on one will be ink, on the other accent."""

    def __init__(self, *, from_right: bool) -> None:
        self._ink = Image.new("L", (WIDTH, HEIGHT))
        self._accent = Image.new("L", (WIDTH, HEIGHT))
        self._from_right = from_right

    def head(self, label: Words | None, main: Words | None, room: Room, bottom: int) -> None:
        """Set all but the foot, as one group between the top and the bottom."""
        headline = fitted(main, room) if main else None
        above = RULE[1] + (RULE_TO_LABEL if label else 0)
        height = above + (GAP + headline.height if headline else 0)
        top = TOP + round(max(0, bottom - TOP - height) * SINK)
        self._rule(self._accent, top, RULE, 255)
        if label:
            self._line(self._accent, label.face, fitted(label, LABEL).lines[0], top + above)
        if main and headline:
            self._lines(main.face, headline, top + above + GAP)

    def foot(self, site: Words | None) -> None:
        """Set the site's name under a hairline."""
        self._rule(self._ink, HAIRLINE_TOP, HAIRLINE, HAIRLINE_INK)
        if site:
            self._line(self._ink, site.face, fitted(site, SITE).lines[0], SITE_BASE)

    def png(self, paper: str, ink: str, accent: str) -> bytes:
        """Return both plates, printed on paper."""
        steps = [-(-level * LEVELS // 255) for level in range(256)]
        first = self._ink.point(steps)
        second = self._accent.point([step and step + LEVELS for step in steps])
        image = ImageChops.add(first, second)  # no pixel is on both
        image.putpalette([*_shades(paper, ink), *_shades(paper, accent)[3:]])
        file = BytesIO()
        image.save(file, "PNG", compress_level=COMPRESSION)
        return file.getvalue()

    def _rule(self, plate: Image.Image, top: int, size: tuple[int, int], level: int) -> None:
        width, height = size
        left = WIDTH - MARGIN - width if self._from_right else MARGIN
        plate.paste(level, (left, top, left + width, top + height))

    def _lines(self, face: Typeface, headline: Headline, top: int) -> None:
        base = top + headline.above
        for line in headline.lines:
            self._line(self._ink, face, line, round(base))
            base += headline.leading

    def _line(self, plate: Image.Image, face: Typeface, line: Line, base: int) -> None:
        left = WIDTH - MARGIN if self._from_right else MARGIN
        face.draw(plate, (left, base), line, from_right=self._from_right)


def _shades(paper: str, color: str) -> list[int]:
    """Return the bytes of a palette from the paper to a colour."""
    ends = zip(ImageColor.getrgb(paper)[:3], ImageColor.getrgb(color)[:3], strict=True)
    bands = [(start, end - start) for start, end in ends]
    return [
        round(start + way * level / LEVELS) for level in range(LEVELS + 1) for start, way in bands
    ]
