"""Putting an article or a page in its place: its address, its teaser, what its references mean."""

from datetime import UTC

from generator.config import Config
from generator.errors import Problem, nearest
from generator.model import Article, Faulty, Page
from generator.pages import Link, State, Teaser
from generator.paths import SourcePath
from generator.pictures import Picture
from generator.planning.addresses import page_url, section_url
from generator.planning.authors import Authors
from generator.planning.drawn import Part
from generator.planning.placed import Notice, Placed, PlacedPage, Tag
from generator.planning.references import Place, References
from generator.planning.times import Audience, Clock, Life
from generator.slugs import slugify


class Placing:
    """Places what is shown; collects what is wrong with it."""

    def __init__(
        self, config: Config, references: References, authors: Authors, *, audience: Audience
    ) -> None:
        self._config = config
        self._references = references
        self._authors = authors
        self._audience = audience
        self._sections = {each.slug: each for each in config.sections}
        self.problems: list[Problem] = []

    def article(self, article: Article, life: Life) -> Placed:
        """Return an article in its place."""
        picture = self._picture(article)
        teaser = Teaser(
            url=self._references.addresses[article.source],
            title=article.title,
            summary=article.summary or article.body.excerpt,
            kicker=article.kicker,
            byline=self._authors.signatures(article.credits),
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
            files=self._references.files_of(article.source, article.body),
            feed_updated=life.modified.at.astimezone(UTC),
        )

    def page(self, page: Page, clock: Clock) -> PlacedPage:
        """Return a page in its place."""
        return PlacedPage(
            page=page,
            url=page_url(page.slug),
            body=self._references.body(page.source, page.body),
            updated=clock.page_updated(page),
            files=self._references.files_of(page.source, page.body),
            state=State.DRAFT if page.draft else None,
        )

    def notice(self, article: Article, life: Life) -> Notice:
        """Return what stands where a withdrawn article was."""
        url = self._references.addresses[article.source]
        text = article.withdrawn.text if article.withdrawn else ""
        return Notice(article.source, url, life.withdrawn, text, article.aliases)

    def _picture(self, article: Article) -> Picture | None:
        """Return an article's lead picture."""
        if article.image is None:
            return None
        place = Place(article.source, *article.places.get("image", (0, 0)), "image")
        return self._references.picture(article.source, article.image, place, Part.LEAD)

    def check(self, faulty: Faulty) -> None:
        """Note what else is wrong with a file that has faults of its own."""
        self._references.targets(faulty.source, faulty.refs)
        if faulty.section:
            self._section_of(faulty.source, faulty.section, faulty.section_place)

    def _section(self, article: Article) -> Link | None:
        if article.section:
            place = article.places["section"]
            return self._section_of(article.source, article.section, place)
        if "{section}" in self._config.permalink:
            message = "expected a section, since the permalink of site.toml has one, got none"
            self.problems.append(Problem(article.source, 1, 1, "section", message))
        return None

    def _section_of(self, source: SourcePath, written: str, place: tuple[int, int]) -> Link | None:
        section = self._sections.get(written)
        if section is not None:
            return Link(section.name, section_url(section.slug))
        known = ", ".join(self._sections) or "a section of site.toml, which has none"
        message = f'expected one of {known}, got "{written}"'
        names = {each.name: slug for slug, each in self._sections.items()}
        near = names.get(written) or nearest(written, self._sections)
        hint = f"section: {near}" if near else "sections stand in site.toml, under [sections]"
        self.problems.append(Problem(source, *place, "section", message, hint))
        return None
