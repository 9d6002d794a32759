"""Who signs articles: people and desks with a file of their own, and names without one."""

from collections.abc import Iterable

from generator.errors import Problem
from generator.model import Author, AuthorType, Credit, Role
from generator.pages import AuthorCard, Signature
from generator.paths import SourcePath
from generator.pictures import Picture, Words
from generator.planning.addresses import author_url
from generator.planning.drawn import Part
from generator.planning.references import Place, References
from generator.slugs import slugify


class Authors:
    """Finds authors by the names that bylines use; one without a file is made from the name."""

    def __init__(self, authors: Iterable[Author], references: References) -> None:
        """Take the authors' files; two that answer to one name are a problem."""
        self._references = references
        self._known: dict[str, Author] = {}
        self._names: dict[str, str] = {}
        self._slugs: dict[str, str] = {}
        self.problems: list[Problem] = []
        for author in sorted(authors, key=lambda each: each.source):
            for name in {author.slug, slugify(author.name)}:
                self._add(name, author)

    def _add(self, name: str, author: Author) -> None:
        other = self._slugs.get(name)
        if other is not None and other in self._known:
            message = (
                f"expected one author of this name, got two (also {self._known[other].source})"
            )
            line, column = author.places.get("name", (0, 0))
            self.problems.append(Problem(author.source, line, column, "name", message))
            return
        self._slugs[name] = author.slug
        self._known[author.slug] = author

    def slug(self, name: str) -> str:
        """Return the slug of the author whom a byline names."""
        own = slugify(name) or "author"
        slug = self._slugs.get(own, own)
        if slug not in self._known:
            self._names.setdefault(slug, name)
        return slug

    def slugs(self, credited: Iterable[Credit]) -> tuple[str, ...]:
        """Return the slugs of some credits, each once."""
        return tuple(dict.fromkeys(self.slug(each.name) for each in credited))

    def signatures(self, credited: Iterable[Credit]) -> tuple[Signature, ...]:
        """Return credits as a byline prints them: by role, then as written."""
        order = list(Role)
        made = [self._signature(each) for each in credited]
        return tuple(sorted(dict.fromkeys(made), key=lambda each: order.index(each.role)))

    def _signature(self, credit: Credit) -> Signature:
        slug = self.slug(credit.name)
        author = self._known.get(slug)
        name = author.name if author else credit.name
        kind = author.type if author else AuthorType.PERSON
        fediverse = author.fediverse if author else ""
        return Signature(name, author_url(slug), credit.role, kind, fediverse)

    def card(self, slug: str) -> AuthorCard:
        """Return how pages present an author."""
        author = self._known.get(slug)
        if author is None:
            return AuthorCard(self._names[slug], author_url(slug), AuthorType.PERSON)
        body = self._references.body(author.source, author.body)
        return AuthorCard(
            name=author.name,
            url=author_url(slug),
            type=author.type,
            role=author.role,
            body=body if author.body.words else None,
            bio=author.body.excerpt,
            picture=self._picture(author),
            links=author.links,
            fediverse=author.fediverse,
        )

    def files(self, slugs: Iterable[str]) -> list[SourcePath]:
        """Return the files that the profiles of these authors need."""
        needed: list[SourcePath] = []
        for author in (self._known[slug] for slug in slugs if slug in self._known):
            needed += self._references.files_of(author.source, author.body)
        return needed

    def _picture(self, author: Author) -> Picture | None:
        if author.picture is None:
            return None
        place = Place(author.source, *author.places.get("picture", (0, 0)), "picture")
        name = Words(alt=author.name)
        return self._references.picture(author.source, author.picture, place, Part.PORTRAIT, name)
