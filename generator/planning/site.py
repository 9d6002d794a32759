"""The site: every article in its place, with all that crosses articles made explicit.

`assemble` is the only door. What it returns holds the public articles (or, for a preview, the ones
to come as well) and nothing of the others, so no later stage can leak what it never sees.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from typing import TypeVar

from generator.dates import SECOND
from generator.errors import Problem, did_you_mean
from generator.model import Article, Author, Content, OtherFile, Page, PictureFile
from generator.pages import (
    AuthorCard,
    BodyHtml,
    Link,
    Picture,
    SiteInfo,
    State,
    Teaser,
    Time,
)  # fmt: skip
from generator.paths import SourcePath, UrlPath
from generator.planning.addresses import ThemeFile, article_url, author_url, page_url, section_url
from generator.planning.authors import Authors
from generator.planning.info import site_info
from generator.planning.references import CONTENT, Expectation, Place, References
from generator.planning.times import Audience, Change, Clock, Life, upcoming
from generator.project import Config
from generator.slugs import slugify

PREVIEWED = frozenset({State.DRAFT, State.SCHEDULED, State.EMBARGOED, State.PUBLISHED})
WHY_HIDDEN = {
    State.DRAFT: "is a draft",
    State.SCHEDULED: "is scheduled for later",
    State.EMBARGOED: "is under embargo",
    State.EXPIRED: "has expired",
}
STATIC = "content/static/"
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Tag:
    """A subject of articles."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """An article in its place: its address, its life, what it shows and what it needs."""

    article: Article
    url: UrlPath
    life: Life
    teaser: Teaser
    body: BodyHtml
    tags: tuple[Tag, ...]
    authors: tuple[str, ...]  # slugs, in byline order
    files: tuple[SourcePath, ...]  # pictures and documents that its page shows or links to
    feed_updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedPage:
    """A page in its place."""

    page: Page
    url: UrlPath
    body: BodyHtml
    updated: Time | None
    files: tuple[SourcePath, ...]
    state: State | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands where a withdrawn article was."""

    source: SourcePath
    url: UrlPath
    date: Time | None
    text: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """All that outputs are planned from. Every tuple of articles is newest first."""

    config: Config
    info: SiteInfo
    now: datetime
    audience: Audience
    articles: tuple[Placed, ...]
    pages: tuple[PlacedPage, ...]
    notices: tuple[Notice, ...]
    cards: Mapping[str, AuthorCard]
    by_tag: Mapping[Tag, tuple[Placed, ...]]
    by_author: Mapping[str, tuple[Placed, ...]]
    by_section: Mapping[str, tuple[Placed, ...]]
    line_up: tuple[SourcePath, ...]  # what site.toml puts first; not all need be public now
    picture: Picture | None  # for pages without one
    files: Mapping[SourcePath, PictureFile | OtherFile]  # what may be published
    needed: tuple[SourcePath, ...]  # what the site as a whole needs of them
    theme: tuple[ThemeFile, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    expectations: tuple[Expectation, ...]


@dataclass(slots=True)
class _Contents:
    """What was read, sorted by kind."""

    articles: list[Article] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    pictures: dict[SourcePath, PictureFile] = field(default_factory=dict)
    others: dict[SourcePath, OtherFile] = field(default_factory=dict)


def assemble(
    contents: Iterable[Content],
    theme: tuple[ThemeFile, ...],
    config: Config,
    *,
    now: datetime,
    audience: Audience,
    unread: Iterable[SourcePath] = (),
) -> Site:
    """Put everything in its place, as of `now`; `unread` files have faults of their own."""
    assembly = _Assembly(_sorted_by_kind(contents), theme, config, now, audience)
    return assembly.site(frozenset(unread))


def _sorted_by_kind(contents: Iterable[Content]) -> _Contents:
    result = _Contents()
    for each in contents:
        match each:
            case Article():
                result.articles.append(each)
            case Page():
                result.pages.append(each)
            case Author():
                result.authors.append(each)
            case PictureFile():
                result.pictures[each.source] = each
            case OtherFile():
                result.others[each.source] = each
    return result


class _Assembly:
    """Builds one `Site`. Lives for one call; its steps run in the order of `site`."""

    def __init__(
        self,
        contents: _Contents,
        theme: tuple[ThemeFile, ...],
        config: Config,
        now: datetime,
        audience: Audience,
    ) -> None:
        self._contents = contents
        self._theme = theme
        self._config = config
        self._audience = audience
        self._clock = Clock(now, config.zone)
        self._references = References(contents.pictures, contents.others)
        self._authors = Authors(contents.authors, self._references)
        self._sections = {each.slug: each for each in config.sections}
        self._problems: list[Problem] = []

    def site(self, unread: frozenset[SourcePath]) -> Site:
        self._references.unread = unread
        lives = [(each, self._clock.life(each)) for each in self._contents.articles]
        self._register(lives)
        placed = self._in_order([self._place(a, life) for a, life in lives if self._shown(life)])
        info, picture, needed = site_info(
            self._config, self._references, self._theme, preview=self._audience is Audience.PREVIEW
        )
        by_author = grouped(placed, lambda each: each.authors)
        return Site(
            config=self._config,
            info=info,
            now=self._clock.now,
            audience=self._audience,
            articles=placed,
            pages=tuple(self._place_page(page) for page in self._shown_pages()),
            notices=tuple(self._notices(lives)),
            cards={slug: self._authors.card(slug) for slug in sorted(by_author)},
            by_tag=self._by_tag(placed),
            by_author=by_author,
            by_section=grouped(placed, lambda each: (each.article.section,)),
            line_up=tuple(self._line_up()),
            picture=picture,
            files={**self._contents.pictures, **self._contents.others},
            needed=(*needed, *self._authors.files(by_author), *self._static()),
            theme=self._theme,
            changes=self._changes(lives),
            problems=tuple(sorted(self._every_problem())),
            expectations=tuple(self._references.expectations),
        )

    def _every_problem(self) -> Iterable[Problem]:
        finders = (self._clock, self._authors, self._references)
        return chain(self._problems, *(finder.problems for finder in finders))

    def _notices(self, lives: list[tuple[Article, Life]]) -> Iterable[Notice]:
        for article, life in lives:
            if life.state is State.WITHDRAWN:
                text = article.withdrawn.text if article.withdrawn else ""
                url = self._url(article, life)
                yield Notice(article.source, url, life.withdrawn, text, article.aliases)

    def _changes(self, lives: list[tuple[Article, Life]]) -> tuple[Change, ...]:
        of_articles = (change for _, life in lives for change in life.changes)
        of_pages = (c for page in self._shown_pages() for c in self._clock.page_changes(page))
        return upcoming(chain(of_articles, of_pages), self._clock.now)

    def _line_up(self) -> Iterable[SourcePath]:
        known = {article.source for article in self._contents.articles}
        for path in self._config.front.line_up:
            source = SourcePath(CONTENT + path.lstrip("/"))
            if source not in known | self._references.unread:
                message = f'expected an article, got "{path}", which is none'
                hint = did_you_mean(source, known)
                self._problems.append(self._config.problem("front.line_up", message, hint))
            yield source

    def _shown(self, life: Life) -> bool:
        if self._audience is Audience.PREVIEW:
            return life.state in PREVIEWED
        return life.state is State.PUBLISHED

    def _shown_pages(self) -> list[Page]:
        is_preview = self._audience is Audience.PREVIEW
        return [page for page in self._contents.pages if is_preview or not page.draft]

    def _register(self, lives: list[tuple[Article, Life]]) -> None:
        """Say of each source at which address it is public, or why it is not."""
        for article, life in lives:
            url = self._url(article, life)
            self._references.sources[url] = article.source
            if self._shown(life) or life.state is State.WITHDRAWN:
                self._references.addresses[article.source] = url
                if self._shown(life):
                    self._references.ids[article.source] = frozenset(article.body.ids)
            else:
                self._references.hidden[article.source] = WHY_HIDDEN[life.state]
        self._register_pages()
        shown_credits = (each for a, life in lives if self._shown(life) for each in a.credits)
        signing = set(self._authors.slugs(shown_credits))
        for author in self._contents.authors:
            if author.slug in signing:
                self._references.addresses[author.source] = author_url(author.slug)
                self._references.ids[author.source] = frozenset(author.body.ids)
            else:
                self._references.hidden[author.source] = "signs no public article"

    def _register_pages(self) -> None:
        shown = {page.source for page in self._shown_pages()}
        for page in self._contents.pages:
            self._references.sources[page_url(page.slug)] = page.source
            if page.source in shown:
                self._references.addresses[page.source] = page_url(page.slug)
                self._references.ids[page.source] = frozenset(page.body.ids)
            else:
                self._references.hidden[page.source] = "is a draft"

    def _url(self, article: Article, life: Life) -> UrlPath:
        return article_url(self._config.permalink, article, life.published.at)

    def _place(self, article: Article, life: Life) -> Placed:
        picture, files = self._picture(article)
        signatures = self._authors.signatures(article.credits)
        teaser = Teaser(
            url=self._references.addresses[article.source],
            title=article.title,
            summary=article.summary or article.body.excerpt,
            kicker=article.kicker,
            byline=signatures,
            section=self._section(article),
            published=life.published,
            modified=life.modified,
            picture=picture,
            language=article.language or self._config.language,
            state=life.state if self._audience is Audience.PREVIEW else None,
        )
        return Placed(
            article=article,
            url=teaser.url,
            life=life,
            teaser=teaser,
            body=self._references.body(article.source, article.body),
            tags=tuple(dict.fromkeys(Tag(slugify(name), name) for name in article.tags)),
            authors=self._authors.slugs(article.credits),
            files=(*files, *self._references.files_of(article.source, article.body)),
            feed_updated=life.modified.at.astimezone(UTC),
        )

    def _picture(self, article: Article) -> tuple[Picture | None, tuple[SourcePath, ...]]:
        """Return an article's lead picture, and the file that it is."""
        if article.image is None:
            return None, ()
        place = Place(article.source, *article.places.get("image", (0, 0)), "image")
        source = self._references.source_of(article.source, article.image)
        picture = self._references.picture(article.source, article.image, place)
        return picture, (source,) if source else ()

    def _section(self, article: Article) -> Link | None:
        if not article.section:
            if "{section}" in self._config.permalink:
                message = "expected a section, since the permalink of site.toml has one, got none"
                self._problems.append(Problem(article.source, 1, 1, "section", message))
            return None
        section = self._sections.get(article.section)
        if section is None:
            self._note_unknown_section(article)
            return None
        return Link(section.name, section_url(section.slug))

    def _note_unknown_section(self, article: Article) -> None:
        known = ", ".join(self._sections) or "a section of site.toml, which has none"
        message = f'expected one of {known}, got "{article.section}"'
        hint = f'add it to [sections] in site.toml: {article.section} = "..."'
        line, column = article.places["section"]
        self._problems.append(Problem(article.source, line, column, "section", message, hint))

    def _place_page(self, page: Page) -> PlacedPage:
        return PlacedPage(
            page=page,
            url=page_url(page.slug),
            body=self._references.body(page.source, page.body),
            updated=self._clock.page_updated(page),
            files=self._references.files_of(page.source, page.body),
            state=State.DRAFT if page.draft else None,
        )

    def _in_order(self, placed: list[Placed]) -> tuple[Placed, ...]:
        """Sort newest first, and give each a time of its own for the feeds.

        Atom wants no two entries with one `updated`; articles with a bare date share midnight. Each
        is at least a second after the one before, in the order of their times and sources.
        """
        spread: list[Placed] = []
        latest = datetime.min.replace(tzinfo=UTC)
        for each in sorted(placed, key=lambda each: (each.feed_updated, each.article.source)):
            latest = max(each.feed_updated, latest + SECOND)
            zone = each.life.modified.at.tzinfo
            spread.append(replace(each, feed_updated=latest.astimezone(zone)))
        return tuple(sorted(spread, key=_published, reverse=True))

    def _by_tag(self, placed: tuple[Placed, ...]) -> dict[Tag, tuple[Placed, ...]]:
        first: dict[str, tuple[Tag, SourcePath]] = {}
        for each in sorted(placed, key=lambda each: each.article.source):
            for tag in each.tags:
                known, source = first.setdefault(tag.slug, (tag, each.article.source))
                if known != tag:
                    self._note_tag(each.article, tag.name, known.name, source)
        return grouped(placed, lambda each: (first[tag.slug][0] for tag in each.tags))

    def _note_tag(self, article: Article, name: str, other: str, source: SourcePath) -> None:
        line, column = article.places.get("tags", (0, 0))
        message = f'expected "{other}" as in {source}, got "{name}", which has the same address'
        self._problems.append(Problem(article.source, line, column, "tags", message))

    def _static(self) -> list[SourcePath]:
        everything = [*self._contents.pictures, *self._contents.others]
        return [source for source in everything if source.startswith(STATIC)]


def _published(placed: Placed) -> tuple[datetime, UrlPath]:
    return placed.life.published.at.astimezone(UTC), placed.url


def grouped(
    placed: tuple[Placed, ...], keys: Callable[[Placed], Iterable[K]]
) -> dict[K, tuple[Placed, ...]]:
    """Group articles by each of their keys in one pass; the order within a group stays."""
    groups: dict[K, list[Placed]] = {}
    for each in placed:
        for key in keys(each):
            groups.setdefault(key, []).append(each)
    return {key: tuple(group) for key, group in groups.items()}
