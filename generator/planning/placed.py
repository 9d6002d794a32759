"""What stands on the site, in its place: articles, pages, notices."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, overload

from generator.errors import Problem
from generator.model import Article, Page, PictureFile
from generator.pages import BodyHtml, State, Teaser, Time
from generator.paths import SourcePath, UrlPath
from generator.pictures import Picture
from generator.planning.references import Expectation, References
from generator.planning.register import Group
from generator.planning.standing import Standing, Tag
from generator.planning.times import Life

if TYPE_CHECKING:
    from generator.planning.placing import Placing


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
        return self.standing.authors

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
