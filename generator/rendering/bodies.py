"""The HTML of a body, with its references filled in.

The HTML is sanitised: attribute values hold no raw quotation mark and text no raw "<". So a tag can
be told from text by its shape, and `href="ref:1"` in a sample of code stays as it is.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import urljoin

from generator.pages import BodyHtml, SiteInfo, Target
from generator.rendering.addresses import absolute, link

_TAG = re.compile(r'<(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [^\s=">]+="[^"]*")+)>')
_ATTRIBUTE = re.compile(r' ([^\s=">]+)="([^"]*)"')
_SET_APART = re.compile(r"\s*<(aside|figure)\b.*?</\1>\s*", re.DOTALL)
_PARAGRAPH = "<p>"
_REFERENCE = "ref:"
_ADDRESSES = ("href", "src")


def browser_html(html: str, body: BodyHtml, site: SiteInfo) -> str:
    """Return a body's HTML for a page of the site; pictures load when they come into view."""
    if f'="{_REFERENCE}' not in html:
        return html

    def shown(attributes: dict[str, str]) -> dict[str, str]:
        name, target = _referred(attributes, body)
        if target is None:
            return attributes
        if not target.url:
            return _without(attributes, name)
        later = {"loading": "lazy", "decoding": "async"} if target.picture else {}
        return attributes | {name: link(site, target)} | _size(target) | later

    return _each_tag(html, shown)


def full_text(html: str, body: BodyHtml, site: SiteInfo, article_url: str) -> str:
    """Return a body's HTML for a reader elsewhere, such as a feed's: every address in full."""
    address = absolute(site, article_url)

    def shown(attributes: dict[str, str]) -> dict[str, str]:
        name, target = _referred(attributes, body)
        if target is not None and not target.url:
            return _without(attributes, name)
        if target is not None:
            return attributes | {name: absolute(site, target)} | _size(target)
        found = {name: attributes[name] for name in _ADDRESSES if name in attributes}
        return attributes | {name: urljoin(address, value) for name, value in found.items()}

    return _each_tag(html, shown)


def with_dateline(html: str, dateline: str) -> str:
    """Return a body whose first words are its dateline, as a newspaper prints them.

    Key points and pictures that open a body stay before it.
    """
    if not dateline:
        return html
    place = 0
    while found := _SET_APART.match(html, place):
        place = found.end()
    before, after = html[:place], html[place:]
    opening = f'<p><strong class="dateline">{escape(dateline)}</strong> — '
    if after.startswith(_PARAGRAPH):
        return before + opening + after.removeprefix(_PARAGRAPH)
    return f"{before}{opening.removesuffix(' ')}</p>\n{after}"  # the text opens with a list


def _each_tag(html: str, shown: Callable[[dict[str, str]], dict[str, str]]) -> str:
    def tag(match: re.Match[str]) -> str:
        if not any(f' {name}="' in match["attributes"] for name in _ADDRESSES):
            return match[0]
        pairs = _ATTRIBUTE.findall(match["attributes"])
        written = {name: unescape(value) for name, value in pairs}
        return f"<{match['name']}{''.join(map(_attribute, shown(written).items()))}>"

    return _TAG.sub(tag, html)


def _attribute(pair: tuple[str, str]) -> str:
    name, value = pair
    escaped = escape(value, quote=False).replace('"', "&quot;")  # an apostrophe may stay
    return f' {name}="{escaped}"'


def _referred(attributes: dict[str, str], body: BodyHtml) -> tuple[str, Target | None]:
    """Return the attribute that holds a reference, and what the reference leads to."""
    for name in _ADDRESSES:
        value = attributes.get(name, "")
        if value.startswith(_REFERENCE):
            return name, body.targets[int(value.removeprefix(_REFERENCE))]
    return "", None


def _without(attributes: dict[str, str], address: str) -> dict[str, str]:
    """Leave the address out: what it leads to is not public now, and its words stand alone."""
    return {name: value for name, value in attributes.items() if name != address}


def _size(target: Target) -> dict[str, str]:
    if target.picture is None:
        return {}
    return {"width": str(target.picture.width), "height": str(target.picture.height)}
