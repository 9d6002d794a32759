"""What a page says to machines: schema.org entities, one for each script element.

One script for each entity, since some readers see nothing in a `@graph`.
"""

from dataclasses import replace

from generator.dates import rfc3339
from generator.model import AuthorType, Question, Role
from generator.pages import (
    ArticlePage,
    FrontPage,
    Head,
    IndexPage,
    ListingKind,
    ListingPage,
    Note,
    Page,
    Signature,
    StaticPage,
)
from generator.rendering.addresses import absolute
from generator.rendering.bylines import writers
from generator.rendering.entities import (
    Entity,
    breadcrumbs,
    contributor,
    images,
    newsroom,
    profile,
    publisher,
    website,
)
from generator.site_info import SiteInfo

Titled = IndexPage | ListingPage
ABOUT = "/about/"
_COLLECTIONS = (ListingKind.TAG, ListingKind.SECTION)


def structured_data(page: Page, site: SiteInfo) -> tuple[Entity, ...]:
    """Return the entities of a page, the main one first; `script_text` leaves out what is empty."""
    match page:
        case ArticlePage():
            trail = breadcrumbs(page.head, site)
            return (_news_article(page, site), *trail, *_faq(page.questions))
        case FrontPage():
            return _front(site)
        case ListingPage():
            return (*_listing(page, site), *breadcrumbs(page.head, site))
        case StaticPage():
            about = (newsroom(site),) if page.head.url == ABOUT else ()
            return (*about, *breadcrumbs(page.head, site))
        case IndexPage():
            return breadcrumbs(page.head, site)
        case _:
            return ()


def as_shown(page: Titled, title: str, name: str) -> Titled:
    """Return a page whose titles are those that readers see.

    Planning knows no language: it calls an index "tags" and a month "2025-11". The layout has the
    words: `title` for the page itself, `name` for the listing that the page is of.
    """
    head = page.head
    known_as = page.name if isinstance(page, ListingPage) else head.title
    trail = tuple(replace(s, text=name) if s.text == known_as else s for s in head.trail)
    shown = replace(head, title=title, trail=trail)
    if isinstance(page, ListingPage):
        return replace(page, head=shown, name=name)
    return replace(page, head=shown)


def _news_article(page: ArticlePage, site: SiteInfo) -> Entity:
    article = page.article
    return {
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "url": absolute(site, article),
        "mainEntityOfPage": {"@type": "WebPage", "@id": _canonical(page.head, site)},
        "image": images(article.picture, site),
        "datePublished": rfc3339(article.published.at),
        "dateModified": rfc3339(article.modified.at),
        **_people(article.byline, site),
        "publisher": publisher(site),
        "isAccessibleForFree": True,
        "articleSection": article.section.text if article.section else "",
        "keywords": [tag.text for tag in page.tags],
        "inLanguage": article.language or site.language,
        "dateline": page.dateline,
        "wordCount": page.words,
        "correction": [_correction(note) for note in page.corrections],
    }


def _people(byline: tuple[Signature, ...], site: SiteInfo) -> Entity:
    """Return the authors, and everybody else by what they did."""
    authors = [contributor(signature, site) for signature in writers(byline)]
    people: dict[str, list[Entity]] = {"author": authors}
    for signature in byline:
        person, part = contributor(signature, site), _part(signature)
        named = people.setdefault(part, [])
        if person not in named and not (part == "contributor" and person in authors):
            named.append(person)
    return dict(people)


def _part(signature: Signature) -> str:
    if signature.role is Role.TRANSLATION:
        return "translator"
    if signature.role is Role.EDITING and signature.type is AuthorType.PERSON:
        return "editor"  # schema.org knows no organization that edits
    return "contributor"


def _correction(note: Note) -> Entity:
    return {
        "@type": "CorrectionComment",
        "text": note.text,
        "datePublished": rfc3339(note.date.at),
    }


def _canonical(head: Head, site: SiteInfo) -> str:
    return absolute(site, head.canonical or head.url)


def _faq(questions: tuple[Question, ...]) -> tuple[Entity, ...]:
    if not questions:
        return ()
    answered = [
        {
            "@type": "Question",
            "name": question.text,
            "acceptedAnswer": {"@type": "Answer", "text": question.answer},
        }
        for question in questions
    ]
    return ({"@type": "FAQPage", "mainEntity": answered},)


def _front(site: SiteInfo) -> tuple[Entity, ...]:
    """Return the newsroom, and the site's name: search engines take that at a host's root only."""
    return (newsroom(site),) if site.base_path else (newsroom(site), website(site))


def _listing(page: ListingPage, site: SiteInfo) -> tuple[Entity, ...]:
    url = absolute(site, page.head)
    if page.author and page.number is None:  # the biography stands on the first page only
        person = profile(page.author, site)
        return ({"@type": "ProfilePage", "url": url, "mainEntity": person},)
    if page.kind not in _COLLECTIONS:
        return ()
    collection: Entity = {
        "@type": "CollectionPage",
        "name": page.name,
        "description": page.description,
        "url": url,
        "isPartOf": {"@type": "WebSite", "name": site.title, "url": f"{site.base_url}/"},
        "inLanguage": site.language,
    }
    return (collection,)
