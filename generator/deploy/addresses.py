"""The web addresses that a deploy reaches: for caches, feed readers and search engines."""

from collections.abc import Iterable, Iterator

from generator.deploy.changes import Changes
from generator.deploy.record import Files
from generator.paths import INDEX, OutputPath, UrlPath, url_of
from generator.planning.hosts.headers import FEEDS, FOR_EVER, sent_with
from generator.planning.hosts.patterns import matches

MISSING = OutputPath("404.html")  # what is shown at addresses where nothing is
PAGES = (".html", ".htm")


def answering_otherwise(changes: Changes, before: Files) -> tuple[UrlPath, ...]:
    """Return the addresses that answer otherwise than before, or may: what a cache must forget.

    A file that is new counts as one that was changed does, since caches keep that there was
    nothing; so does one that was sent again because nobody knew what stood there. A page of a
    folder answers at the folder's address and by its own name. Without the slash, hosts lead to
    the folder's: that is another answer only where the page comes or goes. What lies under the
    name of its digest never changes, but it comes and goes. A compressed copy has no address: it
    is sent at that of its file, whose text it holds. A style sheet that stays for readers of older
    pages answers still, and the record of deploys is for nobody.

    No list can name what a deploy changes elsewhere: what the page for missing ones shows at each
    address of nothing, and what a host's own file, such as _headers, says of others.
    """
    stay = (*changes.changes, *changes.repeats)
    come_and_go = (*changes.adds, *changes.deletes)
    named = (path for path in (*stay, *come_and_go) if not _is_copy(path, changes, before))
    found = {url for path in named for url in _urls(path)}
    return tuple(sorted(found | set(_without_slash(come_and_go))))


def _is_copy(path: OutputPath, changes: Changes, before: Files) -> bool:
    """Whether a path holds a compressed copy and nothing else, before and after."""
    held = [files.files[path] for files in (before, changes.after) if path in files.files]
    return bool(held) and all(file.is_copy for file in held)


def _urls(path: OutputPath) -> Iterator[UrlPath]:
    url = url_of(path)
    yield url
    if url.endswith("/"):
        yield UrlPath(url + INDEX)


def _without_slash(paths: Iterable[OutputPath]) -> Iterator[UrlPath]:
    for path in paths:
        url = url_of(path)
        if url.endswith("/") and url != "/":
            yield UrlPath(url.removesuffix("/"))


def changed_feeds(changes: Changes) -> tuple[UrlPath, ...]:
    """Return the feeds that are new or other ones, those of the whole site first."""
    urls = [url_of(path) for path in (*changes.adds, *changes.changes)]
    return tuple(url for pattern in FEEDS for url in sorted(urls) if matches(pattern, url))


def changed_pages(changes: Changes) -> tuple[UrlPath, ...]:
    """Return the pages that are new, other ones or gone, each at its one address.

    Without what is a page for no search engine: what stands in for missing ones, and documents
    under the name of their digest.
    """
    paths = (*changes.adds, *changes.changes, *changes.deletes)
    return tuple(sorted(url_of(path) for path in paths if _is_page(path)))


def _is_page(path: OutputPath) -> bool:
    _, cache = sent_with(path)
    return path.endswith(PAGES) and path != MISSING and cache != FOR_EVER
