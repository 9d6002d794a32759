"""Where things stand on the site: the one place that spells addresses."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from generator.fingerprint import Digest
from generator.model import Article, OtherFile, PictureFile
from generator.paths import OutputPath, SourcePath, UrlPath, output_of, url_of
from generator.slugs import slugify

STATIC = "content/static/"  # what lies there is published as it is, at the site's root


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A file of `layouts/assets/`: its name there, and the digest of its bytes."""

    name: str
    source: SourcePath
    digest: Digest


def article_url(pattern: str, article: Article, published: datetime) -> UrlPath:
    """Return an article's address, by the site's pattern and the date in the site's zone."""
    address = pattern.format(
        year=f"{published:%Y}",
        month=f"{published:%m}",
        day=f"{published:%d}",
        section=article.section or "none",
        slug=article.slug,
    )
    return url_of(output_of(address))


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


def asset_path(asset: ThemeFile) -> OutputPath:
    """Return where an asset of the theme is published; its name carries its digest."""
    name = PurePosixPath(asset.name)
    return OutputPath(f"assets/{name.with_suffix('')}.{asset.digest[:12]}{name.suffix}")


def media_path(file: PictureFile | OtherFile) -> OutputPath:
    """Return where a picture or document is published.

    Its name carries its digest: it can be kept for ever, and cannot be guessed before its time.
    """
    name = PurePosixPath(file.source)
    folder = "media" if isinstance(file, PictureFile) else "files"
    stem = slugify(name.stem) or "file"
    return OutputPath(f"{folder}/{stem}.{file.digest[:12]}{name.suffix.lower()}")


TAGS = _folder("tags")
AUTHORS = _folder("authors")
SECTIONS = _folder("sections")
ARCHIVE = _folder("archive")


def archive_url(year: int, month: int | None = None) -> UrlPath:
    """Return the address of a year's or a month's archive."""
    return _folder("archive", f"{year:04}", *([f"{month:02}"] if month else []))
