"""The headers that depend on the address alone: one table, for every host and every deploy."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.media_types import ATOM, JSON_FEED, RSS, TYPES, served_as, with_charset
from generator.paths import OutputPath, url_of
from generator.planning.hosts.patterns import ANY, matches

CACHE, CORP, TYPE = "Cache-Control", "Cross-Origin-Resource-Policy", "Content-Type"
FOR_EVER = "public, max-age=31536000, immutable"  # the name changes with the bytes
ASK = "public, max-age=0, must-revalidate"  # a withdrawn article is gone at once
# Files only, and never a page: a newsroom may well have one at /media/.
NAMED_BY_DIGEST = ("/assets/:a", "/assets/:a/:b", "/assets/:a/:b/:c", "/media/:a", "/files/:a",
                   "/pagefind/fragment/:a", "/pagefind/index/:a")  # fmt: skip
A_PAGE = "/*/index.html"  # what servers make of the address of a folder
FEEDS = {
    "/feed.xml": RSS,
    "/atom.xml": ATOM,
    "/feed.json": JSON_FEED,
    "/tags/:a/feed.xml": RSS,
    "/sections/:a/feed.xml": RSS,
    "/authors/:a/feed.xml": RSS,
}
OPML_PATH = OutputPath("feeds.opml")
ICONS = ("icon.svg", "favicon.ico", "apple-touch-icon.png", "icon-192.png", "icon-512.png",
         "icon-maskable-512.png")  # fmt: skip
MANIFEST = OutputPath("manifest.webmanifest")
# What hosts are known to get wrong by a file's ending.
MISTAKEN = {
    f"/{OPML_PATH}": TYPES[".opml"],
    f"/{MANIFEST}": TYPES[".webmanifest"],
    "/media/*.avif": TYPES[".avif"],
}
# Feed readers show a site's pictures, its icon and its feeds on pages of their own.
SHOWN_ELSEWHERE = ("/media/:a", *FEEDS, f"/{OPML_PATH}", *(f"/{name}" for name in ICONS))
# Files that tell hosts what to do; they are none of the site's.
HOST_FILES = ("_headers", "_redirects", ".nojekyll", "CNAME", "nginx.conf", "Caddyfile",
              ".htaccess", "vercel.json")  # fmt: skip
DEPLOYS = ".broadsheet"  # the folder in which a deploy writes at the host what it has brought


@dataclass(frozen=True, slots=True)
class Rule:
    """A header's value at the addresses of a pattern; of a name's rules, the first match holds."""

    name: str
    pattern: str
    value: str


CACHE_RULES = (
    Rule(CACHE, A_PAGE, ASK),
    *(Rule(CACHE, pattern, FOR_EVER) for pattern in NAMED_BY_DIGEST),
    Rule(CACHE, ANY, ASK),
)
TYPE_RULES = tuple(
    Rule(TYPE, pattern, with_charset(type_)) for pattern, type_ in (FEEDS | MISTAKEN).items()
)


def sent_with(path: OutputPath) -> tuple[str, str]:
    """Return the type and the cache rule that an output is sent with, wherever it is served."""
    url = url_of(path)
    return value_at(TYPE_RULES, url) or served_as(path), value_at(CACHE_RULES, url)


def value_at(found: Iterable[Rule], url: str) -> str:
    """Return the value that the rules of one header give it at an address; "" for none."""
    return next((rule.value for rule in found if matches(rule.pattern, url)), "")


def by_name(found: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """Return the rules of each header."""
    names: dict[str, tuple[Rule, ...]] = {}
    for rule in found:
        names[rule.name] = (*names.get(rule.name, ()), rule)
    return names
