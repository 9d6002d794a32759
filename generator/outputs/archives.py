"""The archive: a listing for each year and each month in which something was published."""

from collections.abc import Iterable
from datetime import datetime

from generator.pages import Entry, Link, ListingKind
from generator.planning.addresses import archive_url
from generator.planning.listing import Listing, listing_outputs
from generator.planning.placed import Placed, grouped
from generator.planning.plan import Output
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the pages of every year and month. Dates are the site's own, in its zone."""
    years = grouped(site.articles, lambda each: (each.life.published.at.year,))
    for year, articles in years.items():
        months = grouped(articles, lambda each: (each.life.published.at.month,))
        for month, of_month in months.items():
            yield from listing_outputs(site, _month(site, year, month, of_month))
        yield from listing_outputs(site, _year(site, year, articles, months))


def _month(site: Site, year: int, month: int, articles: tuple[Placed, ...]) -> Listing:
    return Listing(
        kind=ListingKind.MONTH,
        name=f"{year}-{month:02}",
        url=archive_url(year, month),
        articles=articles,
        trail=(Link(str(year), archive_url(year)),),
        month=_first_day(site, year, month),
    )


def _year(
    site: Site, year: int, articles: tuple[Placed, ...], months: dict[int, tuple[Placed, ...]]
) -> Listing:
    return Listing(
        kind=ListingKind.YEAR,
        name=str(year),
        url=archive_url(year),
        articles=articles,
        month=_first_day(site, year, 1),
        parts=tuple(
            Entry(f"{year}-{month:02}", archive_url(year, month), len(of_month),
                  month=_first_day(site, year, month))
            for month, of_month in months.items()
        ),
    )  # fmt: skip


def _first_day(site: Site, year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=site.config.zone)
