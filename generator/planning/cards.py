"""The cards that stand for what has no picture where links are previewed."""

from generator.fingerprint import digest
from generator.pages import Teaser
from generator.paths import OutputPath, url_of
from generator.pictures import Format, Rendition
from generator.planning.recipes import Card
from generator.planning.site import Site

CARDS = "media/card."  # what every card's path starts with
SIZE = (1200, 630)


def card(site: Site, label: str, title: str) -> Card | None:
    """Return the card of a title; None where the site wants none, or its theme has no type."""
    if site.whole.look.fonts is None or not site.config.theme.cards:
        return None
    colors = site.whole.look.light
    return Card(
        label=label, title=title, site=site.info.title, fonts=site.whole.look.fonts,
        paper=colors.paper, ink=colors.ink, accent=colors.accent,
    )  # fmt: skip


def card_of(site: Site, teaser: Teaser) -> Card | None:
    """Return the card of an article."""
    return card(site, teaser.section.text if teaser.section else teaser.kicker, teaser.title)


def card_path(made: Card) -> OutputPath:
    """Return where a card is published; its name carries all that it shows."""
    fonts = (font.digest for font in made.fonts)
    shown = (made.label, made.title, made.site, made.paper, made.ink, made.accent, *fonts)
    return OutputPath(f"{CARDS}{digest(chr(0).join(shown).encode())[:16]}.{Format.PNG}")


def article_preview(site: Site, teaser: Teaser) -> Rendition | None:
    """Return what a link to an article shows: its picture, or a card."""
    if teaser.picture:
        return teaser.picture.preview
    return _shown(card_of(site, teaser))


def site_preview(site: Site) -> Rendition | None:
    """Return what a link to any other page shows: site.toml's picture, or a card."""
    picture = site.whole.picture
    return picture.preview if picture else _shown(card(site, "", site.info.title))


def _shown(made: Card | None) -> Rendition | None:
    if made is None:
        return None
    return Rendition(url_of(card_path(made)), *SIZE, Format.PNG.type, made.title)
