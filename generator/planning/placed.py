"""What stands on the site, in its place: articles, pages, notices.

An article in its place is asked, and has what it shows worked out: what costs is not done for an
article at which nobody looks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import overload

from generator.config import Config
from generator.errors import Problem, nearest
from generator.model import Article, Faulty, Page, PictureFile
from generator.pages import BodyHtml, Link, State, Teaser, Time
from generator.paths import SourcePath, UrlPath
from generator.pictures import Picture
from generator.planning.addresses import page_url, section_url
from generator.planning.changes import Audience
from generator.planning.drawn import Part
from generator.planning.known import Known
from generator.planning.references import Expectation, Place, References
from generator.planning.register import Group
from generator.planning.standing import Standing, Tag
from generator.planning.times import Clock, Life


class Placed:
    """An article in its place: what it shows and needs is worked out when it is first asked for."""

    def __init__(self, standing: Standing, placing: "Placing") -> None:
        """Take where it stands, and who works out the rest."""
        self.standing = standing
        self._placing = placing

    @property
    def article(self) -> Article:
        """The article as its file says it."""
        return self.standing.article

    @property
    def source(self) -> SourcePath:
        """Its file."""
        return self.standing.article.source

    @property
    def url(self) -> UrlPath:
        """Its address."""
        return self.standing.url

    @property
    def life(self) -> Life:
        """Its times, and its state now."""
        return self.standing.life

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Its tags."""
        return self.standing.tags

    @property
    def authors(self) -> tuple[str, ...]:
        """The slugs of its authors, in byline order."""
        return self._placing.signers(self.article)

    @property
    def teaser(self) -> Teaser:
        """What other pages may show of it."""
        return self._face[0]

    @cached_property
    def in_passing(self) -> Teaser:
        """Its teaser without what would only move it: a correction there is none elsewhere."""
        return replace(self.teaser, modified=self.teaser.published)

    @property
    def body(self) -> BodyHtml:
        """Its text, with what its references lead to."""
        return self._text[0]

    @property
    def files(self) -> tuple[SourcePath, ...]:
        """The documents that its text links to."""
        return self._text[1].files_of(self.source, self.article.body)

    @property
    def drawn(self) -> Mapping[Picture, PictureFile]:
        """The pictures that it shows, each with its file."""
        return {**self._face[1].drawn, **self._text[1].drawn}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with what it shows."""
        return (*self._face[1].problems, *self._text[1].problems)

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """The addresses that its text expects to be there."""
        return tuple(self._text[1].expectations)

    @cached_property
    def _face(self) -> tuple[Teaser, References]:
        return self._placing.teaser(self.standing)

    @cached_property
    def _text(self) -> tuple[BodyHtml, References]:
        return self._placing.body(self.article)


class Row(Sequence[Placed]):
    """Articles in a row, newest first; each is placed when it is looked at."""

    def __init__(self, group: Group, placing: "Placing") -> None:
        """Take where they stand."""
        self.group = group
        self._placing = placing

    def __len__(self) -> int:
        return len(self.group)

    @overload
    def __getitem__(self, index: int) -> Placed: ...

    @overload
    def __getitem__(self, index: slice) -> "Row": ...

    def __getitem__(self, index: int | slice) -> "Placed | Row":
        if isinstance(index, slice):
            return Row(self.group[index], self._placing)
        return self._placing.placed(self.group[index])

    def __iter__(self) -> Iterator[Placed]:
        return map(self._placing.placed, self.group)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedPage:
    """A page in its place, and what its text needs."""

    page: Page
    url: UrlPath
    body: BodyHtml
    updated: Time | None
    files: tuple[SourcePath, ...]
    state: State | None
    references: References


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands where a withdrawn article was."""

    source: SourcePath
    url: UrlPath
    date: Time | None
    text: str
    aliases: tuple[str, ...]


class Placing:
    """Places what is shown, each article once, however many pages show it."""

    def __init__(self, config: Config, known: Known) -> None:
        """Take where everything stands."""
        self._config = config
        self._known = known
        self._sections = {each.slug: each for each in config.sections}
        self._placed: dict[SourcePath, Placed] = {}

    @property
    def placed_already(self) -> tuple[Placed, ...]:
        """What was looked at so far."""
        return tuple(self._placed.values())

    def placed(self, standing: Standing) -> Placed:
        """Return an article in its place."""
        found = self._placed.get(standing.article.source)
        if found is None:
            found = self._placed[standing.article.source] = Placed(standing, self)
        return found

    def body(self, article: Article) -> tuple[BodyHtml, References]:
        """Return an article's text, with what its references lead to."""
        references = References(self._known)
        return references.body(article.source, article.body), references

    def signers(self, article: Article) -> tuple[str, ...]:
        """Return the slugs of an article's authors, in byline order."""
        return self._known.authors.slugs(article.credits)

    def teaser(self, standing: Standing) -> tuple[Teaser, References]:
        """Return what other pages may show of an article, and what that needs."""
        article, life = standing.article, standing.life
        references = References(self._known)
        teaser = Teaser(
            url=standing.url,
            title=article.title,
            summary=article.summary or article.body.excerpt,
            kicker=article.kicker,
            byline=self._known.authors.signatures(article.credits),
            section=self._section(article, references),
            published=life.published,
            modified=life.modified,
            picture=self._picture(article, references),
            language=article.language or self._config.language,
            state=life.state if self._audience is Audience.PREVIEW else None,
        )
        return teaser, references

    def page(self, page: Page, clock: Clock) -> PlacedPage:
        """Return a page in its place."""
        references = References(self._known)
        return PlacedPage(
            page=page,
            url=page_url(page.slug),
            body=references.body(page.source, page.body),
            updated=clock.page_updated(page),
            files=references.files_of(page.source, page.body),
            state=State.DRAFT if page.draft else None,
            references=references,
        )

    def check(self, faulty: Faulty) -> list[Problem]:
        """Return what else is wrong with a file that has faults of its own."""
        references = References(self._known)
        references.targets(faulty.source, faulty.refs)
        if faulty.section:
            self._section_of(faulty.source, faulty.section, faulty.section_place, references)
        return references.problems

    @property
    def _audience(self) -> Audience:
        return self._known.register.terms.audience

    def _picture(self, article: Article, references: References) -> Picture | None:
        """Return an article's lead picture."""
        if article.image is None:
            return None
        place = Place(article.source, *article.places.get("image", (0, 0)), "image")
        return references.picture(article.source, article.image, place, Part.LEAD)

    def _section(self, article: Article, references: References) -> Link | None:
        if article.section:
            place = article.places["section"]
            return self._section_of(article.source, article.section, place, references)
        if "{section}" in self._config.permalink:
            message = "expected a section, since the permalink of site.toml has one, got none"
            references.problems.append(Problem(article.source, 1, 1, "section", message))
        return None

    def _section_of(
        self, source: SourcePath, written: str, place: tuple[int, int], references: References
    ) -> Link | None:
        section = self._sections.get(written)
        if section is not None:
            return Link(section.name, section_url(section.slug))
        known = ", ".join(self._sections) or "a section of site.toml, which has none"
        message = f'expected one of {known}, got "{written}"'
        names = {each.name: slug for slug, each in self._sections.items()}
        near = names.get(written) or nearest(written, self._sections)
        hint = f"section: {near}" if near else "sections stand in site.toml, under [sections]"
        references.problems.append(Problem(source, *place, "section", message, hint))
        return None


def notice(standing: Standing) -> Notice:
    """Return what stands where a withdrawn article was."""
    article = standing.article
    text = article.withdrawn.text if article.withdrawn else ""
    return Notice(article.source, standing.url, standing.life.withdrawn, text, article.aliases)
