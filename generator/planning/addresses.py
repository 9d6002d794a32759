"""Where things stand on the site: the one place that spells addresses."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import PurePosixPath

from generator.model import Article, OtherFile
from generator.paths import OutputPath, UrlPath, output_of, url_of
from generator.slugs import slugify

# An address that is spelled in one way only.
_PLAIN = re.compile(r"/(?:[a-z0-9_-]+/)+")
FILES = "files/"  # where documents are published
STATIC = "content/static/"  # what lies there is published as it is, at the site's root


def article_url(pattern: str, article: Article, published: datetime) -> UrlPath:
    """Return an article's address, by the site's pattern and the date in the site's zone."""
    address = pattern.format(
        year=f"{published.year:04}",
        month=f"{published.month:02}",
        day=f"{published.day:02}",
        section=article.section or "none",
        slug=article.slug,
    )
    return UrlPath(address) if _PLAIN.fullmatch(address) else url_of(output_of(address))


def section_url(slug: str) -> UrlPath:
    """Return the address of a section's front."""
    return _folder("sections", slug)


def tag_url(slug: str) -> UrlPath:
    """Return the address of a tag's listing."""
    return _folder("tags", slug)


def author_url(slug: str) -> UrlPath:
    """Return the address of an author's profile."""
    return _folder("authors", slug)


def page_url(slug: str) -> UrlPath:
    """Return the address of a page that is no article."""
    return _folder(slug)


def _folder(*parts: str) -> UrlPath:
    return url_of(OutputPath("/".join((*parts, "index.html"))))


def file_path(file: OtherFile) -> OutputPath:
    """Return where a document is published: of `content/static/`, at its own place.

    Its name carries its digest: it can be kept for ever, and cannot be guessed before its time.
    """
    if file.source.startswith(STATIC):
        return OutputPath(file.source.removeprefix(STATIC))
    name = PurePosixPath(file.source)
    stem = slugify(name.stem) or "file"
    return OutputPath(f"{FILES}{stem}.{file.digest[:12]}{name.suffix.lower()}")


TAGS = _folder("tags")
AUTHORS = _folder("authors")
SECTIONS = _folder("sections")
ARCHIVE = _folder("archive")
SEARCH = _folder("search")
SITEMAP = OutputPath("sitemap.xml")
NEWS_SITEMAP = OutputPath("news-sitemap.xml")


def archive_url(year: int, month: int | None = None) -> UrlPath:
    """Return the address of a year's or a month's archive."""
    return _folder("archive", f"{year:04}", *([f"{month:02}"] if month else []))


def key_path(key: str) -> OutputPath:
    """Return where the file is that proves a key of IndexNow."""
    return OutputPath(f"{key}.txt")


def own_addresses(
    sections: Collection[str],
    tags: Iterable[str],
    authors: Iterable[str],
    months: Collection[tuple[int, int]],
) -> frozenset[UrlPath]:
    """Return where pages stand that come of articles, and are no article's: all but the search."""
    years = {year for year, _ in months}
    return frozenset(
        (
            *(UrlPath("/"), UrlPath("/404.html"), TAGS, AUTHORS, ARCHIVE),
            *([SECTIONS] if sections else []),
            *(section_url(slug) for slug in sections),
            *(tag_url(slug) for slug in tags),
            *(author_url(slug) for slug in authors),
            *(archive_url(year) for year in years),
            *(archive_url(year, month) for year, month in months),
        )
    )
