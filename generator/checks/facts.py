"""Checks of the facts of an article: who made it, and when."""

from collections.abc import Iterator

from generator.checks.finding import Finding, in_field
from generator.model import Role
from generator.planning.placed import Placed
from generator.planning.site import Site

# Those who work on what others have made; a byline with nobody else names no author.
HELPERS = frozenset((Role.EDITING, Role.RESEARCH, Role.TRANSLATION))


def no_byline(site: Site, placed: Placed) -> Iterator[Finding]:
    """Find an article that names nobody who made it, or no more than the publication.

    The name of the publication will do where it has a profile, which says who that is.
    """
    makers = [each.name for each in placed.article.credits if each.role not in HELPERS]
    got = "only who edited or translated it"
    if makers and not any(_is_named(site, name) for name in makers):
        makers, got = [], f'only "{makers[0]}", the publication'
    if not makers:
        message = f"expected the name of a person or a desk that made it, got {got}"
        yield in_field(placed.article, "author", message, "author: Ana Duarte")


def _is_named(site: Site, name: str) -> bool:
    profile = site.profiles.get(site.known.authors.slug(name))
    names = (site.config.title, site.config.publisher.name)
    return name not in names or bool(profile and profile.card.body)


def today_without_time(site: Site, placed: Placed) -> Iterator[Finding]:
    """Find an article of today whose time of day nobody knows: it sorts as if it was midnight's.

    One that is released by its date alone is midnight's: seen as of then, it is let be.
    """
    published = placed.life.published
    today = site.now.astimezone(site.config.zone)
    is_of_today = published.at.date() == today.date() and published.at < today
    if is_of_today and not published.has_time:
        message = "expected the time of day for an article of today, got the date alone"
        yield in_field(placed.article, "date", message, f"date: {today:%Y-%m-%d %H:%M}")
