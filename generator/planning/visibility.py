"""What an audience may see, and what references are told of everything else."""

from collections.abc import Iterable

from generator.model import Article, Author, Page
from generator.pages import State
from generator.planning.addresses import article_url, author_url, page_url
from generator.planning.authors import Authors
from generator.planning.references import References
from generator.planning.times import Audience, Life

PREVIEWED = frozenset({State.DRAFT, State.SCHEDULED, State.EMBARGOED, State.PUBLISHED})
WHY_HIDDEN = {
    State.DRAFT: "is a draft",
    State.SCHEDULED: "is scheduled for later",
    State.EMBARGOED: "is under embargo",
    State.EXPIRED: "has expired",
}


def is_shown(life: Life, audience: Audience) -> bool:
    """Whether an audience sees an article."""
    if audience is Audience.PREVIEW:
        return life.state in PREVIEWED
    return life.state is State.PUBLISHED


def shown_pages(pages: Iterable[Page], audience: Audience) -> list[Page]:
    """Return the pages that an audience sees."""
    return [page for page in pages if audience is Audience.PREVIEW or not page.draft]


def register_articles(
    lives: Iterable[tuple[Article, Life]], permalink: str, audience: Audience, known: References
) -> None:
    """Say of each article at which address it stands, or why it does not.

    A withdrawn one has an address, its notice's, but no places in it that a link could name.
    """
    for article, life in lives:
        url = article_url(permalink, article, life.published.at)
        known.sources[url] = article.source
        if is_shown(life, audience):
            known.addresses[article.source] = url
            known.ids[article.source] = frozenset(article.body.ids)
        elif life.state is State.WITHDRAWN:
            known.addresses[article.source] = url
        else:
            known.hidden[article.source] = WHY_HIDDEN[life.state]


def register_pages(pages: Iterable[Page], shown: Iterable[Page], known: References) -> None:
    """Say of each page at which address it stands, or that it is a draft."""
    public = {page.source for page in shown}
    for page in pages:
        known.sources[page_url(page.slug)] = page.source
        if page.source in public:
            known.addresses[page.source] = page_url(page.slug)
            known.ids[page.source] = frozenset(page.body.ids)
        else:
            known.hidden[page.source] = "is a draft"


def register_authors(
    files: Iterable[Author], authors: Authors, shown: Iterable[Article], known: References
) -> None:
    """Say of each author's file where the profile stands, if anything shown is signed so."""
    signing = set(authors.slugs(credit for article in shown for credit in article.credits))
    for author in files:
        if author.slug in signing:
            known.addresses[author.source] = author_url(author.slug)
            known.ids[author.source] = frozenset(author.body.ids)
        else:
            known.hidden[author.source] = "signs no public article"
