"""How an article will look where others show it: a search result, a link's card, a feed."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from generator.desk.cutting import (
    CARD_TEXT,
    CARD_TITLE,
    FEED_TEXT,
    RESULT_TEXT,
    RESULT_TITLE,
    cut,
)  # fmt: skip
from generator.desk.moments import day
from generator.desk.values import ArticleDesk
from generator.pages import ArticlePage
from generator.pictures import Rendition


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A result of a search engine: where it is, and as much of its words as is shown."""

    site: str
    trail: tuple[str, ...]
    title: str
    text: str
    is_title_cut: bool
    is_text_cut: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A link on a social network. A picture that is not wide stands small beside the words."""

    host: str
    title: str
    text: str
    picture: Rendition | None
    is_wide: bool
    is_title_cut: bool


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry in a feed reader's list."""

    site: str
    title: str
    byline: str
    text: str
    published: str
    tags: tuple[str, ...]
    corrections: int


def search_result(view: ArticleDesk, page: ArticlePage) -> SearchResult:
    """Return what search engines show on a wide screen; on a phone, they show rather less."""
    title, text = cut(page.head.title, RESULT_TITLE), cut(page.head.description, RESULT_TEXT)
    return SearchResult(
        site=view.site_title,
        trail=_trail(view.home, page.head.url),
        title=title,
        text=text,
        is_title_cut=title != page.head.title,
        is_text_cut=text != page.head.description,
    )


def card(view: ArticleDesk, page: ArticlePage) -> Card:
    """Return a link's card, as networks draw it with a large picture."""
    picture = view.card or page.head.picture
    title = cut(page.head.title, CARD_TITLE)
    return Card(
        host=_host(view.home),
        title=title,
        text=cut(page.head.description, CARD_TEXT),
        picture=picture,
        is_wide=picture is not None and picture.width > picture.height,
        is_title_cut=title != page.head.title,
    )


def feed_entry(view: ArticleDesk) -> FeedEntry | None:
    """Return an entry of a feed reader, or None where no feed has the article."""
    item = view.feed_item
    if item is None:
        return None
    names = ", ".join(signature.name for signature in item.article.byline)
    return FeedEntry(
        site=view.site_title,
        title=item.article.title,
        byline=names,
        text=cut(item.article.summary, FEED_TEXT),
        published=day(item.article.published.at, view.now),
        tags=item.tags,
        corrections=len(item.corrections),
    )


def _host(home: str) -> str:
    return (urlsplit(home).hostname or "").removeprefix("www.")


def _trail(home: str, url: str) -> tuple[str, ...]:
    """Return an address as search engines write it: the host, then the folders, not the file."""
    folders = [unquote(part) for part in f"{urlsplit(home).path}{url}".split("/") if part]
    return _host(home), *folders
