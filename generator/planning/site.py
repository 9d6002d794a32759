"""The site: every article where it stands, with all that crosses articles made explicit.

A site knows where everything stands; it shows the public articles (or, for a preview, the ones to
come as well) and nothing of the others. What an article or an author shows is worked out when an
output wants it: a build wants all of it, a preview what is on somebody's screen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain

from generator.config import Check, Config
from generator.dates import SECOND
from generator.errors import Problem, nearest
from generator.model import Article, Content, Faulty, OtherFile, Page, PictureFile
from generator.pages import AuthorCard, Teaser
from generator.paths import OutputPath, SourcePath, UrlPath, url_of
from generator.planning.addresses import STATIC, own_addresses
from generator.planning.authors import Authors
from generator.planning.changes import Audience, Change
from generator.planning.contents import Contents, sorted_by_kind, telling_files
from generator.planning.fates import Fated, Ground, fates_of, problems_of
from generator.planning.info import Info, site_info
from generator.planning.known import Known
from generator.planning.lazily import Lazily
from generator.planning.placed import Notice, Placed, PlacedPage, Placing, Row, notice
from generator.planning.profiles import Profile
from generator.planning.references import CONTENT, Expectation, References, content_path
from generator.planning.register import Register, registered
from generator.planning.related import related
from generator.planning.standing import Tag, Terms, newest_first
from generator.planning.tags import spelled_once, spelling_problems
from generator.planning.theme import Theme
from generator.planning.times import Clock, upcoming
from generator.planning.visibility import is_page_shown
from generator.recorded import Recorded, address_of
from generator.site_info import SiteInfo


@dataclass(frozen=True, eq=False, kw_only=True)
class Site:
    """All that outputs are planned from. Every row of articles is newest first."""

    config: Config
    theme: Theme
    contents: Contents
    register: Register
    unread: tuple[Faulty, ...] = ()
    recorded: tuple[Recorded, ...] = ()

    # -- as a whole

    @property
    def now(self) -> datetime:
        """The time as of which the site is planned."""
        return self.register.terms.now

    @property
    def audience(self) -> Audience:
        """For whom it is planned."""
        return self.register.terms.audience

    @property
    def info(self) -> SiteInfo:
        """What every layout knows."""
        return self.whole.site

    @property
    def whole(self) -> Info:
        """What the site as a whole says, looks like and needs."""
        return self._whole[0]

    @cached_property
    def _whole(self) -> tuple[Info, References]:
        references = References(self.known)
        return site_info(self.config, references, self.theme, self.audience), references

    @cached_property
    def known(self) -> Known:
        """Where everything stands."""
        unread = (each.source for each in self.unread)
        hidden = frozenset(source for source in unread if source not in self.contents)
        return Known(self.contents, self.register, hidden)

    @cached_property
    def _placing(self) -> Placing:
        return Placing(self.config, self.known)

    # -- articles

    @cached_property
    def articles(self) -> Row:
        """All articles that are shown."""
        return Row(self.register.shown, self._placing)

    @cached_property
    def by_tag(self) -> Mapping[Tag, Row]:
        """The articles of each tag."""
        groups = spelled_once(self.register.by_tag)
        return Lazily(groups, lambda tag: Row(groups[tag], self._placing))

    @cached_property
    def by_author(self) -> Mapping[str, Row]:
        """The articles of each author, by slug."""
        groups = self.register.by_author
        return Lazily(groups, lambda slug: Row(groups[slug], self._placing))

    @cached_property
    def by_section(self) -> Mapping[str, Row]:
        """The articles of each section, by slug; under "" those of none."""
        groups = self.register.by_section
        return Lazily(groups, lambda slug: Row(groups[slug], self._placing))

    def in_section(self, slug: str) -> Row:
        """Return the articles of a section, which may be none."""
        return self.by_section[slug] if slug in self.by_section else Row((), self._placing)

    @cached_property
    def by_month(self) -> Mapping[tuple[int, int], Row]:
        """The articles of each year and month."""
        groups = self.register.by_month
        return Lazily(groups, lambda month: Row(groups[month], self._placing))

    def of_year(self, year: int) -> Row:
        """Return the articles of a year."""
        months = self.register.by_month.items()
        found = chain.from_iterable(group for month, group in months if month[0] == year)
        return Row(newest_first(found), self._placing)

    def placed(self, source: SourcePath) -> Placed | None:
        """Return an article that is shown; None where none of this source is."""
        standing = self.register.standings.get(source)
        return self._placing.placed(standing) if standing and standing.is_shown else None

    def placed_at(self, url: UrlPath) -> Iterator[Placed]:
        """Yield what is shown at an address: no article, or one; more are a fault."""
        group = self.register.by_url.get(url, ())
        return (self._placing.placed(each) for each in group if each.is_shown)

    @property
    def placed_already(self) -> tuple[Placed, ...]:
        """The articles that something was asked of so far."""
        return self._placing.placed_already

    def related(self, placed: Placed) -> tuple[Teaser, ...]:
        """Return what is related to an article."""
        slugs = dict.fromkeys(tag.slug for tag in placed.tags)
        rows = [self.by_tag[self.by_tag_slug[slug]] for slug in slugs]
        section = placed.article.section
        return related(placed, rows, self.by_section[section] if section else None)

    @cached_property
    def by_tag_slug(self) -> Mapping[str, Tag]:
        """Each tag by its slug."""
        return {tag.slug: tag for tag in self.by_tag}

    def feed_updated(self, placed: Placed) -> datetime:
        """Return an article's own time in feeds.

        Atom wants no two entries with one `updated`; articles with a bare date share midnight. Each
        is at least a second after the one before, in the order of their times and sources.
        """
        return self.delayed.get(placed.source, placed.life.modified.at)

    @cached_property
    def delayed(self) -> Mapping[SourcePath, datetime]:
        """The articles whose time in feeds is not the time at which they were last changed."""
        shown = self.register.shown
        changed = sorted((each.life.modified.at.astimezone(UTC), each.source) for each in shown)
        delayed: dict[SourcePath, datetime] = {}
        latest = datetime.min.replace(tzinfo=UTC)
        for at, source in changed:
            latest = max(at, latest + SECOND)
            if latest > at:
                delayed[source] = latest.astimezone(self.config.zone)
        return delayed

    # -- all else that is shown

    @cached_property
    def pages(self) -> tuple[PlacedPage, ...]:
        """The pages that are no articles, in the order of their files."""
        clock = self._clock
        return tuple(self._placing.page(page, clock) for page in self._shown_pages)

    @property
    def _shown_pages(self) -> list[Page]:
        pages = sorted(self.contents.pages.values(), key=lambda each: each.source)
        return [page for page in pages if is_page_shown(page, self.audience)]

    @property
    def _clock(self) -> Clock:
        return Clock(self.now, self.config.zone)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What stands where articles were withdrawn, in the order of their files."""
        withdrawn = (each for each in self.register.standings.values() if each.is_withdrawn)
        return tuple(notice(each) for each in sorted(withdrawn, key=lambda each: each.source))

    @cached_property
    def profiles(self) -> Mapping[str, Profile]:
        """How each author is presented, by slug."""
        slugs = dict.fromkeys(sorted(self.register.by_author))
        return Lazily(slugs, lambda slug: Profile(slug, self.known))

    def card(self, slug: str) -> AuthorCard:
        """Return the card of an author."""
        return self.profiles[slug].card

    @property
    def others(self) -> Mapping[SourcePath, OtherFile]:
        """Documents that may be published."""
        return self.contents.others

    @property
    def static(self) -> Mapping[SourcePath, PictureFile | OtherFile]:
        """What stands at a fixed place."""
        return self.contents.static

    @property
    def needed(self) -> Iterator[SourcePath]:
        """The documents that the site as a whole and its authors' profiles need."""
        yield from self.whole.files
        for profile in self.profiles.values():
            yield from profile.files

    @cached_property
    def _line_up(self) -> tuple[tuple[SourcePath, ...], list[Problem]]:
        known = self.register.standings.keys()
        sources, problems = [], []
        for path in self.config.front.line_up:
            source = content_path(path)
            sources.append(source)
            if source not in known | self.known.unread:
                message = f'expected an article, got "{path}", which is none'
                near = nearest(source, known)
                hint = f'did you mean "{near.removeprefix(CONTENT)}"?' if near else ""
                problems.append(self.config.problem("front.line_up", message, hint))
        return tuple(sources), problems

    @property
    def line_up(self) -> tuple[SourcePath, ...]:
        """What site.toml puts first on the front; not all of it need be public now."""
        return self._line_up[0]

    # -- time and addresses

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What will happen to the site by itself, soonest first."""
        of_articles = (c for each in self.register.standings.values() for c in each.life.changes)
        of_pages = (c for page in self._shown_pages for c in self._clock.page_changes(page))
        return upcoming(chain(of_articles, of_pages), self._clock.now)

    @cached_property
    def fates(self) -> tuple[Fated, ...]:
        """What becomes of every address that was published."""
        return fates_of(self.recorded, self._ground()) if self.recorded else ()

    def _ground(self) -> Ground:
        """Return what decides the fate of an address that was published before."""
        standings = self.register.standings
        shown: list[Article | Page | Notice] = [
            *(each.article for each in self.register.shown), *self._shown_pages, *self.notices,
        ]  # fmt: skip
        return Ground(
            texts=(*self.contents.articles.values(), *self.contents.pages.values()),
            states={source: each.life.state for source, each in standings.items()},
            known=self.known,
            aliases={address_of(alias): each.source for each in shown for alias in each.aliases},
            own=self._own_addresses(),
        )

    def _own_addresses(self) -> frozenset[UrlPath]:
        """Return where something stands that is not of articles, pages and authors."""
        made = own_addresses(
            sections=[section.slug for section in self.config.sections],
            tags=self.by_tag_slug,
            authors=self.register.by_author,
            months=self.register.by_month,
        )
        static = (url_of(OutputPath(source.removeprefix(STATIC))) for source in self.static)
        return made.union(static, [UrlPath(self.info.search)] if self.info.search else [])

    # -- what is wrong, and what must be there

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with it; finding it places every article."""
        return tuple(sorted((*self.article_problems, *self.other_problems)))

    @cached_property
    def article_problems(self) -> tuple[Problem, ...]:
        """What is wrong with all articles, shown or not."""
        return tuple(chain(*map(self.problems_of, self.register.standings)))

    def problems_of(self, source: SourcePath) -> tuple[Problem, ...]:
        """Return what is wrong with an article, shown or not."""
        placed = self.placed(source)
        return (*self.register.standings[source].problems, *(placed.problems if placed else ()))

    @property
    def other_problems(self) -> Iterator[Problem]:
        """What is wrong with all that is no article."""
        return chain.from_iterable(self._other_problems())

    def _other_problems(self) -> Iterator[Iterable[Problem]]:
        yield from (each.problems for each in self._owners())
        yield from (self._placing.check(each) for each in self.unread)
        yield self.register.terms.authors.problems
        yield spelling_problems(self.register.by_tag)
        yield from (self._line_up[1], self.whole.look.problems, telling_files(self.contents))
        yield problems_of(self.fates, self.config.severity(Check.LOST_ADDRESS), self.audience)

    def _owners(self) -> Iterator[References]:
        yield self._whole[1]
        yield from (each.references for each in self.pages)
        yield from (each.references for each in self.profiles.values())

    @property
    def expectations(self) -> Iterator[Expectation]:
        """The addresses that something leads to, to be checked once all outputs are known."""
        for placed in self.articles:
            yield from placed.expectations
        yield from self.other_expectations

    @property
    def other_expectations(self) -> Iterator[Expectation]:
        """The addresses that something leads to which is no article."""
        return chain.from_iterable(each.expectations for each in self._owners())

    # -- another one

    def has_settings_of(self, other: "Site") -> bool:
        """Whether two sites differ in nothing but their content and their time."""
        own = (self.config, self.theme, self.recorded)
        return own == (other.config, other.theme, other.recorded)

    def under(self, config: Config, theme: Theme, recorded: Iterable[Recorded]) -> "Site":
        """Return the site as other settings make it."""
        terms = replace(self.register.terms, permalink=config.permalink, zone=config.zone)
        is_other = terms != self.register.terms
        register = registered(terms, _articles(self.contents)) if is_other else self.register
        return replace(
            self, config=config, theme=theme, register=register, recorded=tuple(recorded)
        )

    def as_of(self, now: datetime) -> "Site":
        """Return the site as it is at another time."""
        terms = replace(self.register.terms, now=now.astimezone(UTC))
        return replace(self, register=registered(terms, _articles(self.contents)))

    def revised(self, changed: Mapping[SourcePath, Content | None]) -> "Site":
        """Return the site with some files changed, new, or (None) no longer there."""
        contents = self.contents.revised(changed)
        terms = self.register.terms
        if contents.authors is not self.contents.authors:
            terms = replace(terms, authors=Authors(contents.authors.values()))
            return replace(self, contents=contents, register=registered(terms, _articles(contents)))
        articles = {
            source: each if isinstance(each, Article) else None
            for source, each in changed.items()
            if isinstance(each, Article) or source in self.contents.articles
        }
        register = self.register.revised(articles) if articles else self.register
        return replace(self, contents=contents, register=register)


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
    """Put everything where it stands, as of `now`; `unread` files have faults of their own.

    `recorded` are the addresses that were published before.
    """
    by_kind = sorted_by_kind(contents)
    authors = Authors(by_kind.authors.values())
    terms = Terms(config.permalink, config.zone, now.astimezone(UTC), audience, authors)
    return Site(
        config=config,
        theme=theme,
        contents=by_kind,
        register=registered(terms, _articles(by_kind)),
        unread=tuple(unread),
        recorded=tuple(recorded),
    )


def _articles(contents: Contents) -> Iterable[Article]:
    return contents.articles.values()
