"""The archive: a listing for each year and each month in which something was published."""

from collections.abc import Iterable

from generator.pages import Link, ListingKind
from generator.planning.addresses import archive_url
from generator.planning.listing import Listing, listing_outputs
from generator.planning.months import (
    Dated,
    by_month,
    by_year,
    first_day,
    month_entries,
    month_name,
)
from generator.planning.placed import Placed
from generator.planning.plan import Output
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the pages of every year and month. Dates are the site's own, in its zone."""
    for year, articles in by_year(site.articles).items():
        months = by_month(articles)
        for month, of_month in months.items():
            yield from listing_outputs(site, _month(site, year, month, of_month))
        yield from listing_outputs(site, _year(site, year, articles, months))


def _month(site: Site, year: int, month: int, articles: tuple[Placed, ...]) -> Listing:
    return Listing(
        kind=ListingKind.MONTH,
        name=month_name(year, month),
        url=archive_url(year, month),
        articles=articles,
        trail=(Link(str(year), archive_url(year)),),
        month=first_day(site, year, month),
    )


def _year(site: Site, year: int, articles: tuple[Placed, ...], months: Dated) -> Listing:
    return Listing(
        kind=ListingKind.YEAR,
        name=str(year),
        url=archive_url(year),
        articles=articles,
        month=first_day(site, year, 1),
        parts=month_entries(site, year, months),
    )
