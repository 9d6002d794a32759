"""Draw the pictures of the sample site and of the starter site.

Run it with a Python that has Broadsheet's libraries. The same Pillow draws the same bytes each
time: there is no clock, no randomness and no font but the one that Pillow carries.

Every picture is drawn three times too large and averaged down, which makes its edges smooth.
Coordinates are those of the finished picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from generator.imaging.xmp import packet
from generator.pictures import NO_WORDS, Words

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "content" / "images"
STARTER = ROOT / "generator" / "starter" / "content" / "images"

Point = tuple[float, float]
Colour = tuple[int, int, int]

WIDE = (1600, 900)
CARD = (1200, 675)
SQUARE = (1024, 1024)
OVERSIZE = 3

PAPER: Colour = (245, 239, 228)
SAND: Colour = (229, 216, 192)
INK: Colour = (21, 36, 56)
DEEP: Colour = (36, 68, 92)
SEA: Colour = (70, 113, 132)
MIST: Colour = (158, 186, 188)
RED: Colour = (196, 70, 45)
OCHRE: Colour = (222, 170, 84)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour that is ``share`` (0 to 1) of the way from one to the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


class Sheet:
    """One picture being drawn."""

    def __init__(self, size: tuple[int, int], ground: Colour) -> None:
        self.width, self.height = size
        self._image = Image.new("RGB", (self.width * OVERSIZE, self.height * OVERSIZE), ground)
        self._draw = ImageDraw.Draw(self._image)

    def area(self, points: Iterable[Point], colour: Colour) -> None:
        self._draw.polygon(_enlarged(points), fill=colour)

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: Colour,
        corner: float = 0,
    ) -> None:
        # Pillow's boxes take in their last pixel; one less lets boxes meet without overlapping.
        edges = (left * OVERSIZE, top * OVERSIZE, right * OVERSIZE - 1, bottom * OVERSIZE - 1)
        self._draw.rounded_rectangle(edges, radius=corner * OVERSIZE, fill=colour)

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        x, y, r = centre[0] * OVERSIZE, centre[1] * OVERSIZE, radius * OVERSIZE
        self._draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def ring(
        self, centre: Point, radius: float, colour: Colour, width: float, squash: float = 1.0
    ) -> None:
        points = [
            (centre[0] + radius * math.cos(a), centre[1] + radius * squash * math.sin(a))
            for a in _turn(0, 360, 480)
        ]
        self.line([*points, points[0]], colour, width)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw a line with round ends; its discs close the cracks that Pillow's joints leave."""
        self._draw.line(_enlarged(points), fill=colour, width=round(width * OVERSIZE))
        for point in points:
            self.disc(point, width / 2, colour)

    def text(self, at: Point, words: str, size: float, colour: Colour, weight: float) -> None:
        """Write words whose base line starts at the point; ``weight`` thickens each stroke."""
        font = ImageFont.load_default(size * OVERSIZE)
        place = (at[0] * OVERSIZE, at[1] * OVERSIZE)
        self._draw.text(
            place, words, fill=colour, font=font, anchor="ls", stroke_width=weight * OVERSIZE
        )

    def save(self, path: Path, words: Words) -> None:
        """Save the picture, with what is to be said of it as picture desks write it (IPTC, XMP)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        small = self._image.reduce(OVERSIZE)
        # Only this of Pillow's methods keeps a colour that few pixels have, such as one red dot.
        few = small.quantize(
            colors=255, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        info = PngInfo()
        if words != NO_WORDS:
            info.add_itxt("XML:com.adobe.xmp", packet(words).decode())
        few.save(path, optimize=True, pnginfo=info)


def _enlarged(points: Iterable[Point]) -> list[Point]:
    return [(x * OVERSIZE, y * OVERSIZE) for x, y in points]


def _turn(start: float, stop: float, steps: int) -> list[float]:
    """Return angles in radians, evenly spaced, from degrees."""
    return [math.radians(start + (stop - start) * i / (steps - 1)) for i in range(steps)]


def _arc(centre: Point, radius: float, start: float, stop: float) -> list[Point]:
    return [
        (centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a))
        for a in _turn(start, stop, 120)
    ]


def _smooth(points: Sequence[Point], steps: int = 12, *, closed: bool = False) -> list[Point]:
    """Return a Catmull-Rom curve through the points."""
    around = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]]
    curve = []
    for before, start, stop, after in zip(around, around[1:], around[2:], around[3:], strict=False):
        for i in range(steps):
            t = i / steps
            curve.append(
                (
                    _spline(before[0], start[0], stop[0], after[0], t),
                    _spline(before[1], start[1], stop[1], after[1], t),
                )
            )
    return curve if closed else [*curve, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


def _wave(level: float, height: float, length: float, start: float, width: int) -> list[Point]:
    """Return a line of swell that runs over the whole picture."""
    return [
        (x, level + height * math.sin((x + start) * math.tau / length))
        for x in range(-10, width + 20, 10)
    ]


def _below(line: Sequence[Point], floor: float) -> list[Point]:
    return [*line, (line[-1][0], floor), (line[0][0], floor)]


# Longitude and latitude, a few points to each coast: enough to be known again, too few to sail by.
MAINLAND = """
-100,30 -97.6,29 -97.2,27.6 -97.2,26 -97.8,24 -97.8,22.4 -97.3,21 -96.4,19.3 -95.8,18.7 -94.6,18.1
-93.5,18.4 -92.3,18.6 -91.4,18.5 -90.7,19.3 -90.4,20.5 -90.2,21.1 -88.5,21.5 -87.1,21.5 -86.9,20.8
-87.5,19.8 -87.7,18.7 -88.1,18.4 -88.2,17.4 -88.6,16.2 -88.9,15.9 -87.9,15.8 -86.9,15.8 -86,15.9
-85,15.9 -84,15.6 -83.2,15 -83.4,14 -83.5,12.8 -83.7,11.8 -83.7,10.9 -83,9.9 -82.4,9.3 -81.8,8.9
-80.9,8.8 -80,9.2 -79.5,9.6 -78.5,9.4 -77.6,8.7 -76.9,8.2 -76.7,8.6 -76.3,8.9 -75.7,9.6 -75.5,10.5
-75,11 -74.3,11.2 -73.4,11.3 -72.3,11.9 -71.7,12.4 -71.3,12.2 -71.4,11.8 -71.9,11.5 -71.7,11
-71.2,11 -70.3,11.4 -70.1,11.7 -70.3,12 -70,12.2 -69.8,11.8 -69.7,11.5 -68.8,11.4 -68.3,10.9
-68,10.5 -67,10.6 -66.1,10.6 -65.1,10.1 -64.7,10.1 -64.2,10.5 -63,10.7 -61.9,10.7 -62.5,10.5
-62.9,10.4 -62.5,9.9 -61.6,9.8 -61,9.4 -60.7,8.7 -60,8.5 -59,8 -58.4,7.3 -58,6.8 -57.2,6 -55.5,5.9
-54,5.5 -54,3 -77.4,3 -77.4,5.5 -77.3,6.5 -77.9,7.2 -78.2,8 -78.4,8.4 -79,9 -79.6,8.9 -80.4,8.3
-80.1,7.5 -80.9,7.2 -81.7,7.9 -82.9,8.2 -83.6,8.5 -84.6,9.6 -85.7,10 -85.8,11.1 -87.3,12.8
-87.8,13.3 -89.5,13.4 -91.5,14 -92.3,14.6 -94,16.1 -95,16 -96.5,15.7 -98,16.1 -101,17
"""
FLORIDA = """
-84.5,31 -83.5,29.8 -82.8,29.2 -82.7,28 -82.6,27.4 -82,26.6 -81.7,25.9 -81.1,25.1 -80.5,25.2
-80.1,25.8 -80,26.9 -80.6,28.2 -81,29.2 -81.4,31
"""
CUBA = """
-84.9,21.9 -84.3,22 -84,22.6 -83.2,22.9 -82.4,23.1 -81.2,23.1 -80.5,22.9 -79.6,22.7 -78.7,22.3
-77.6,21.9 -76.9,21.4 -75.7,21.1 -75.6,20.7 -74.9,20.6 -74.1,20.2 -74.6,20 -75.3,19.9 -76.2,19.9
-77.7,19.8 -77.2,20.3 -77.2,20.6 -78.1,20.7 -78.5,21.1 -78.7,21.6 -79.9,21.7 -80.5,22 -81.2,22.1
-81.8,22.2 -82.1,22.4 -82.8,22.6 -83.4,22.2 -84,21.9
"""
HISPANIOLA = """
-74.4,18.4 -74,18.6 -73.4,18.4 -72.8,18.4 -72.3,18.6 -72.7,19.1 -72.8,19.4 -73.4,19.7 -73.1,19.9
-72.2,19.7 -71.7,19.7 -71,19.8 -70.5,19.7 -69.9,19.6 -69.7,19.3 -69.2,19.3 -69.6,19 -68.8,18.9
-68.3,18.6 -68.7,18.2 -69.6,18.4 -70.2,18.2 -70.6,18.3 -71.1,18 -71.4,17.6 -71.8,18 -72.8,18.1
-73.8,18
"""
JAMAICA = """
-78.3,18.3 -77.9,18.5 -77.2,18.4 -76.4,18.1 -76.2,17.9 -76.9,17.8 -77.2,17.7 -77.7,17.8 -78.2,18.1
"""
PUERTO_RICO = "-67.2,18.3 -67.1,18.5 -66.1,18.4 -65.6,18.3 -65.8,18 -66.6,17.9 -67.2,17.9"
TRINIDAD = "-61.9,10.05 -61.5,10.3 -61.6,10.7 -60.9,10.8 -61,10.1"
ANDROS = "-78.4,25.1 -77.9,25.1 -77.6,24.2 -77.9,23.9 -78.2,24.5"
COASTS = (MAINLAND, FLORIDA, CUBA, HISPANIOLA, JAMAICA, PUERTO_RICO, TRINIDAD, ANDROS)
SMALL_ISLANDS = """
-82.8,21.7 -78.4,26.6 -77.2,26.4 -76.3,25 -75.7,24.2 -75,23.2 -73.2,21.1 -72,21.8 -64.8,18.3
-63.1,18.2 -62.7,17.3 -61.8,17.1 -61.5,16.2 -61.35,15.4 -61,14.65 -61,13.9 -61.2,13.25 -59.55,13.15
-61.65,12.1 -60.7,11.25 -64,11 -70,12.5 -69,12.2 -68.3,12.15
"""

Projection = Callable[[Point], Point]


def _degrees(text: str) -> list[Point]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def _projection(west: float, north: float, scale: float) -> Projection:
    """Return a flat projection, true at 17 degrees north; ``scale`` is pixels to a degree."""
    squeeze = math.cos(math.radians(17))
    return lambda place: ((place[0] - west) * scale * squeeze, (north - place[1]) * scale)


def _draw_map(sheet: Sheet, project: Projection, sea: Colour, land: Colour) -> None:
    """Draw the coasts with the water lines of old charts: the sea grows paler near land."""
    coasts = [_smooth([project(p) for p in _degrees(text)], 8, closed=True) for text in COASTS]
    islands = [project(p) for p in _degrees(SMALL_ISLANDS)]
    for band, reach in enumerate((64, 46, 30, 16)):
        tint = mix(sea, MIST, (band + 1) * 0.13)
        for coast in coasts:
            sheet.line([*coast, coast[0]], tint, reach * 2)
        for island in islands:
            sheet.disc(island, reach + 4, tint)
    for coast in coasts:
        sheet.area(coast, land)
    for island in islands:
        sheet.disc(island, 4.5, land)


def draw_caribbean_map() -> Sheet:
    sheet = Sheet(WIDE, DEEP)
    project = _projection(-97.5, 27.6, 41)
    _draw_map(sheet, project, DEEP, PAPER)
    caracas = project((-66.9, 10.45))
    sheet.disc(caracas, 21, PAPER)
    sheet.disc(caracas, 14, RED)
    return sheet


def _handset(sheet: Sheet, centre: Point, facing: int, colour: Colour) -> None:
    """Draw a telephone's handset, upright; ``facing`` is 1 or -1, the side of its cups."""
    x, y = centre
    bow = [(x - facing * 86 * math.cos(a), y + 205 * math.sin(a)) for a in _turn(-78, 78, 80)]
    sheet.line(bow, colour, 54)
    for tilt in (-1, 1):
        _cup(sheet, (x + facing * 12, y + tilt * 200), facing, colour)


def _cup(sheet: Sheet, centre: Point, facing: int, colour: Colour) -> None:
    x, y = centre
    back, front = x - facing * 34, x + facing * 34
    flare = _smooth([(back, 27), (x - facing * 14, 38), (x + facing * 10, 56), (front, 62)])
    lower = [(right, y + half) for right, half in reversed(flare)]
    sheet.area([*((right, y - half) for right, half in flare), *lower], colour)
    left, right = sorted((front - facing * 4, x + facing * 56))
    sheet.box(left, y - 70, right, y + 70, colour, 11)


def _cord(start: Point, stop: Point, sag: float, turns: int) -> list[Point]:
    """Return a coiled cord that hangs between two points; its ends are straight."""
    points = []
    for i in range(3601):
        t = i / 3600
        opening = min(1.0, 9 * t, 9 * (1 - t))
        x = start[0] + (stop[0] - start[0]) * t
        y = start[1] + (stop[1] - start[1]) * t + sag * 4 * t * (1 - t)
        angle = math.tau * turns * t
        points.append((x + 24 * opening * math.sin(angle), y + 27 * opening * math.cos(angle)))
    return points


def draw_call_line() -> Sheet:
    sheet = Sheet(WIDE, PAPER)
    sheet.area([(860, 0), (1600, 0), (1600, 900), (740, 900)], INK)
    sheet.line(_cord((392, 622), (1208, 622), 110, 30), RED, 7)
    _handset(sheet, (370, 380), 1, INK)
    _handset(sheet, (1230, 380), -1, PAPER)
    return sheet


def _ship(sheet: Sheet, keel: Point, size: float, colour: Colour, bow: int) -> None:
    """Draw a cargo ship from the side; ``bow`` is 1 or -1, the way it points."""
    x, y = keel

    def at(right: float, up: float) -> Point:
        return x + right * size * bow, y - up * size

    sheet.area([at(-100, 22), at(-94, 0), at(88, 0), at(112, 26), at(70, 22)], colour)
    sheet.area([at(-88, 20), at(-88, 58), at(-56, 58), at(-56, 20)], colour)
    sheet.area([at(-80, 56), at(-80, 78), at(-70, 78), at(-70, 56)], colour)
    for start, high in ((-44, 38), (-10, 44), (24, 36)):
        sheet.area(
            [at(start, 20), at(start, high), at(start + 28, high), at(start + 28, 20)], colour
        )


def _crests(sheet: Sheet, swell: tuple[float, float, float, float], colour: Colour) -> None:
    """Draw a few short lines that follow a swell below its edge."""
    level, height, length, start = swell
    for shift in (26, 48):
        line = _wave(level + shift, height, length, start, 1600)
        kept = [point for point in line if (point[0] // 160 + shift) % 3 == 0]
        for left, right in pairwise(kept):
            if right[0] - left[0] < 20:  # else they belong to two lines
                sheet.line([left, right], colour, 2.5)


def draw_ships_at_sea() -> Sheet:
    sheet = Sheet(WIDE, PAPER)
    for radius, share in ((265, 0.25), (205, 0.55), (150, 1.0)):
        sheet.disc((1060, 385), radius, mix(PAPER, OCHRE, share * 0.9))
    sheet.disc((1060, 385), 150, RED)
    sheet.box(0, 440, 1600, 900, mix(PAPER, MIST, 0.75))
    for i in range(6):
        half = 128 - i * 19
        sheet.line(
            [(1060 - half, 456 + i * 15), (1060 + half, 456 + i * 15)],
            mix(RED, MIST, 0.15 + i * 0.13),
            4,
        )
    _ship(sheet, (905, 448), 0.46, mix(DEEP, MIST, 0.2), -1)
    swells = (
        (510, 9, 520, 0, MIST),
        (585, 13, 640, 210, SEA),
        (690, 17, 800, 90, DEEP),
        (800, 20, 960, 420, INK),
    )
    for level, height, length, start, colour in swells:
        if colour == SEA:
            _ship(sheet, (1270, 602), 0.86, DEEP, -1)
        if colour == DEEP:
            _ship(sheet, (480, 694), 1.75, INK, 1)
        sheet.area(_below(_wave(level, height, length, start, 1600), 900), colour)
        _crests(sheet, (level, height, length, start), mix(colour, PAPER, 0.18))
    return sheet


def draw_parade_ranks() -> Sheet:
    """Draw a square from above: ranks of round figures, each with a long shadow."""
    sheet = Sheet(WIDE, SAND)
    sheet.area([(0, 640), (1600, 250), (1600, 0), (0, 0)], mix(SAND, PAPER, 0.55))
    for rank in range(11):
        for row in range(24):
            x, y = row * 82 + rank * 26 - 150, 60 + rank * 92 - row * 10
            if row % 7 == 6:
                continue
            colour = RED if rank == 5 and row == 10 else INK
            sheet.line([(x, y + 6), (x + 54, y + 32)], mix(SAND, DEEP, 0.28), 22)
            sheet.disc((x, y), 15, colour)
            sheet.disc((x - 3, y - 4), 7, mix(colour, PAPER, 0.3))
    return sheet


def draw_shoreline() -> Sheet:
    """Draw a coast from the air, and a dotted course that runs from the sea on to the land."""
    sheet = Sheet(WIDE, DEEP)
    coast = _smooth(
        [
            (1010, -80),
            (940, 90),
            (1040, 230),
            (980, 380),
            (820, 470),
            (850, 620),
            (740, 720),
            (700, 860),
            (560, 1000),
        ]
    )
    bands = ((-150, 0.12), (-108, 0.26), (-70, 0.44), (-36, 0.68))
    for shift, share in bands:
        edge = [(x + shift, y) for x, y in coast]
        sheet.area([*edge, (1700, 1000), (1700, -80)], mix(DEEP, MIST, share))
    sheet.area([*coast, (1700, 1000), (1700, -80)], PAPER)
    for shift, colour in ((34, SAND), (92, mix(SAND, OCHRE, 0.35)), (200, mix(SAND, OCHRE, 0.75))):
        edge = _smooth(
            [(x + shift * (1 + 0.35 * math.sin(i * 0.9)), y) for i, (x, y) in enumerate(coast[::9])]
        )
        sheet.area([*edge, (1700, 1100), (1700, -80)], colour)
    for i in range(21):
        sheet.disc((i * 62 - 20, 720 - i * 22 - 110 * math.sin(i / 20 * math.pi)), 6, RED)
    sheet.disc((1282, 258), 15, RED)
    return sheet


def draw_shutters() -> Sheet:
    """Draw a wall at night: closed shutters, and a light behind one of them."""
    sheet = Sheet(WIDE, INK)
    for row in range(3):
        for column in range(6):
            left, top = 95 + column * 245, 70 + row * 275
            lit = (row, column) == (1, 3)
            frame, slat = (
                (RED, OCHRE)
                if lit
                else (mix(INK, DEEP, 0.55), mix(INK, SEA, 0.42 + 0.05 * (column % 2)))
            )
            if lit:
                for reach, share in ((44, 0.12), (28, 0.22), (14, 0.36)):
                    glow = mix(INK, OCHRE, share)
                    sheet.box(
                        left - reach,
                        top - reach,
                        left + 185 + reach,
                        top + 210 + reach,
                        glow,
                        reach,
                    )
            sheet.box(left, top, left + 185, top + 210, frame)
            for leaf in (left + 9, left + 96):
                for i in range(12):
                    sheet.box(leaf, top + 10 + i * 16, leaf + 80, top + 20 + i * 16, slat)
            sheet.box(left - 8, top + 214, left + 193, top + 224, mix(INK, SEA, 0.55))
    return sheet


def draw_ripples() -> Sheet:
    """Draw two sets of rings that meet on still water."""
    sheet = Sheet(WIDE, DEEP)
    for top, share in ((180, 0.3), (400, 0.6), (640, 0.85)):
        sheet.box(0, top, 1600, 900, mix(DEEP, INK, share))
    for centre, colour in (((590, 460), MIST), ((1010, 460), OCHRE)):
        for i in range(10):
            sheet.ring(centre, 40 + i * 66, mix(colour, DEEP, 0.08 * i), 7 - i * 0.45, 0.42)
    return sheet


def draw_ninety_one_days() -> Sheet:
    """Draw a stroke for each day from 1 September to 30 November 2025, and mark three."""
    sheet = Sheet(WIDE, PAPER)
    marked = (84, 87, 88)
    for day in range(91):
        month = 0 if day < 30 else 1 if day < 61 else 2
        x = 104 + day * 14.8 + month * 30
        if day in marked:
            sheet.line([(x, 215), (x, 640)], RED, 7)
            sheet.disc((x, 215), 15, RED)
        else:
            sheet.line([(x, 330), (x, 640)], (MIST, SEA, INK)[month], 5)
    for left, right in ((104, 533.2), (578, 1022), (1066.8, 1496)):
        sheet.line([(left, 676), (right, 676)], OCHRE, 6)
    return sheet


def draw_two_tracks() -> Sheet:
    """Draw two lines that run side by side, part, cross and go on."""
    sheet = Sheet(WIDE, SAND)
    sheet.box(0, 0, 1600, 900, mix(SAND, PAPER, 0.6))
    one = _smooth(
        [(-60, 610), (260, 600), (560, 430), (840, 400), (1130, 500), (1400, 430), (1680, 250)], 40
    )
    two = _smooth(
        [(-60, 710), (260, 700), (560, 640), (840, 480), (1130, 330), (1400, 310), (1680, 140)], 40
    )
    for track, colour in ((one, INK), (two, RED)):
        sheet.line(track, colour, 52)
        sheet.line(track, mix(colour, PAPER, 0.88), 40)
        for left, right in zip(track[::6], track[1::6], strict=False):
            length = math.dist(left, right)
            across = ((left[1] - right[1]) / length * 34, (right[0] - left[0]) / length * 34)
            ends = [(left[0] + k * across[0], left[1] + k * across[1]) for k in (-1, 1)]
            sheet.line(ends, colour, 9)
    return sheet


def _mark(sheet: Sheet, centre: Point, size: float, line: Colour, bars: Colour) -> None:
    """Draw the sign of the sample's publisher: a C that holds three lines of a headline."""
    x, y = centre
    sheet.line(_arc(centre, 0.36 * size, 42, 318), line, 0.13 * size)
    for shift, length in ((-0.13, 0.40), (0.0, 0.52), (0.13, 0.34)):
        left, middle = x - 0.14 * size, y + shift * size
        sheet.line([(left, middle), (left + length * size, middle)], bars, 0.062 * size)


def draw_logo() -> Sheet:
    sheet = Sheet(SQUARE, INK)
    _mark(sheet, (496, 512), 800, PAPER, (226, 96, 66))
    return sheet


def draw_card() -> Sheet:
    sheet = Sheet(CARD, DEEP)
    _draw_map(sheet, _projection(-92.5, 25.6, 46), DEEP, PAPER)
    sheet.box(0, 445, 1200, 675, PAPER)
    sheet.box(0, 445, 1200, 453, RED)
    _mark(sheet, (150, 562), 150, INK, RED)
    sheet.text((262, 596), "CubaHeadlines", 96, INK, 1.6)
    return sheet


def draw_starter_picture() -> Sheet:
    """Draw a morning over hills: the one picture of a new site."""
    sheet = Sheet(CARD, mix(PAPER, SAND, 0.4))
    for radius, share in ((230, 0.22), (170, 0.5), (112, 1.0)):
        sheet.disc((770, 300), radius, mix(PAPER, OCHRE, share))
    hills = (
        [(-40, 380), (160, 330), (380, 390), (620, 330), (860, 400), (1060, 340), (1260, 390)],
        [(-40, 450), (220, 470), (470, 400), (700, 460), (960, 420), (1260, 490)],
        [(-40, 520), (260, 480), (560, 560), (860, 520), (1260, 570)],
        [(-40, 600), (300, 620), (700, 590), (1260, 640)],
    )
    for hill, colour in zip(hills, (MIST, SEA, DEEP, INK), strict=True):
        sheet.area(_below(_smooth(hill), 700), colour)
    return sheet


PICTURES: dict[Path, Callable[[], Sheet]] = {
    SAMPLE / "call-line.png": draw_call_line,
    SAMPLE / "caribbean-map.png": draw_caribbean_map,
    SAMPLE / "ships-at-sea.png": draw_ships_at_sea,
    SAMPLE / "parade-ranks.png": draw_parade_ranks,
    SAMPLE / "shoreline.png": draw_shoreline,
    SAMPLE / "shutters.png": draw_shutters,
    SAMPLE / "ripples.png": draw_ripples,
    SAMPLE / "ninety-one-days.png": draw_ninety_one_days,
    SAMPLE / "two-tracks.png": draw_two_tracks,
    SAMPLE / "logo.png": draw_logo,
    SAMPLE / "card.png": draw_card,
    STARTER / "morning.png": draw_starter_picture,
}


OURS = Words(
    credit="Graphics Desk / CubaHeadlines",
    creator="Graphics Desk",
    copyright="© CubaHeadlines 2025",
)
CREDITED = {"call-line.png"}  # by the article, to somebody else


def main() -> None:
    for path, draw in PICTURES.items():
        draw().save(path, OURS if path.parent == SAMPLE and path.name not in CREDITED else NO_WORDS)


if __name__ == "__main__":
    main()
