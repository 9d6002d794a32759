"""Checks of pictures: their words, their size, and the publisher's logo."""

from collections.abc import Iterator

from generator.checks.finding import Finding, Text, in_field
from generator.config import SITE_FILE
from generator.model import RefKind
from generator.pictures import Picture
from generator.planning.placed import Placed
from generator.planning.site import Site

WIDE_ENOUGH = 1200  # pixels: what Google asks of a picture that Discover shows large
LOGO = 112  # pixels: the least that Google takes for a publisher's logo
ALMOST_SQUARE = 0.02  # of the width: a pixel more or less is seen by nobody

NO_ALT = "expected words that say what the picture shows, got none"


def lead_without_alt(_: Site, placed: Placed) -> Iterator[Finding]:
    """Find a lead picture of which nothing says what it shows."""
    picture = _lead(placed)
    if picture and not picture.alt:
        yield in_field(placed.article, "image", NO_ALT, 'image_alt: "What it shows"')


def lead_without_credit(_: Site, placed: Placed) -> Iterator[Finding]:
    """Find a lead picture without a credit."""
    picture = _lead(placed)
    if picture and not picture.credit:
        message = "expected a credit that says whose the picture is, got none"
        yield in_field(placed.article, "image", message, 'image_credit: "Name/Agency"')


def narrow_lead(_: Site, placed: Placed) -> Iterator[Finding]:
    """Find a lead picture that is not wide enough to be shown large elsewhere."""
    picture = _lead(placed)
    if picture and picture.size[0] < WIDE_ENOUGH:
        message = (
            f"expected a picture of {WIDE_ENOUGH:,} pixels or more across, "
            f"got one of {picture.size[0]:,}"
        )
        yield in_field(placed.article, "image", message, "export it larger")


def _lead(placed: Placed) -> Picture | None:
    """Return an article's lead picture; without one, nothing of its teaser need be worked out."""
    return placed.teaser.picture if placed.article.image else None


def picture_without_alt(text: Text) -> Iterator[Finding]:
    """Find pictures in a text of which nothing says what they show.

    An alt text of nothing, which is right for an ornament, is told as well: news has few of them.
    """
    for ref, target in zip(text.body.refs, text.targets, strict=True):
        if ref.kind is RefKind.PICTURE and target.picture and not target.picture.alt:
            hint = f"![What it shows]({ref.target})"
            yield Finding(text.source, ref.line, ref.column, "", NO_ALT, hint)


def unfit_logo(site: Site) -> Iterator[Finding]:
    """Find a publisher's logo that search engines and feed readers would cut or refuse."""
    logo = site.info.publisher.logo
    if logo is None:
        return
    width, height = logo.size
    if abs(width - height) > ALMOST_SQUARE * width or min(width, height) < LOGO:
        key = "publisher.logo"
        message = f"expected a square picture of {LOGO} pixels or more, got {width} by {height}"
        yield Finding(SITE_FILE, *site.config.place(key), key, message)
