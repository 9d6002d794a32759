"""What feeds carry of an article, and the JSON Feed, version 1.1.

The three formats carry the same text: the picture, the body behind its dateline, and whatever was
corrected since.
"""

import json
from collections.abc import Mapping
from html import escape

from generator.dates import rfc3339
from generator.fingerprint import Digest
from generator.pages import FeedItem, FeedPage, Note
from generator.rendering.addresses import absolute
from generator.rendering.bodies import full_text, plain_figure, with_dateline
from generator.rendering.bylines import writers
from generator.rendering.entities import Entity, pruned
from generator.rendering.words import Words
from generator.site_info import SiteInfo

SMALLEST_ICON, SMALL_ICON = 512, 144  # pixels
VERSION = "https://jsonfeed.org/version/1.1"


def feed_html(item: FeedItem, html: str, site: SiteInfo, words: Words) -> str:
    """Return an article in full, as HTML for a reader that knows nothing of this site."""
    picture = item.article.picture
    text = full_text(html, item.body, site, item.article.url)
    parts = (
        plain_figure(picture, site) if picture else "",
        with_dateline(text, item.dateline),
        _corrections(item.corrections, words),
    )
    return "\n".join(filter(None, parts))


def json_feed(page: FeedPage, bodies: Mapping[Digest, str], site: SiteInfo, words: Words) -> Entity:
    """Return a feed as JSON Feed has it; `bodies` holds the HTML of its items."""
    items = [_item(item, feed_html(item, bodies[item.body.digest], site, words), site)
             for item in page.items]  # fmt: skip
    feed: Entity = {
        "version": VERSION,
        "title": page.title,
        "home_page_url": absolute(site, page.home),
        "feed_url": absolute(site, page.url),
        "description": page.description,
        "language": site.language,
        "authors": [
            {
                "name": site.publisher.name or site.title,
                "url": site.publisher.url or f"{site.base_url}/",
            }
        ],
        "hubs": [{"type": "WebSub", "url": page.hub}] if page.hub else [],
    }
    return pruned(feed | _icons(site)) | {
        "items": items
    }  # which must be there, even if there is none


def _icons(site: SiteInfo) -> Entity:
    """Return the publisher's logo as the feed's icons, where it is square and large enough."""
    logo = site.publisher.logo
    if logo is None or logo.width != logo.height or logo.width < SMALLEST_ICON:
        return {}
    return {"icon": absolute(site, logo), "favicon": absolute(site, logo.at_most(SMALL_ICON))}


def json_text(feed: Entity) -> str:
    """Return a feed's JSON, one line for each item so that a change is easy to see."""
    *head, (_, items) = feed.items()
    assert isinstance(items, list)
    lines = [f"{_json(key)}: {_json(value)}" for key, value in head]
    lines.append('"items": [\n' + ",\n".join(map(_json, items)) + "\n]")
    return "{\n" + ",\n".join(lines) + "\n}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _item(item: FeedItem, html: str, site: SiteInfo) -> Entity:
    article, picture = item.article, item.article.picture
    url = absolute(site, article)
    return pruned(
        {
            "id": url,
            "url": url,
            "title": article.title,
            "summary": article.summary,
            "content_html": html,
            "image": absolute(site, picture) if picture else "",
            "date_published": rfc3339(article.published.at),
            "date_modified": rfc3339(item.updated),
            "authors": [
                {"name": signature.name, "url": absolute(site, signature)}
                for signature in writers(article.byline)
            ],
            "tags": item.tags,
            "language": article.language,
        }
    )


def _corrections(notes: tuple[Note, ...], words: Words) -> str:
    if not notes:
        return ""
    lines = "".join(
        f"<p><strong>{escape(words.date(note.date, 'short'))}</strong>: {escape(note.text)}</p>"
        for note in notes
    )
    return f"<hr><h2>{escape(words.t('corrections', count=len(notes)))}</h2>{lines}"
