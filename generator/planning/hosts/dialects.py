"""What hosts read of a site in files of their own: _headers and _redirects, and their limits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol
from urllib.parse import unquote, urlsplit

from generator.config import Config, Host
from generator.errors import Problem, Severity
from generator.pages import TextPage
from generator.paths import OutputPath
from generator.planning.hosts.site_headers import MOST_BLOCKS, Outlined, blocks
from generator.planning.recipes import Recipe, Template
from generator.planning.redirects import Redirect, redirects_of, spellings
from generator.planning.site import Site

HEADERS, REDIRECTS = OutputPath("_headers"), OutputPath("_redirects")
LONGEST_HEADER = 2_000  # characters of a line that Cloudflare Pages reads
ROOT_FILES = {"robots": "robots.txt", "security": ".well-known/security.txt", "ads": "ads.txt",
              "trust": "trust.txt"}  # fmt: skip
COMMENT = "# Made by Broadsheet: edit site.toml and build again."

Finding = tuple[str, str, str]  # a key of site.toml, what is wrong, what to do


class Planned(Protocol):
    """An output, as far as it matters here."""

    @property
    def path(self) -> OutputPath: ...
    @property
    def recipe(self) -> Recipe: ...


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a host reads _redirects, and how much of it.

    Cloudflare tells /old from /old/. Netlify shows a file that stands at the old address, unless a
    status ends in "!", which others take for a mistake and pass over. GitLab compares addresses
    as they read, not as they are sent.
    """

    host: Host
    name: str
    status: str
    spells_both: bool
    decodes: bool
    most: int | None = None
    longest: int | None = None
    largest: int | None = None


DIALECTS = (  # Netlify first: of its lines, the first that fits counts
    Dialect(Host.NETLIFY, "Netlify", "301!", spells_both=False, decodes=False),
    Dialect(Host.CLOUDFLARE, "Cloudflare Pages", "301", spells_both=True, decodes=False,
            most=2_000, longest=1_000),
    Dialect(Host.GITLAB, "GitLab Pages", "301", spells_both=False, decodes=True,
            most=1_000, largest=64 * 1024),
)  # fmt: skip
USUAL = (Host.CLOUDFLARE,)  # what is written where site.toml names no host that reads it


def header_lines(site: Site, outputs: Iterable[Outlined]) -> tuple[str, ...]:
    """Return the file that Cloudflare Pages and Netlify take headers from."""
    lines = [COMMENT]
    for block in blocks(site, outputs):
        headers = (f"  {name}: {value}" for name, value in block.headers)
        lines += ["", site.info.base_path + block.pattern, *headers]
    return tuple(lines)


def redirect_lines(site: Site) -> tuple[str, ...]:
    """Return the file that Cloudflare Pages, Netlify and GitLab Pages take redirects from."""
    base, known = site.info.base_path, dialects(site.config)
    lines = (
        f"{base}{old} {base}{redirect.new} {dialect.status}"
        for redirect in redirects_of(site)
        for dialect in known
        for old in _spelled(redirect, dialect)
    )
    return (COMMENT, *dict.fromkeys(lines))


def _spelled(redirect: Redirect, dialect: Dialect) -> tuple[str, ...]:
    if dialect.spells_both:
        return spellings(redirect.old)
    decoded = unquote(redirect.old)
    # A space would part the line; such an address is left to the page that stands there.
    readable = dialect.decodes and not any(map(str.isspace, decoded))
    return (decoded if readable else redirect.old,)


def dialects(config: Config) -> tuple[Dialect, ...]:
    """Return the dialects of the hosts that site.toml names."""
    named = [each for each in DIALECTS if each.host in config.hosting.hosts]
    return tuple(named or (each for each in DIALECTS if each.host in USUAL))


def quoted(text: str) -> str:
    """Return a text as one word of a server's configuration, of which a quote would be the end.

    A backslash stays single: no server takes one for more in front of anything but a quote.
    """
    return '"' + text.replace('"', '\\"') + '"'


def hosting_problems(site: Site, outputs: Iterable[Planned]) -> Iterator[Problem]:
    """Find what a host would not read, as warnings: the site itself is whole."""
    config = site.config
    known = dialects(config)
    written = {path: _written(outputs, path) for path in (HEADERS, REDIRECTS)}
    found = chain(
        _redirect_findings(written[REDIRECTS], known),
        _header_findings(written[HEADERS]) if _reads_headers(known) else (),
        _domain_findings(config),
        _root_findings(site),
        _expired_findings(site),
    )
    for key, message, hint in found:
        yield replace(config.problem(key, message, hint), severity=Severity.WARNING)


def _written(outputs: Iterable[Planned], path: OutputPath) -> tuple[str, ...]:
    """Return the lines of a file of ours; what the newsroom has in its stead is its own."""
    pages = (o.recipe.page for o in outputs if o.path == path and isinstance(o.recipe, Template))
    return next((page.lines for page in pages if isinstance(page, TextPage)), ())


def _reads_headers(known: Iterable[Dialect]) -> bool:
    return any(dialect.host is Host.CLOUDFLARE for dialect in known)


def _redirect_findings(lines: tuple[str, ...], known: Iterable[Dialect]) -> Iterator[Finding]:
    size = sum(len(f"{line}\n".encode()) for line in lines)
    rules = [line for line in lines if not line.startswith("#")]
    longest = max(rules, key=len, default="")
    hint = "the pages at the old addresses still lead on, more slowly"
    for each in known:
        if each.most and len(rules) > each.most:
            what = f"{each.most:,} lines of redirects, which {each.name} reads"
            yield "hosting", f"expected at most {what}, got {len(rules):,}", hint
        if each.longest and len(longest) > each.longest:
            what = f"{each.longest:,} characters of a redirect, which {each.name} reads"
            yield "hosting", f"expected at most {what}, got {len(longest):,}: {longest[:60]}…", hint
        if each.largest and size > each.largest:
            what = f"{each.largest // 1024} KiB of redirects, which {each.name} reads"
            yield "hosting", f"expected at most {what}, got {size / 1024:.1f}", hint


def _header_findings(lines: tuple[str, ...]) -> Iterator[Finding]:
    patterns = sum(line.startswith("/") for line in lines)
    if patterns > MOST_BLOCKS:
        what = f"{MOST_BLOCKS} patterns in _headers, which Cloudflare Pages reads"
        yield "hosting", f"expected at most {what}, got {patterns}", ""
    longest = max(map(len, lines), default=0)
    if longest > LONGEST_HEADER:
        what = f"{LONGEST_HEADER:,} characters of a header, which Cloudflare Pages reads"
        yield "hosting", f"expected at most {what}, got {longest:,}", ""


def _domain_findings(config: Config) -> Iterator[Finding]:
    domain, host = config.hosting.domain, urlsplit(config.base_url).hostname or ""
    if domain and domain.casefold() != host.casefold():
        message = f'expected the domain of base_url, "{host}", got "{domain}"'
        yield "hosting.domain", message, "pages name base_url as their own address"


def _expired_findings(site: Site) -> Iterator[Finding]:
    """Find a security.txt that has expired."""
    security = site.config.security
    if security and security.is_past(site.now, site.config.zone):
        message = "expected a time to come, got one that is past: security.txt holds no more"
        yield "security.expires", message, "look at the contacts again, and set a day within a year"


def _root_findings(site: Site) -> Iterator[Finding]:
    """Find files that count at the root of a domain only, for a site that has none."""
    config, path = site.config, site.info.base_path
    made = {
        "robots": config.blocked, "security": config.security,
        "ads": config.ads, "trust": config.trust,
    }  # fmt: skip
    for key, said in made.items() if path else ():
        if said:
            message = f"expected a site at the root of its domain, got one under {path}"
            yield key, message, f"put {ROOT_FILES[key]} there by hand: nobody reads it below"
