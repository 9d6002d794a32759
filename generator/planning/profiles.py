"""How pages present those who sign articles."""

from generator.model import Author, AuthorType
from generator.pages import AuthorCard
from generator.paths import SourcePath
from generator.pictures import Picture, Words
from generator.planning.addresses import author_url
from generator.planning.drawn import Part
from generator.planning.known import Known
from generator.planning.references import Place, References


class Profile:
    """An author's card, and what it needs of the content."""

    def __init__(self, slug: str, known: Known) -> None:
        """Take the slug of an author who signs something that is shown."""
        self._known = known
        self.references = References(known)
        author = known.authors.known.get(slug)
        self.card = self._card(author) if author else self._bare(slug)
        self.files: tuple[SourcePath, ...] = ()
        if author:
            self.files = self.references.files_of(author.source, author.body)

    def _bare(self, slug: str) -> AuthorCard:
        """Return the card of a name without a file: as the first file that has it spells it."""
        first = min(self._known.register.by_author[slug], key=lambda each: each.source)
        name = self._known.authors.signed(slug, first.article.credits)
        return AuthorCard(name, author_url(slug), AuthorType.PERSON)

    def _card(self, author: Author) -> AuthorCard:
        body = self.references.body(author.source, author.body)
        return AuthorCard(
            name=author.name,
            url=author_url(author.slug),
            type=author.type,
            role=author.role,
            body=body if author.body.words else None,
            bio=author.body.excerpt,
            picture=self._picture(author),
            links=author.links,
            fediverse=author.fediverse,
        )

    def _picture(self, author: Author) -> Picture | None:
        if author.picture is None:
            return None
        place = Place(author.source, *author.places.get("picture", (0, 0)), "picture")
        name = Words(alt=author.name)
        return self.references.picture(author.source, author.picture, place, Part.PORTRAIT, name)
