"""Who signs articles: people and desks with a file of their own, and names without one."""

from collections.abc import Iterable

from generator.errors import Problem
from generator.model import Author, AuthorType, Credit, Role
from generator.pages import Signature
from generator.planning.addresses import author_url
from generator.slugs import slugify


class Authors:
    """Finds authors by the names that bylines use; one without a file is made from the name."""

    def __init__(self, authors: Iterable[Author]) -> None:
        """Take the authors' files; two that answer to one name are a problem."""
        self.known: dict[str, Author] = {}  # by slug
        self.problems: list[Problem] = []
        self._slugs: dict[str, str] = {}
        for author in sorted(authors, key=lambda each: each.source):
            for name in sorted({author.slug, slugify(author.name)}):
                self._add(name, author)

    def _add(self, name: str, author: Author) -> None:
        other = self._slugs.get(name)
        if other is not None and other in self.known:
            message = f"expected one author of this name, got two (also {self.known[other].source})"
            line, column = author.places.get("name", (0, 0))
            self.problems.append(Problem(author.source, line, column, "name", message))
            return
        self._slugs[name] = author.slug
        self.known[author.slug] = author

    def slug(self, name: str) -> str:
        """Return the slug of the author whom a byline names."""
        own = slugify(name) or "author"
        return self._slugs.get(own, own)

    def slugs(self, credited: Iterable[Credit]) -> tuple[str, ...]:
        """Return the slugs of some credits, each once."""
        slugs = [self.slug(each.name) for each in credited]
        return tuple(slugs if len(slugs) < 2 else dict.fromkeys(slugs))

    def signatures(self, credited: Iterable[Credit]) -> tuple[Signature, ...]:
        """Return credits as a byline prints them: by role, then as written."""
        order = list(Role)
        made = [self._signature(each) for each in credited]
        return tuple(sorted(dict.fromkeys(made), key=lambda each: order.index(each.role)))

    def _signature(self, credit: Credit) -> Signature:
        slug = self.slug(credit.name)
        author = self.known.get(slug)
        name = author.name if author else credit.name
        kind = author.type if author else AuthorType.PERSON
        fediverse = author.fediverse if author else ""
        return Signature(name, author_url(slug), credit.role, kind, fediverse)

    def signed(self, slug: str, credited: Iterable[Credit]) -> str:
        """Return the name under which an author without a file has signed."""
        return next(each.name for each in credited if self.slug(each.name) == slug)
