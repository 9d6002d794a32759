"""Colours, as far as a reader's eyes decide: contrast by WCAG 2.2, lightness by OKLab."""

READABLE = 4.5  # WCAG 2.2, criterion 1.4.3
EASILY = 6.5  # what a colour has that is chosen, not given
STEP = 0.01  # of lightness, from 0 to 1
MIDDLE = 0.18  # luminance, on which black and white can be read equally well

Triple = tuple[float, float, float]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as #a3122f, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_on(paper: str, color: str, least: float = READABLE) -> str:
    """Return a colour, or the nearest lighter or darker one of its hue with at least a contrast."""
    lightness, a, b = _oklab(color)
    is_dark = _luminance(paper) < MIDDLE
    while contrast(color, paper) < least:
        lightness += STEP if is_dark else -STEP
        if not 0 <= lightness <= 1:
            return "#ffffff" if is_dark else "#000000"
        color = _from_oklab((lightness, a, b))
    return color


def _linear(color: str) -> Triple:
    values = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return red, green, blue


def _luminance(color: str) -> float:
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklab(color: str) -> Triple:
    """Return lightness and the two axes of hue (Ottosson, "A perceptual color space", 2020)."""
    r, g, b = _linear(color)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(lab: Triple) -> str:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_channel(value):02x}" for value in linear)


def _channel(value: float) -> int:
    clipped = min(max(value, 0.0), 1.0)
    shown = 12.92 * clipped if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055
    return round(255 * shown)
