"""nginx.conf: what a server block of nginx takes in to send the site as it is meant."""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from generator.config import Host
from generator.media_types import TYPES, UNKNOWN, UTF_8, type_of
from generator.pages import TextPage
from generator.paths import OutputPath
from generator.planning.hosts.dialects import quoted
from generator.planning.hosts.headers import DEPLOYS, HOST_FILES, TYPE, Rule, by_name
from generator.planning.hosts.patterns import ANY, expression
from generator.planning.hosts.site_headers import rules
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.redirects import redirects_of, spellings
from generator.planning.site import Site

CONFIGURATION = OutputPath("nginx.conf")
HTML = TYPES[".html"]  # nginx sends this one with its encoding in any case
HEAD = """\
# Made by Broadsheet: edit site.toml and build again. For nginx 1.13 or newer, in a server block:
#
#     root /srv/site;{below}
#     include /srv/site{base}/nginx.conf;

index index.html;
charset utf-8;
gzip_static on;
absolute_redirect off;
error_page 404 {missing};
error_page 403 =404 {missing};  # a folder without a page
default_type {unknown};"""


def plan(site: Site) -> Iterable[Output]:
    """Plan nginx.conf, for a site that nginx serves."""
    if Host.NGINX in site.config.hosting.hosts:
        lines = tuple(_lines(site))
        yield Output(path=CONFIGURATION, recipe=Template("text.txt", TextPage(lines)))


def _lines(site: Site) -> Iterator[str]:
    base = site.info.base_path
    found = by_name(rules(site))
    below = f"  # the site itself lies in /srv/site{base}" if base else ""
    missing = quoted(f"{base}/404.html")
    head = HEAD.format(base=base, below=below, missing=missing, unknown=UNKNOWN)
    yield from head.splitlines()
    yield from _types(found[TYPE])
    yield from ("", *_headers(found, base))
    yield from ("", *_feeds(found[TYPE], base))
    yield from ("", *_refused(base))
    yield from ("", *_redirects(site, base))


def _types(found: Iterable[Rule]) -> Iterator[str]:
    """Yield the whole table: one in a server block stands in for that of the server."""
    endings: dict[str, list[str]] = {}
    for ending, type_ in TYPES.items():
        endings.setdefault(type_, []).append(ending.removeprefix("."))
    yield "types {"
    yield from (f"    {type_} {' '.join(names)};" for type_, names in endings.items())
    yield "}"
    types = dict.fromkeys((*endings, *(_bare(rule.value) for rule in found)))
    text = [type_ for type_ in types if type_.startswith(UTF_8) and type_ != HTML]
    yield f"charset_types {' '.join(text)};"


def _headers(found: dict[str, tuple[Rule, ...]], base: str) -> Iterator[str]:
    """Yield the headers. One that differs from place to place is a variable.

    An add_header in a location would do away with all of those that stand here.
    """
    for name, of_name in found.items():
        if name == TYPE:
            continue
        value = quoted(of_name[-1].value)
        if len(of_name) > 1:
            variable = f"$site_{name.lower().replace('-', '_')}"
            yield f"set {variable} {value};"
            for rule in reversed(of_name[:-1]):  # here the last that fits holds
                yield f'if ($uri ~ {_expression(rule, base)}) {{ set {variable} "{rule.value}"; }}'
            value = variable
        yield f"add_header {name} {value} always;"


def _feeds(found: Iterable[Rule], base: str) -> Iterator[str]:
    """Yield the types of files whose endings do not tell them."""
    for rule in found:
        type_ = _bare(rule.value)
        if rule.pattern != ANY and type_ != type_of(rule.pattern):
            yield f"location ~ {_expression(rule, base)} {{ types {{ }} default_type {type_}; }}"


def _refused(base: str) -> Iterator[str]:
    for name in HOST_FILES:
        yield f"location = {quoted(f'{unquote(base)}/{name}')} {{ return 404; }}"
    yield f"location ^~ {quoted(f'{unquote(base)}/{DEPLOYS}/')} {{ return 404; }}"


def _redirects(site: Site, base: str) -> Iterator[str]:
    for redirect in redirects_of(site):
        new = quoted(base + redirect.new.replace("$", "%24"))  # nginx would look for a variable
        for old in spellings(redirect.old):
            yield f"location = {quoted(unquote(base + old))} {{ return 301 {new}; }}"


def _expression(rule: Rule, base: str) -> str:
    return quoted(expression(unquote(base) + rule.pattern))


def _bare(type_: str) -> str:
    return type_.partition(";")[0]
