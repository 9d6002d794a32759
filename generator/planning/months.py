"""Articles by year and month, in the site's own zone."""

from datetime import datetime

from generator.pages import Entry
from generator.planning.addresses import archive_url
from generator.planning.placed import Placed, grouped
from generator.planning.site import Site

Dated = dict[int, tuple[Placed, ...]]


def by_year(articles: tuple[Placed, ...]) -> Dated:
    """Group articles by the year in which they were published."""
    return grouped(articles, lambda each: (each.life.published.at.year,))


def by_month(articles: tuple[Placed, ...]) -> Dated:
    """Group one year's articles by their month."""
    return grouped(articles, lambda each: (each.life.published.at.month,))


def month_name(year: int, month: int) -> str:
    """Return what a month is called where no language is known."""
    return f"{year}-{month:02}"


def first_day(site: Site, year: int, month: int) -> datetime:
    """Return the start of a month."""
    return datetime(year, month, 1, tzinfo=site.config.zone)


def month_entries(site: Site, year: int, months: Dated) -> tuple[Entry, ...]:
    """Return a year's months as lines of an index."""
    return tuple(
        Entry(
            text=month_name(year, month),
            url=archive_url(year, month),
            count=len(articles),
            month=first_day(site, year, month),
        )
        for month, articles in months.items()
    )
