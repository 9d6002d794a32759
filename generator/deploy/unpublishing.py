"""Taking one address down: a tombstone in the sources, from which everything else follows.

An article is marked as withdrawn, so that a notice stands at its address; a page becomes a draft,
and its address is recorded as gone. A build takes the rest with it: pictures that nothing else
shows, listings, feeds, sitemaps, the search.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from generator.building.addresses_file import load_recorded, save_recorded
from generator.building.build import plan_only
from generator.building.disk import write_whole
from generator.building.request import Request
from generator.errors import ProblemsFound, UsageError, did_you_mean
from generator.paths import SourcePath, UrlPath, output_of, url_of
from generator.planning.fates import Fate
from generator.planning.site import Site
from generator.project import Project
from generator.reading.articles import read_article
from generator.reading.people import read_page
from generator.recorded import ADDRESSES_FILE, Recorded

FENCE = b"---"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What was changed in the sources for an address, and whether readers find a notice there.

    Without `files` it was taken down before.
    """

    address: UrlPath
    files: tuple[str, ...]
    is_notice: bool


def bury(request: Request, address: str, text: str) -> Tombstone:
    """Mark what stands at an address as taken down, as of the request's moment, unless it is.

    `address` may be a whole web address; `text` is a sentence for readers, or "". Raise
    `UsageError` where no article and no page of its own stands there, and `ProblemsFound` where the
    site cannot be read with certainty.
    """
    site, plan = plan_only(request)
    if plan.errors:
        raise ProblemsFound(plan.problems)
    url = _address(address, site.config.base_url)
    for placed in site.placed_at(url):
        return _withdraw(request.project, placed.source, url, _block(request.now, site, text))
    for page in site.pages:
        if page.url == url:
            return _hide(request.project, page.page.source, url)
    for fate in _ends(site, url):
        return Tombstone(url, (), is_notice=fate is Fate.WITHDRAWN)
    raise UsageError(_unknown(url, site))


def _ends(site: Site, url: UrlPath) -> Iterator[Fate]:
    """Yield how an address was taken down already, if it was."""
    yield from (Fate.WITHDRAWN for notice in site.notices if notice.url == url)
    yield from (Fate.GONE for each in site.recorded if each.address == url and each.gone)


def _address(text: str, base_url: str) -> UrlPath:
    """Return an address of the site in its one spelling."""
    path = urlsplit(text).path.removeprefix(urlsplit(base_url).path)
    is_file = path.endswith(("/", ".html", ".htm"))
    return url_of(output_of(path if is_file else f"{path}/"))


def _unknown(url: UrlPath, site: Site) -> str:
    known = [*(each.url for each in site.articles), *(each.url for each in site.pages)]
    message = f'expected the address of an article or a page, got "{url}"'
    hint = did_you_mean(url, known) or "lists, feeds and pictures go with the articles"
    return f"{message}: {hint}"


def _block(now: datetime, site: Site, text: str) -> list[str]:
    lines = ["withdrawn:", f"  date: {_written(now, site.config.zone)}"]
    return [*lines, f"  text: {json.dumps(text, ensure_ascii=False)}"] if text else lines


def _written(now: datetime, zone: ZoneInfo) -> str:
    """Return a moment as front matter has it, not later than it is, and certain at any hour."""
    return now.astimezone(zone).replace(second=0, microsecond=0).isoformat(sep=" ")


def _withdraw(
    project: Project, source: SourcePath, url: UrlPath, block: Sequence[str]
) -> Tombstone:
    lines = _lines(project, source)
    data = b"\n".join((*lines[: _end(lines)], *_encoded(block, lines), *lines[_end(lines) :]))
    article = read_article(source, data)
    if article.problems:
        message = f"{source} cannot be marked as withdrawn: {article.problems[0].message}"
        raise UsageError(f"{message}: mark it by hand, with a line withdrawn: true")
    write_whole(project.root / source, data)
    return Tombstone(url, (source,), is_notice=True)


def _hide(project: Project, source: SourcePath, url: UrlPath) -> Tombstone:
    lines = _lines(project, source)
    head = [line for line in lines[: _end(lines)] if not line.startswith(b"draft:")]
    data = b"\n".join((*head, *_encoded(["draft: true"], lines), *lines[_end(lines) :]))
    page = read_page(source, data)
    if page.problems:
        message = f"{source} cannot be made a draft: {page.problems[0].message}"
        raise UsageError(f"{message}: make it one by hand, with a line draft: true")
    entries = {each.address: each for each in load_recorded(project)}
    entries[url] = Recorded(address=url, gone=True)
    write_whole(project.root / source, data)
    save_recorded(project, entries.values())
    return Tombstone(url, (source, ADDRESSES_FILE), is_notice=False)


def _lines(project: Project, source: SourcePath) -> list[bytes]:
    return (project.root / source).read_bytes().split(b"\n")


def _end(lines: Sequence[bytes]) -> int:
    """Return which line closes the front matter; one was read, so there is one."""
    return next(number for number, line in enumerate(lines) if number and line.rstrip() == FENCE)


def _encoded(added: Sequence[str], lines: Sequence[bytes]) -> list[bytes]:
    """Return lines to add, with ends as the file's own."""
    end = b"\r" if lines[0].endswith(b"\r") else b""
    return [line.encode() + end for line in added]
