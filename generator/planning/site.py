"""The site: every article in its place, with all that crosses articles made explicit.

`assemble` is the only door. What it returns holds the public articles (or, for a preview, the ones
to come as well) and nothing of the others, so no later stage can leak what it never sees.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from generator.config import Check, Config
from generator.errors import Problem, nearest
from generator.model import Article, Content, Faulty, OtherFile, Page, PictureFile
from generator.pages import AuthorCard, State, Teaser
from generator.paths import OutputPath, SourcePath, UrlPath, url_of
from generator.pictures import Picture
from generator.planning.addresses import STATIC, own_addresses
from generator.planning.authors import Authors
from generator.planning.contents import Contents, sorted_by_kind, telling_files
from generator.planning.fates import Fated, Ground, fates_of, problems_of
from generator.planning.info import Info, site_info
from generator.planning.placed import Notice, Placed, PlacedPage, Tag, by_tag, grouped, in_order
from generator.planning.placing import Placing
from generator.planning.references import CONTENT, Expectation, References, content_path
from generator.planning.related import related
from generator.planning.theme import Theme
from generator.planning.times import Audience, Change, Clock, upcoming
from generator.planning.visibility import (
    is_shown,
    register_articles,
    register_authors,
    register_pages,
    shown_pages,
)
from generator.recorded import Recorded, address_of
from generator.site_info import SiteInfo


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """All that outputs are planned from. Every tuple of articles is newest first."""

    config: Config
    whole: Info  # what the site as a whole says, looks like and needs
    now: datetime
    audience: Audience
    articles: tuple[Placed, ...]
    pages: tuple[PlacedPage, ...]
    notices: tuple[Notice, ...]
    cards: Mapping[str, AuthorCard]
    by_tag: Mapping[Tag, tuple[Placed, ...]]
    by_author: Mapping[str, tuple[Placed, ...]]
    by_section: Mapping[str, tuple[Placed, ...]]
    related: Mapping[SourcePath, tuple[Teaser, ...]]
    line_up: tuple[SourcePath, ...]  # what site.toml puts first; not all need be public now
    drawn: Mapping[Picture, PictureFile]  # the file of each picture
    others: Mapping[SourcePath, OtherFile]  # documents that may be published
    static: Mapping[SourcePath, PictureFile | OtherFile]  # what stands at a fixed place
    needed: tuple[SourcePath, ...]  # the documents that the site as a whole needs
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    expectations: tuple[Expectation, ...]
    fates: tuple[Fated, ...] = ()  # of every address that was published

    @property
    def info(self) -> SiteInfo:
        """What every layout knows."""
        return self.whole.site


def assemble(
    contents: Iterable[Content],
    theme: Theme,
    config: Config,
    *,
    now: datetime,
    audience: Audience,
    unread: Iterable[Faulty] = (),
    recorded: Iterable[Recorded] = (),
) -> Site:
    """Put everything in its place, as of `now`; `unread` files have faults of their own.

    `recorded` are the addresses that were published before.
    """
    by_kind = sorted_by_kind(contents)
    faulty = tuple(unread)
    hidden = frozenset(each.source for each in faulty)
    references = References(by_kind.pictures, by_kind.others, unread=hidden)
    assembly = _Assembly(by_kind, config, Clock(now, config.zone), audience, references)
    site = assembly.site(theme, faulty)
    fates = fates_of(recorded, assembly.ground(site))
    lost = problems_of(fates, config.severity(Check.LOST_ADDRESS), audience)
    return replace(site, fates=fates, problems=tuple(sorted((*site.problems, *lost))))


class _Assembly:
    """Builds one `Site`. Lives for one call: first all addresses are known, then things placed."""

    def __init__(
        self,
        contents: Contents,
        config: Config,
        clock: Clock,
        audience: Audience,
        references: References,
    ) -> None:
        self._contents = contents
        self._config = config
        self._clock = clock
        self._audience = audience
        self._references = references
        self._authors = Authors(contents.authors, references)
        self._placing = Placing(config, references, self._authors, audience=audience)
        self._lives = [(each, clock.life(each)) for each in contents.articles]
        self._shown = [(a, life) for a, life in self._lives if is_shown(life, audience)]
        self._pages = shown_pages(contents.pages, audience)

    def _register(self, unread: Iterable[Faulty]) -> None:
        """Make every address known, before anything refers to one."""
        known = self._references
        register_articles(self._lives, self._config.permalink, self._audience, known)
        register_pages(self._contents.pages, self._pages, known)
        shown = [article for article, _ in self._shown]
        register_authors(self._contents.authors, self._authors, shown, known)
        for faulty in unread:
            self._placing.check(faulty)

    def site(self, theme: Theme, unread: tuple[Faulty, ...]) -> Site:
        self._register(unread)
        articles = in_order(self._placing.article(a, life) for a, life in self._shown)
        whole = site_info(self._config, self._references, theme, self._audience)
        by_section = grouped(articles, lambda each: (each.article.section,))
        by_author = grouped(articles, lambda each: each.authors)
        tagged, tag_problems = by_tag(articles)
        line_up, line_up_problems = self._line_up()
        return Site(
            config=self._config,
            whole=whole,
            now=self._clock.now,
            audience=self._audience,
            articles=articles,
            pages=tuple(self._placing.page(page, self._clock) for page in self._pages),
            notices=tuple(self._notices()),
            cards={slug: self._authors.card(slug) for slug in sorted(by_author)},
            by_tag=tagged,
            by_author=by_author,
            by_section=by_section,
            related=related(tagged, by_section),
            line_up=line_up,
            drawn=self._references.drawn,
            others=self._contents.others,
            static=self._contents.static,
            needed=(*whole.files, *self._authors.files(by_author)),
            changes=self._changes(),
            problems=self._problems(tag_problems, line_up_problems, list(whole.look.problems)),
            expectations=tuple(self._references.expectations),
        )

    def _notices(self) -> Iterable[Notice]:
        for article, life in self._lives:
            if life.state is State.WITHDRAWN:
                yield self._placing.notice(article, life)

    def _changes(self) -> tuple[Change, ...]:
        of_articles = (change for _, life in self._lives for change in life.changes)
        of_pages = (each for page in self._pages for each in self._clock.page_changes(page))
        return upcoming(chain(of_articles, of_pages), self._clock.now)

    def _line_up(self) -> tuple[tuple[SourcePath, ...], list[Problem]]:
        """Return what site.toml puts first on the front; not all of it need be public now."""
        known = {article.source for article in self._contents.articles}
        sources, problems = [], []
        for path in self._config.front.line_up:
            source = content_path(path)
            sources.append(source)
            if source not in known | self._references.unread:
                message = f'expected an article, got "{path}", which is none'
                near = nearest(source, known)
                hint = f'did you mean "{near.removeprefix(CONTENT)}"?' if near else ""
                problems.append(self._config.problem("front.line_up", message, hint))
        return tuple(sources), problems

    def ground(self, site: Site) -> Ground:
        """Return what decides the fate of an address that was published before."""
        shown: list[Article | Page | Notice] = [
            *(each.article for each in site.articles),
            *(each.page for each in site.pages),
            *site.notices,
        ]
        return Ground(
            texts=(*self._contents.articles, *self._contents.pages),
            states={article.source: life.state for article, life in self._lives},
            addresses=self._references.addresses,
            sources=self._references.sources,
            hidden=self._references.hidden,
            unread=self._references.unread,
            aliases={address_of(alias): each.source for each in shown for alias in each.aliases},
            own=_own_addresses(site),
        )

    def _problems(self, *others: list[Problem]) -> tuple[Problem, ...]:
        """Return everything that was found so far; to be called last."""
        parts = (self._clock, self._authors, self._references, self._placing)
        found = chain(*others, *(part.problems for part in parts), telling_files(self._contents))
        return tuple(sorted(found))


def _own_addresses(site: Site) -> frozenset[UrlPath]:
    """Return where something stands that is not of articles, pages and authors."""
    made = own_addresses(
        sections=[section.slug for section in site.config.sections],
        tags=[tag.slug for tag in site.by_tag],
        authors=site.by_author,
        days=(each.life.published.at for each in site.articles),
    )
    static = (url_of(OutputPath(source.removeprefix(STATIC))) for source in site.static)
    return made.union(static, [UrlPath(site.info.search)] if site.info.search else [])
