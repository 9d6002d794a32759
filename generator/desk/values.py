"""What the desk shows, as values. The preview makes them; nothing here looks anywhere else.

Every `now` is in the site's zone, and all times are told in it.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.errors import Problem
from generator.pages import ArticlePage, FeedItem, Note, State, Time
from generator.paths import SourcePath, UrlPath
from generator.pictures import Rendition


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskArticle:
    """An article as the desk lists it. `url` is "" where the preview has no page of it.

    `changed` is when its file was last saved; `release` is when one that waits goes live by itself.
    `has_credit` says whether its lead picture's maker is named.
    """

    source: SourcePath
    title: str
    url: UrlPath | str
    state: State
    published: Time
    words: int
    changed: datetime
    release: datetime | None = None
    section: str = ""
    byline: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_corrected: bool = False
    has_picture: bool = False
    has_credit: bool = False


@dataclass(frozen=True, slots=True)
class DeskChange:
    """What happens to an article by itself: `what` follows its title, as in "goes live"."""

    at: datetime
    what: str
    title: str
    source: SourcePath


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Desk:
    """The whole desk. Equal only to itself: with the archive in it, comparing it would be slow.

    `changes` come soonest first. `problems` are those of files that are no listed article.
    `checked` counts the articles that were checked so far, and is None once all of them were.
    `editor` is a pattern for links, with {path}, {line} and {column}; "" for none.
    """

    title: str
    now: datetime
    articles: tuple[DeskArticle, ...]
    changes: tuple[DeskChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    checked: int | None = None
    editor: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether every article was checked."""
        return self.checked is None


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field as it was written, and what the generator took it for.

    `fault` is set where it could not be understood; `line` is the file's.
    """

    name: str
    written: str
    understood: tuple[str, ...]
    line: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class FrontMatterTable:
    """What an article's file says at its top, and what it could say: names and explanations."""

    lines: tuple[FieldLine, ...] = ()
    unused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ArticleDesk:
    """All that the desk knows of one article.

    `page` is None where the preview has none, `feed_item` where no feed has it. `card` is what a
    link to it shows. `home` is the address that the site will have.
    """

    site_title: str
    home: str
    now: datetime
    article: DeskArticle
    page: ArticlePage | None = None
    feed_item: FeedItem | None = None
    card: Rendition | None = None
    corrections: tuple[Note, ...] = ()
    front_matter: FrontMatterTable = FrontMatterTable()
    changes: tuple[DeskChange, ...] = ()
    editor: str = ""


def zone_of(now: datetime) -> ZoneInfo:
    """Return the site's zone."""
    assert isinstance(now.tzinfo, ZoneInfo)
    return now.tzinfo
