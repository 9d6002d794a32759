""".htaccess: the site as Apache serves it."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from generator.config import Host
from generator.media_types import TYPES, UTF_8
from generator.pages import TextPage
from generator.paths import OutputPath
from generator.planning.hosts.dialects import quoted
from generator.planning.hosts.headers import DEPLOYS, HOST_FILES, TYPE, Rule, by_name
from generator.planning.hosts.patterns import expression
from generator.planning.hosts.site_headers import rules
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.redirects import redirects_of
from generator.planning.site import Site

CONFIGURATION = OutputPath(".htaccess")
HEAD = """\
# Made by Broadsheet: edit site.toml and build again. For Apache 2.4.10 or newer, in a folder with
# AllowOverride All{below}.
DirectoryIndex index.html
ErrorDocument 404 {base}/404.html
AddDefaultCharset utf-8
<IfModule mod_autoindex.c>
    Options -Indexes
    # A folder without a page is not forbidden: it is not there.
    <If "-d %{{REQUEST_FILENAME}}">
        SetHandler default-handler
    </If>
</IfModule>
<IfModule mod_negotiation.c>
    Options -MultiViews
</IfModule>"""


def plan(site: Site) -> Iterable[Output]:
    """Plan .htaccess, for a site that Apache serves."""
    if Host.APACHE in site.config.hosting.hosts:
        lines = tuple(_lines(site))
        yield Output(path=CONFIGURATION, recipe=Template("text.txt", TextPage(lines)))


def _lines(site: Site) -> Iterator[str]:
    base = site.info.base_path
    found = by_name(rules(site))
    below = f"; the site lies in the folder {base}" if base else ""
    yield from HEAD.format(base=base, below=below).splitlines()
    yield from _within("mod_mime.c", *_types(found[TYPE]))
    yield from _within("mod_headers.c", *_headers(found, base))
    yield from _within("mod_alias.c", *_refused(base), *_redirects(site, base))


def _within(module: str, *lines: str) -> Iterator[str]:
    yield f"<IfModule {module}>"
    yield from (f"    {line}" for line in lines)
    yield "</IfModule>"


def _types(found: Iterable[Rule]) -> Iterator[str]:
    for ending, type_ in TYPES.items():
        yield f"AddType {type_} {ending}"
    text = [ending for ending, type_ in TYPES.items() if type_.startswith(UTF_8)]
    yield f"AddCharset utf-8 {' '.join(text)}"
    named = {rule.pattern.rpartition("/")[2]: rule.value for rule in found}
    for name, type_ in named.items():
        if not name.startswith("*"):
            yield f'<Files "{name}">'
            yield f"    ForceType {type_.replace('; ', ';')}"
            yield "</Files>"


def _headers(found: dict[str, tuple[Rule, ...]], base: str) -> Iterator[str]:
    """Yield the headers: the usual value, and after it those of some places in its stead."""
    for name, of_name in found.items():
        if name != TYPE:
            yield f'Header always set {name} "{of_name[-1].value}"'
            for rule in reversed(of_name[:-1]):  # here the last that fits holds
                where = f"expr=%{{REQUEST_URI}} =~ m#{expression(unquote(base) + rule.pattern)}#"
                yield f'Header always set {name} "{rule.value}" "{where}"'


def _refused(base: str) -> Iterator[str]:
    names = "|".join((*map(re.escape, HOST_FILES), f"{re.escape(DEPLOYS)}/.*"))
    yield f'RedirectMatch 404 "^{re.escape(unquote(base))}/(?:{names})$"'


def _redirects(site: Site, base: str) -> Iterator[str]:
    """Yield each redirect as an expression: a plain one would take in all below the address."""
    for redirect in redirects_of(site):
        old = re.escape(unquote(base + redirect.old.rstrip("/")))
        slash = "/?" if redirect.old.endswith("/") else ""
        new = re.sub(r"[$&]", lambda found: f"%{ord(found[0]):X}", base + redirect.new)
        yield f'RedirectMatch 301 {quoted(f"^{old}{slash}$")} "{new}"'
