"""The desk's values, taken from the site as it is now."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import chain

from generator.building.request import SECOND_NS
from generator.desk.front_matter import front_matter_table
from generator.desk.values import (
    ArticleDesk,
    Desk,
    DeskArticle,
    DeskChange,
    FieldLine,
    FrontMatterTable,
)
from generator.errors import Problem, by_file
from generator.model import PictureFile
from generator.pages import ArticlePage, FeedItem, FeedPage
from generator.paths import OutputPath, SourcePath, output_of, resolve
from generator.planning.changes import RELEASE, Change
from generator.planning.finding import Finder
from generator.planning.recipes import Template
from generator.planning.standing import Standing
from generator.preview.following import Following
from generator.preview.inspecting import Inspection

FEED = OutputPath("feed.xml")
Basis = tuple[Standing, PictureFile | None, tuple[Problem, ...], int]


class Desks:
    """Makes the desk of a site. What is listed of an article is kept while it is the same."""

    def __init__(self, following: Following, editor: str) -> None:
        """Take the files, and a pattern for links to the editor."""
        self._following = following
        self._editor = editor
        self._listed: dict[SourcePath, tuple[Basis, DeskArticle]] = {}
        self._names: object = None

    def desk(self, finder: Finder, inspection: Inspection, problems: Iterable[Problem],
             now: datetime) -> Desk:  # fmt: skip
        """Return the whole desk; `problems` are all that are known."""
        site = finder.site
        standings = site.register.standings
        names = site.config, site.contents.authors
        if names != self._names:  # of sections and people: each may stand at any article
            self._names = names
            self._listed.clear()
        found = by_file(problems)
        return Desk(
            title=site.config.title,
            now=now.astimezone(site.config.zone),
            articles=tuple(self._article(finder, each, found) for each in standings.values()),
            changes=tuple(_change(finder, each) for each in site.changes),
            problems=tuple(chain(*(found[path] for path in found if path not in standings))),
            checked=None if inspection.is_complete else len(standings) - inspection.left,
            editor=self._editor,
        )

    def article(
        self, finder: Finder, source: SourcePath, problems: Iterable[Problem], now: datetime
    ) -> ArticleDesk | None:
        """Return what the desk knows of an article; None where there is none."""
        site = finder.site
        standing = site.register.standings.get(source)
        if standing is None:
            return None
        zoned = now.astimezone(site.config.zone)
        page = _page(finder, standing)
        return ArticleDesk(
            site_title=site.config.title,
            home=self._following.home,
            now=zoned,
            article=self._article(finder, standing, by_file(problems)),
            page=page,
            feed_item=_feed_item(finder, standing),
            card=page.head.picture if page else None,
            corrections=standing.life.notes,
            front_matter=self._front_matter(source, zoned),
            changes=tuple(
                _change(finder, each) for each in site.changes if _source_in(each) == source
            ),
            editor=self._editor,
        )

    def _front_matter(self, source: SourcePath, now: datetime) -> FrontMatterTable:
        """Return the fields of a file, which may be gone or unreadable by now."""
        try:
            data = self._following.read(source)
        except OSError as error:
            fault = f"could not be read: {error.strerror or error}"
            return FrontMatterTable((FieldLine("", "", (), 0, fault),))
        return front_matter_table(source, data, now)

    def _article(
        self, finder: Finder, standing: Standing, found: dict[str, tuple[Problem, ...]]
    ) -> DeskArticle:
        source = standing.source
        saved = self._following.saved(source)
        basis = standing, _picture(finder, standing), found.get(source, ()), saved
        kept = self._listed.get(source)
        if kept and kept[0] == basis:
            return kept[1]
        listed = self._listing(finder, *basis)
        self._listed[source] = basis, listed
        return listed

    def _listing(
        self,
        finder: Finder,
        standing: Standing,
        picture: PictureFile | None,
        problems: tuple[Problem, ...],
        saved: int,
    ) -> DeskArticle:
        site, article = finder.site, standing.article
        words = article.image.words.over(picture.words) if article.image and picture else None
        sections = {each.slug: each.name for each in site.config.sections}
        names = (each.name for each in site.known.authors.signatures(article.credits))
        return DeskArticle(
            source=article.source,
            title=article.title,
            url=standing.url if standing.is_shown or standing.is_withdrawn else "",
            state=standing.life.state,
            published=standing.life.published,
            words=article.body.words,
            changed=datetime.fromtimestamp(saved / SECOND_NS, UTC).astimezone(site.config.zone),
            release=_release(finder, standing),
            section=sections.get(article.section, article.section),
            byline=tuple(dict.fromkeys(names)),
            problems=problems,
            is_corrected=bool(standing.life.notes),
            has_picture=article.image is not None,
            has_credit=bool(words and (words.credit or words.creator)),
        )


def _picture(finder: Finder, standing: Standing) -> PictureFile | None:
    image = standing.article.image
    source = resolve(standing.source, image.src) if image else None
    return finder.site.contents.pictures.get(source) if source else None


def _release(finder: Finder, standing: Standing) -> datetime | None:
    """Return when an article that waits goes live by itself."""
    changes = (each for each in standing.life.changes if each.at > finder.site.now)
    return next((each.at for each in changes if each.reason.endswith(RELEASE)), None)


def _source_in(change: Change) -> SourcePath:
    return SourcePath(change.reason.partition(": ")[0])


def _change(finder: Finder, change: Change) -> DeskChange:
    source, contents = _source_in(change), finder.site.contents
    text = contents.articles.get(source) or contents.pages.get(source)
    what = change.reason.partition(": ")[2]
    return DeskChange(change.at, what, text.title if text else source, source)


def _page(finder: Finder, standing: Standing) -> ArticlePage | None:
    output = finder.find(output_of(standing.url)) if standing.is_shown else None
    recipe = output.recipe if output else None
    page = recipe.page if isinstance(recipe, Template) else None
    return page if isinstance(page, ArticlePage) else None


def _feed_item(finder: Finder, standing: Standing) -> FeedItem | None:
    """Return an article as the site's feed has it; None where it is too old for it."""
    output = finder.find(FEED)
    recipe = output.recipe if output else None
    feed = recipe.page if isinstance(recipe, Template) else None
    items = feed.items if isinstance(feed, FeedPage) else ()
    return next((each for each in items if each.article.url == standing.url), None)
