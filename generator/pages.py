"""What a layout sees. A page holds everything that its output will show, and nothing else.

So an output is stale exactly when its page has changed. Pages that show *another* article hold its
`Teaser`, never the `Article`: an edited body then leaves every list as it is.

Addresses are `UrlPath`s, without the site's base; layouts add it with the filters `link` (for a
browser) and `absolute` (for machines). Times are aware, in the site's zone.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.fingerprint import Digest
from generator.model import AuthorType, Heading, Question, Role
from generator.paths import UrlPath
from generator.pictures import Picture, Rendition


class State(StrEnum):
    """Where an article is in its life, at the time of the build."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EMBARGOED = "embargoed"
    PUBLISHED = "published"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Time:
    """An instant, and whether its time of day was given or only its date."""

    at: datetime
    has_time: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A text and an address: of this site (starts with "/") or another."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Signature:
    """An author as a byline names one."""

    name: str
    url: UrlPath
    role: Role
    type: AuthorType
    fediverse: str = ""


@dataclass(frozen=True, slots=True)
class Teaser:
    """All that any other page may show of an article. `state` is set only in a preview."""

    url: UrlPath
    title: str
    summary: str
    kicker: str
    byline: tuple[Signature, ...]
    section: Link | None
    published: Time
    modified: Time
    picture: Picture | None
    language: str
    state: State | None = None


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page announces."""

    title: str
    url: UrlPath
    type: str


@dataclass(frozen=True, slots=True)
class Head:
    """What every page says of itself.

    `trail` is the way from the front page to here, without the page itself. `canonical` is set
    where the page's own address is not the preferred one.
    """

    url: UrlPath
    title: str
    description: str
    indexable: bool = True
    picture: Rendition | None = None
    feeds: tuple[FeedLink, ...] = ()
    trail: tuple[Link, ...] = ()
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference in a body leads to: an address, and the picture where it is one."""

    url: str
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class BodyHtml:
    """A body to show: the digest under which its HTML is kept, and what its references lead to."""

    digest: Digest
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A correction, as shown."""

    date: Time
    text: str


@dataclass(frozen=True, slots=True)
class AuthorCard:
    """An author as a page presents one. `body` is None for an author without a file."""

    name: str
    url: UrlPath
    type: AuthorType
    role: str = ""
    body: BodyHtml | None = None
    bio: str = ""  # the first paragraph of the biography, as plain text
    picture: Picture | None = None
    links: tuple[str, ...] = ()
    fediverse: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article at its own address. `updated` is set where it was updated after publication.

    `standfirst` is the summary where one was written; else the first paragraph speaks for itself.
    """

    head: Head
    article: Teaser
    standfirst: str
    body: BodyHtml
    dateline: str
    updated: Time | None
    corrections: tuple[Note, ...]
    headings: tuple[Heading, ...]
    questions: tuple[Question, ...]
    tags: tuple[Link, ...]
    authors: tuple[AuthorCard, ...]
    newer: Link | None
    older: Link | None
    words: int
    related: tuple[Teaser, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The site's front: one lead, some seconds, then the river, newest first."""

    head: Head
    lead: Teaser | None
    seconds: tuple[Teaser, ...]
    river: tuple[Teaser, ...]


class ListingKind(StrEnum):
    """What the articles of a listing have in common."""

    TAG = "tag"
    AUTHOR = "author"
    SECTION = "section"
    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an index, with how many articles are behind it; `month` where it is one."""

    text: str
    url: UrlPath
    count: int
    detail: str = ""
    month: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A page of teasers, newest first.

    Pages are numbered from the oldest, and `number` is None on the first, newest page, so that a
    new article moves only that one. `newer` and `older` are the neighbouring pages. `month` is the
    first day of a YEAR's or MONTH's time. `parts` are a year's months. `author` is set on an
    author's profile, which has a biography only on its first page.
    """

    head: Head
    kind: ListingKind
    name: str
    description: str
    teasers: tuple[Teaser, ...]
    number: int | None
    newer: UrlPath | None
    older: UrlPath | None
    count: int | None
    author: AuthorCard | None = None
    month: datetime | None = None
    parts: tuple[Entry, ...] = ()


class IndexKind(StrEnum):
    """What an index lists."""

    TAGS = "tags"
    AUTHORS = "authors"
    SECTIONS = "sections"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A list of listings. `groups` are an archive's years, each with its months."""

    head: Head
    kind: IndexKind
    entries: tuple[Entry, ...]
    groups: tuple[tuple[Entry, tuple[Entry, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class StaticPage:
    """A page that is no article."""

    head: Head
    body: BodyHtml
    headings: tuple[Heading, ...]
    updated: Time | None
    language: str
    state: State | None = None


@dataclass(frozen=True, slots=True)
class NoticePage:
    """What stands where a withdrawn article was."""

    head: Head
    date: Time | None
    text: str


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    """What a host shows for an address that does not exist."""

    head: Head
    latest: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Where readers search; the search itself runs in their browser."""

    head: Head


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """What stands at an address that an article has left."""

    head: Head
    target: UrlPath


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article in a feed, in full. `updated` is different for every item of the site."""

    article: Teaser
    body: BodyHtml
    tags: tuple[str, ...]
    updated: datetime
    corrections: tuple[Note, ...]
    dateline: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A feed: its own address, the page that it is of, and its items, newest first.

    `hub` tells readers of it at once; "" for none.
    """

    url: UrlPath
    home: UrlPath
    title: str
    description: str
    updated: datetime | None
    items: tuple[FeedItem, ...]
    hub: str = ""


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """An address that search engines should know, and when its content last changed."""

    url: UrlPath
    lastmod: datetime | None


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """A sitemap, or (`is_index`) a list of sitemaps."""

    entries: tuple[SitemapEntry, ...]
    is_index: bool = False


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """An article of the last two days; older ones stand without `published`."""

    url: UrlPath
    title: str
    language: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class NewsSitemapPage:
    """The news sitemap."""

    entries: tuple[NewsEntry, ...]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A feed in a list of feeds: its name, its own address, and that of the page it is of."""

    text: str
    url: UrlPath
    home: UrlPath


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """All feeds of the site for readers to take over at once: its own, and those of each kind."""

    main: FeedEntry
    groups: tuple[tuple[IndexKind, tuple[FeedEntry, ...]], ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """A plain text file at the site's root: its lines."""

    lines: tuple[str, ...]


Page = (
    ArticlePage
    | FrontPage
    | ListingPage
    | IndexPage
    | StaticPage
    | NoticePage
    | NotFoundPage
    | SearchPage
    | RedirectPage
    | FeedPage
    | SitemapPage
    | NewsSitemapPage
    | FeedsPage
    | TextPage
)
