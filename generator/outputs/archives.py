"""The archive: a listing for each year and each month in which something was published."""

import re
from collections.abc import Iterable, Iterator

from generator.pages import Link, ListingKind
from generator.paths import OutputPath, UrlPath, output_of
from generator.planning.addresses import archive_url
from generator.planning.listing import (
    Listing,
    listing_output,
    listing_outputs,
    listings_touched,
)  # fmt: skip
from generator.planning.months import first_day, month_entries, month_name, months_of
from generator.planning.plan import Output
from generator.planning.register import Group
from generator.planning.revising import Revision, Side
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the pages of every year and month. Dates are the site's own, in its zone."""
    for year, months in months_of(site).items():
        for month in months:
            yield from listing_outputs(site, _month(site, year, month))
        yield from listing_outputs(site, _year(site, year))


def find(site: Site, path: OutputPath) -> Iterable[Output]:
    """Plan the page of a year or a month that stands at a path, if there is one."""
    found = re.match(r"archive/([0-9]{4})/(?:([0-9]{2})/)?", path)
    if not found:
        return ()
    year, month = int(found[1]), int(found[2] or 0)
    if month:
        is_known = (year, month) in site.by_month
        return listing_output(site, _month(site, year, month), path) if is_known else ()
    is_known = year in months_of(site)
    return listing_output(site, _year(site, year), path) if is_known else ()


def touched(revision: Revision) -> Iterator[OutputPath]:
    """Yield the pages that edits may touch; the first of a year says how much each month holds."""
    yield from listings_touched(revision, _listings)
    for side in revision.loud_sides:
        yield output_of(archive_url(side.placed.standing.month[0]))


def _listings(side: Side) -> Iterator[tuple[UrlPath, Group]]:
    year, month = side.placed.standing.month
    yield archive_url(year, month), side.site.by_month[year, month].group
    yield archive_url(year), side.site.of_year(year).group


def _month(site: Site, year: int, month: int) -> Listing:
    return Listing(
        kind=ListingKind.MONTH,
        name=month_name(year, month),
        url=archive_url(year, month),
        articles=site.by_month[year, month],
        trail=(Link(str(year), archive_url(year)),),
        month=first_day(site, year, month),
    )


def _year(site: Site, year: int) -> Listing:
    return Listing(
        kind=ListingKind.YEAR,
        name=str(year),
        url=archive_url(year),
        articles=site.of_year(year),
        month=first_day(site, year, 1),
        parts=month_entries(site, year),
    )
