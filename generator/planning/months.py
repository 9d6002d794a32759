"""Years and months of the archive, in the site's own zone."""

from datetime import datetime

from generator.pages import Entry
from generator.planning.addresses import archive_url
from generator.planning.site import Site


def months_of(site: Site) -> dict[int, list[int]]:
    """Return the years in which something was published, each with its months; newest first."""
    years: dict[int, list[int]] = {}
    for year, month in sorted(site.by_month, reverse=True):
        years.setdefault(year, []).append(month)
    return years


def month_name(year: int, month: int) -> str:
    """Return what a month is called where no language is known."""
    return f"{year}-{month:02}"


def first_day(site: Site, year: int, month: int) -> datetime:
    """Return the start of a month."""
    return datetime(year, month, 1, tzinfo=site.config.zone)


def month_entries(site: Site, year: int) -> tuple[Entry, ...]:
    """Return a year's months as lines of an index."""
    return tuple(
        Entry(
            text=month_name(year, month),
            url=archive_url(year, month),
            count=len(site.by_month[year, month]),
            month=first_day(site, year, month),
        )
        for month in months_of(site)[year]
    )
