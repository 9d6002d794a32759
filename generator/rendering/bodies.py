"""The HTML of a body, with its references filled in.

The HTML is sanitised: attribute values hold no raw quotation mark and text no raw "<". So a tag can
be told from text by its shape, and `href="ref:1"` in a sample of code stays as it is.
"""

import re
from collections import Counter
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import urljoin

from generator.pages import BodyHtml, Target
from generator.pictures import Picture
from generator.reading.apart import after_openers
from generator.rendering.addresses import absolute, link
from generator.site_info import SiteInfo

_TAG = re.compile(r'<(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [^\s=">]+="[^"]*")+)>')
_ATTRIBUTE = re.compile(r' ([^\s=">]+)="([^"]*)"')
_FIGURE = re.compile(r'<figure class="picture"><img src="ref:(?P<number>\d+)"></figure>')
_WORD = re.compile(r' (?P<name>aria-label)="word:(?P<key>table|gallery)"')
_PARAGRAPH = "<p>"
_REFERENCE = "ref:"
_ADDRESSES = ("href", "src")

Figure = Callable[[Picture], str]  # how a layout shows a picture that stands alone
Say = Callable[[str], str]  # from a message's key to its words


def browser_html(html: str, body: BodyHtml, site: SiteInfo, figure: Figure, say: Say) -> str:
    """Return a body's HTML for a page of the site; pictures load when they come into view."""
    html = _labelled(html, say)
    if f'="{_REFERENCE}' not in html:
        return html

    def shown(attributes: dict[str, str]) -> dict[str, str]:
        name, target = _referred(attributes, body)
        if target is None:
            return attributes
        if not target.url:
            return _without(attributes, name)
        later = {"loading": "lazy", "decoding": "async"} if name == "src" else {}
        return attributes | {name: link(site, target)} | _image(name, target) | later

    return _each_tag(_each_figure(html, body, figure), shown)


def full_text(html: str, body: BodyHtml, site: SiteInfo, article_url: str) -> str:
    """Return a body's HTML for a reader elsewhere, such as a feed's: every address in full."""
    address = absolute(site, article_url)

    def shown(attributes: dict[str, str]) -> dict[str, str]:
        name, target = _referred(attributes, body)
        if target is not None and not target.url:
            return _without(attributes, name)
        if target is not None:
            return attributes | {name: absolute(site, target)} | _image(name, target)
        found = {name: attributes[name] for name in _ADDRESSES if name in attributes}
        return attributes | {name: urljoin(address, value) for name, value in found.items()}

    figures = _each_figure(_WORD.sub("", html), body, lambda each: plain_figure(each, site))
    return _each_tag(figures, shown)


def plain_figure(picture: Picture, site: SiteInfo) -> str:
    """Return a picture with its words, for readers who know nothing of this site."""
    credit = f"<small>{escape(picture.credit)}</small>" if picture.credit else ""
    caption = " ".join(filter(None, (escape(picture.caption), credit)))
    return (
        f'<figure><img src="{escape(absolute(site, picture))}" alt="{escape(picture.alt)}"'
        f' width="{picture.width}" height="{picture.height}">'
        + (f"<figcaption>{caption}</figcaption>" if caption else "")
        + "</figure>"
    )


def with_dateline(html: str, dateline: str) -> str:
    """Return a body whose first words are its dateline, as a newspaper prints them.

    Key points and pictures that open a body stay before it.
    """
    if not dateline:
        return html
    place = after_openers(html)
    before, after = html[:place], html[place:]
    opening = f'<p><strong class="dateline">{escape(dateline)}</strong> — '
    if after.startswith(_PARAGRAPH):
        return before + opening + after.removeprefix(_PARAGRAPH)
    return f"{before}{opening.removesuffix(' ')}</p>\n{after}"  # the text opens with a list


def _labelled(html: str, say: Say) -> str:
    """Put the words of the site's language where reading left their keys.

    What is called by the same word is numbered: a reader who lists landmarks must tell them apart.
    """
    several = Counter(match["key"] for match in _WORD.finditer(html))
    numbers: Counter[str] = Counter()

    def label(match: re.Match[str]) -> str:
        key = match["key"]
        numbers[key] += 1
        number = f" {numbers[key]}" if several[key] > 1 else ""
        return f' {match["name"]}="{escape(say(key))}{number}"'

    return _WORD.sub(label, html)


def _each_figure(html: str, body: BodyHtml, figure: Figure) -> str:
    def shown(match: re.Match[str]) -> str:
        picture = body.targets[int(match["number"])].picture
        return str(figure(picture)) if picture else ""

    return _FIGURE.sub(shown, html)


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


def _image(name: str, target: Target) -> dict[str, str]:
    """Return what a picture in a line of text says of itself."""
    picture = target.picture
    if picture is None or name != "src":
        return {}
    return {"alt": picture.alt, "width": str(picture.width), "height": str(picture.height)}
