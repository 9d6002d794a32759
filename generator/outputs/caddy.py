"""Caddyfile: the site as Caddy serves it."""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from generator.config import Host
from generator.media_types import TYPES, with_charset
from generator.pages import TextPage
from generator.paths import OutputPath
from generator.planning.hosts.dialects import quoted
from generator.planning.hosts.headers import CACHE, DEPLOYS, HOST_FILES, TYPE, Rule, by_name
from generator.planning.hosts.patterns import expression
from generator.planning.hosts.site_headers import rules
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.redirects import redirects_of, spellings
from generator.planning.site import Site

CONFIGURATION = OutputPath("Caddyfile")
HEAD = """\
# Made by Broadsheet: edit site.toml and build again. For Caddy 2.6 or newer. Start it in the folder
# of the site, or set SITE_ROOT{below}; SITE_ADDRESS stands in for the address."""


def plan(site: Site) -> Iterable[Output]:
    """Plan the Caddyfile, for a site that Caddy serves."""
    if Host.CADDY in site.config.hosting.hosts:
        lines = tuple(_lines(site))
        yield Output(path=CONFIGURATION, recipe=Template("text.txt", TextPage(lines)))


def _lines(site: Site) -> Iterator[str]:
    base = site.info.base_path
    found = by_name(rules(site))
    parts = urlsplit(site.info.base_url)
    below = f" to the folder in which it lies as {base.lstrip('/')}" if base else ""
    yield from HEAD.format(below=below).splitlines()
    yield f"{{$SITE_ADDRESS:{parts.scheme}://{parts.netloc}}} {{"
    yield from _indented(
        "root * {$SITE_ROOT:.}",
        "encode zstd gzip",
        *_headers(found, base),
        *_types(found[TYPE], base),
        *_redirects(site, base),
        "file_server {",
        "\tprecompressed br gzip",
        f"\thide {' '.join((*HOST_FILES, DEPLOYS))}",
        "}",
        *_errors(found[CACHE], base),
    )
    yield "}"


def _indented(*lines: str) -> Iterator[str]:
    return (f"\t{line}" for line in lines)


def _headers(found: dict[str, tuple[Rule, ...]], base: str) -> Iterator[str]:
    """Yield the headers; one that differs from place to place is looked up in a map."""
    varying = {name: of_name for name, of_name in found.items() if len(of_name) > 1}
    varying.pop(TYPE)
    for name, of_name in varying.items():
        yield f"map {{path}} {{{_variable(name)}}} {{"
        for rule in of_name[:-1]:
            yield f"\t{_pattern(rule.pattern, base)} {quoted(rule.value)}"
        yield f"\tdefault {quoted(of_name[-1].value)}"
        yield "}"
    yield "header {"
    for name, of_name in found.items():
        if name != TYPE:
            value = f"{{{_variable(name)}}}" if name in varying else of_name[-1].value
            yield f"\t{name} {quoted(value)}"
    yield "}"


def _types(found: Iterable[Rule], base: str) -> Iterator[str]:
    """Yield the types: Caddy's own are those of the machine, which may know few."""
    yield "map {path} {content_type} {"
    for rule in found:
        yield f"\t{_pattern(rule.pattern, base)} {quoted(rule.value)}"
    for ending, type_ in TYPES.items():
        yield f"\t{quoted(f'~(?i)[.]{ending[1:]}$')} {quoted(with_charset(type_))}"
    yield '\tdefault ""'
    yield "}"
    yield '@typed expression {content_type} != ""'
    yield "header @typed Content-Type {content_type}"


def _redirects(site: Site, base: str) -> Iterator[str]:
    moved = {
        base + old: base + redirect.new
        for redirect in redirects_of(site)
        for old in spellings(redirect.old)
    }
    if not moved:
        return
    yield "map {path} {moved_to} {"
    for old, new in moved.items():
        yield f"\t{quoted(unquote(old))} {quoted(new)}"
    yield '\tdefault ""'
    yield "}"
    yield '@moved expression {moved_to} != ""'
    yield "redir @moved {moved_to} 301"


def _errors(cached: tuple[Rule, ...], base: str) -> Iterator[str]:
    """Yield what is sent where nothing is: not to be kept, whatever the address."""
    yield "handle_errors {"
    yield "\t@missing expression {http.error.status_code} == 404"
    yield f"\theader {CACHE} {quoted(cached[-1].value)}"
    yield '\theader Content-Type "text/html; charset=utf-8"'
    yield f"\trewrite @missing {quoted(f'{base}/404.html')}"
    yield "\tfile_server @missing"
    yield "}"


def _pattern(pattern: str, base: str) -> str:
    return quoted("~" + expression(unquote(base) + pattern))


def _variable(name: str) -> str:
    return name.lower().replace("-", "_")
