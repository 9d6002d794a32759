"""The headers to send with each address: one table, from which every host's file is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Protocol

from generator.media_types import TYPES, served_as, with_charset
from generator.paths import OutputPath, url_of
from generator.planning.hosts.patterns import ANY, Shaped, cover, matches, shaped
from generator.planning.hosts.policy import content_security_policy, has_scripts
from generator.planning.info import ATOM, JSON_FEED, RSS
from generator.planning.site import Site

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
MOST_BLOCKS = 100  # Cloudflare Pages reads no more


@dataclass(frozen=True, slots=True)
class Rule:
    """A header's value at the addresses of a pattern; of a name's rules, the first match holds."""

    name: str
    pattern: str
    value: str


@dataclass(frozen=True, slots=True)
class Block:
    """A pattern, and what is sent with all that it matches."""

    pattern: str
    headers: tuple[tuple[str, str], ...]


class Outlined(Protocol):
    """An output, as far as it matters here."""

    @property
    def path(self) -> OutputPath: ...
    @property
    def is_stub(self) -> bool: ...


CACHE_RULES = (
    Rule(CACHE, A_PAGE, ASK),
    *(Rule(CACHE, pattern, FOR_EVER) for pattern in NAMED_BY_DIGEST),
    Rule(CACHE, ANY, ASK),
)
TYPE_RULES = tuple(
    Rule(TYPE, pattern, with_charset(type_)) for pattern, type_ in (FEEDS | MISTAKEN).items()
)


def rules(site: Site) -> tuple[Rule, ...]:
    """Return every header that the site wants sent."""
    return (
        *(Rule(name, ANY, value) for name, value in _everywhere(site) if value),
        *CACHE_RULES,
        Rule(CORP, A_PAGE, "same-origin"),
        *(Rule(CORP, pattern, "cross-origin") for pattern in SHOWN_ELSEWHERE),
        Rule(CORP, ANY, "same-origin"),
        *TYPE_RULES,
    )


def sent_with(path: OutputPath) -> tuple[str, str]:
    """Return the type and the cache rule that an output is sent with, wherever it is served."""
    url = url_of(path)
    return value_at(TYPE_RULES, url) or served_as(path), value_at(CACHE_RULES, url)


def _everywhere(site: Site) -> Iterable[tuple[str, str]]:
    yield "Content-Security-Policy", site_policy(site)
    yield "Strict-Transport-Security", site.config.hosting.hsts
    yield "X-Content-Type-Options", "nosniff"
    yield "X-Frame-Options", "DENY"
    yield "Referrer-Policy", "strict-origin-when-cross-origin"
    yield "Cross-Origin-Opener-Policy", "same-origin"
    yield "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
    # As a line of robots.txt it would be an unknown one.
    yield "Content-Usage", "train-ai=n" if "ai_training" in site.config.blocked else ""


def site_policy(site: Site) -> str:
    """Return the Content-Security-Policy that the site is sent with."""
    names = chain((name for name, _ in site.info.assets), site.static)
    return content_security_policy(scripts=has_scripts(names), search=bool(site.info.search))


def value_at(found: Iterable[Rule], url: str) -> str:
    """Return the value that the rules of one header give it at an address; "" for none."""
    return next((rule.value for rule in found if matches(rule.pattern, url)), "")


def by_name(found: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """Return the rules of each header."""
    names: dict[str, tuple[Rule, ...]] = {}
    for rule in found:
        names[rule.name] = (*names.get(rule.name, ()), rule)
    return names


def blocks(site: Site, outputs: Iterable[Outlined]) -> tuple[Block, ...]:
    """Return the headers by pattern; no two that match one address have a name in common.

    Where that would take more patterns than hosts read, what hosts do by themselves stays unsaid.
    """
    found = rules(site)
    folders = shaped((url_of(o.path) for o in outputs if _is_served(o)), _literals(found))
    if len(folders) <= MOST_BLOCKS:
        whole = _blocks(found, folders, usual=True)
        if len(whole) <= MOST_BLOCKS:
            return whole
    return _blocks(found, folders, usual=False)


def _is_served(output: Outlined) -> bool:
    return output.path not in HOST_FILES and not output.is_stub


def _literals(found: Iterable[Rule]) -> Iterable[str]:
    parts = chain.from_iterable(rule.pattern.split("/")[2:] for rule in found)
    return (part for part in parts if not part.startswith((":", "*")))


def _blocks(found: Iterable[Rule], folders: Shaped, *, usual: bool) -> tuple[Block, ...]:
    merged: dict[str, dict[str, str]] = {}
    for name, of_name in by_name(found).items():
        for pattern, value in _patterns(of_name, folders, usual=usual).items():
            merged.setdefault(pattern, {})[name] = value
    return tuple(Block(pattern, tuple(said.items())) for pattern, said in sorted(merged.items()))


def _patterns(found: tuple[Rule, ...], folders: Shaped, *, usual: bool) -> dict[str, str]:
    """Return the value of one header by pattern; where `usual` is not wanted, without that."""
    if len(found) == 1 or found[-1].pattern != ANY:
        return {rule.pattern: rule.value for rule in found}
    firsts = None if usual else {rule.pattern.split("/")[1] for rule in found}
    covered = cover(folders, partial(value_at, found), firsts)
    return {at: value for at, value in covered.items() if usual or value != found[-1].value}
