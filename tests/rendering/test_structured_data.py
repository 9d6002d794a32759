"""What pages say to machines, field by field."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from generator.model import AuthorType, Question, Role
from generator.pages import FrontPage, IndexKind, IndexPage, Link, ListingKind, NotFoundPage, Page
from generator.paths import UrlPath
from generator.pictures import Rendition
from generator.rendering.entities import script_text
from generator.rendering.structured_data import structured_data
from generator.site_info import Publisher, SiteInfo
from tests.rendering.factories import (
    EVENING,
    MORNING,
    article_page,
    at,
    author_card,
    below_a_path,
    head,
    listing_page,
    logo,
    note,
    picture,
    signature,
    site,
    static_page,
    teaser,
)

PUBLISHER = Publisher(
    name="Example Media",
    url="https://media.example.com/",
    logo=logo(),
    email="desk@example.com",
    same_as=("https://social.example/@example",),
    policies=(("correctionsPolicy", UrlPath("/corrections/")),),
)


def said(page: Page, info: SiteInfo | None = None) -> dict[str, Any]:
    """Return what a page says, by type, as a reader of its scripts gets it."""
    found = [json.loads(script_text(each)) for each in structured_data(page, info or site())]
    assert all(each["@context"] == "https://schema.org" for each in found)
    by_type = {each["@type"]: each for each in found}
    assert len(by_type) == len(found)
    return by_type


def article(page: Page | None = None, info: SiteInfo | None = None) -> dict[str, Any]:
    found: dict[str, Any] = said(page or article_page(), info)["NewsArticle"]
    return found


def test_an_article_says_what_it_is() -> None:
    page = article_page(
        tags=(Link("Sea", "/tags/sea/"), Link("Ports", "/tags/ports/")),
        dateline="Havana",
        words=321,
    )
    found = article(page)
    assert found["headline"] == "The call"
    assert found["description"] == "A call was made."
    assert found["articleSection"] == "World"
    assert found["keywords"] == ["Sea", "Ports"]
    assert found["dateline"] == "Havana"
    assert found["wordCount"] == 321
    assert found["inLanguage"] == "en"
    assert found["isAccessibleForFree"] is True


def test_an_article_says_where_it_is() -> None:
    found = article(info=below_a_path())
    assert found["url"] == "https://example.com/repo/2025/11/call/"
    assert found["mainEntityOfPage"] == {
        "@type": "WebPage",
        "@id": "https://example.com/repo/2025/11/call/",
    }


def test_an_article_that_came_from_elsewhere_names_its_first_address() -> None:
    page = article_page(head=head(canonical="https://b.org/call"))
    assert article(page)["mainEntityOfPage"] == {"@type": "WebPage", "@id": "https://b.org/call"}


def test_the_times_of_an_article_carry_their_zone() -> None:
    page = article_page(article=teaser(published=at(MORNING, has_time=False), modified=at(EVENING)))
    found = article(page)
    assert found["datePublished"] == "2025-11-28T09:30:00-05:00"
    assert found["dateModified"] == "2025-11-29T18:05:00-05:00"


def test_an_article_without_language_speaks_the_sites() -> None:
    page = article_page(article=teaser(language=""))
    assert article(page, site(language="es"))["inLanguage"] == "es"


def test_a_picture_is_said_with_its_credit_and_licence() -> None:
    shown = picture(
        caption="The harbour.", credit="Leo Paz", license="https://creativecommons.org/by/4.0/"
    )
    assert article(article_page(article=teaser(picture=shown)))["image"] == [
        {
            "@type": "ImageObject",
            "url": "https://example.com/media/harbour.0123-1200.jpg",
            "contentUrl": "https://example.com/media/harbour.0123-1200.jpg",
            "width": "1200 px",
            "height": "675 px",
            "caption": "The harbour.",
            "creditText": "Leo Paz",
            "license": "https://creativecommons.org/by/4.0/",
        }
    ]


def test_a_picture_says_who_made_it_and_whose_it_is() -> None:
    shown = picture(creator="Leo Paz", copyright="© Leo Paz")
    (image,) = article(article_page(article=teaser(picture=shown)))["image"]
    assert image["creator"] == {"@type": "Person", "name": "Leo Paz"}
    assert image["creditText"] == "Leo Paz"
    assert image["copyrightNotice"] == "© Leo Paz"
    assert "license" not in image


def test_a_storys_picture_is_offered_in_each_ratio() -> None:
    shown = replace(picture(), has_crops=True)
    found = article(article_page(article=teaser(picture=shown)))["image"]
    sizes = [(each["url"].rpartition("-")[2], each["width"], each["height"]) for each in found]
    assert sizes == [
        ("16x9.jpg", "1200 px", "675 px"),
        ("4x3.jpg", "900 px", "675 px"),
        ("1x1.jpg", "675 px", "675 px"),
    ]


def test_a_card_is_no_picture_of_the_article() -> None:
    card = Rendition(UrlPath("/media/card.1.png"), 1200, 630, "image/png")
    assert "image" not in article(article_page(head=head(picture=card)))


def test_authors_are_those_who_reported_each_with_an_address() -> None:
    byline = (
        signature("Ana"),
        signature("World Desk", kind=AuthorType.DESK),
        signature("Leo", Role.PHOTOGRAPHS),
        signature("Eva", Role.EDITING),
        signature("Copy Desk", Role.EDITING, AuthorType.DESK),
        signature("Luz", Role.TRANSLATION),
        signature("Leo", Role.VIDEO),
    )
    found = article(article_page(article=teaser(byline=byline)))
    assert found["author"] == [
        {"@type": "Person", "name": "Ana", "url": "https://example.com/authors/ana/"},
        {
            "@type": "Organization",
            "name": "World Desk",
            "url": "https://example.com/authors/world-desk/",
        },
    ]
    assert names(found["contributor"]) == ["Leo", "Copy Desk"]
    assert names(found["editor"]) == ["Eva"]
    assert names(found["translator"]) == ["Luz"]


def test_where_nobody_reported_everybody_is_an_author_once() -> None:
    byline = (
        signature("Leo", Role.PHOTOGRAPHS),
        signature("Ana", Role.VIDEO),
        signature("Leo", Role.DATA),
    )
    found = article(article_page(article=teaser(byline=byline)))
    assert names(found["author"]) == ["Leo", "Ana"]
    assert "contributor" not in found


def names(people: list[dict[str, str]]) -> list[str]:
    return [person["name"] for person in people]


def test_an_article_carries_its_publisher_in_full() -> None:
    assert article(info=site(publisher=PUBLISHER))["publisher"] == {
        "@type": "NewsMediaOrganization",
        "@id": "https://example.com/#publisher",
        "name": "Example Media",
        "url": "https://media.example.com/",
        "logo": {
            "@type": "ImageObject",
            "url": "https://example.com/media/logo.0123-512.png",
            "contentUrl": "https://example.com/media/logo.0123-512.png",
            "width": "512 px",
            "height": "512 px",
        },
        "sameAs": ["https://social.example/@example"],
    }


def test_corrections_are_said_with_their_day() -> None:
    assert article(article_page(corrections=(note("North, not south."),)))["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "North, not south.",
            "datePublished": "2025-11-29T18:05:00-05:00",
        }
    ]


def test_nothing_is_said_of_what_is_missing() -> None:
    bare = article_page(article=teaser(section=None, summary=""))
    assert (
        article(bare)
        .keys()
        .isdisjoint(
            ["articleSection", "description", "correction", "dateline", "keywords", "image"]
        )
    )


def test_the_trail_ends_with_the_page_itself() -> None:
    trail = said(article_page(), below_a_path())["BreadcrumbList"]
    assert trail["itemListElement"] == [
        {
            "@type": "ListItem",
            "position": 1,
            "name": "Home",
            "item": "https://example.com/repo/",
        },
        {
            "@type": "ListItem",
            "position": 2,
            "name": "World",
            "item": "https://example.com/repo/world/",
        },
        {
            "@type": "ListItem",
            "position": 3,
            "name": "The call",
            "item": "https://example.com/repo/2025/11/call/",
        },
    ]


def test_a_page_without_a_trail_has_no_list_of_one() -> None:
    assert "BreadcrumbList" not in said(article_page(head=head()))


def test_questions_are_said_with_their_answers() -> None:
    page = article_page(questions=(Question("Who?", "The navy."),))
    assert said(page)["FAQPage"]["mainEntity"] == [
        {
            "@type": "Question",
            "name": "Who?",
            "acceptedAnswer": {"@type": "Answer", "text": "The navy."},
        }
    ]
    assert "FAQPage" not in said(article_page())


def test_the_front_presents_the_newsroom_and_the_site() -> None:
    front = FrontPage(head("/", "The Example"), None, (), ())
    found = said(front, site(publisher=PUBLISHER))
    assert found.keys() == {"NewsMediaOrganization", "WebSite"}
    newsroom = found["NewsMediaOrganization"]
    assert newsroom["correctionsPolicy"] == "https://example.com/corrections/"
    assert newsroom["contactPoint"] == {
        "@type": "ContactPoint",
        "contactType": "newsroom",
        "email": "desk@example.com",
    }
    website = found["WebSite"]
    assert website["name"] == "The Example"
    assert website["url"] == "https://example.com/"
    assert website["description"] == "News of the harbour."
    assert website["inLanguage"] == "en"
    assert website["publisher"]["name"] == "Example Media"


def test_a_newsroom_without_an_address_has_no_point_of_contact() -> None:
    front = FrontPage(head("/", "The Example"), None, (), ())
    assert "contactPoint" not in said(front)["NewsMediaOrganization"]


def test_a_site_below_a_path_has_no_name_of_its_own_in_search() -> None:
    front = FrontPage(head("/", "The Example"), None, (), ())
    assert said(front, below_a_path()).keys() == {"NewsMediaOrganization"}


def test_an_authors_first_page_is_a_profile() -> None:
    author = author_card(
        bio="Ana covers the sea.",
        role="Reporter",
        picture=picture(),
        links=("https://social.example/@ana",),
    )
    page = listing_page(ListingKind.AUTHOR, head=head("/authors/ana-diaz/", "Ana"), author=author)
    found = said(page)["ProfilePage"]
    assert found["url"] == "https://example.com/authors/ana-diaz/"
    person = found["mainEntity"]
    assert person["@type"] == "Person"
    assert person["name"] == "Ana Díaz"
    assert person["description"] == "Ana covers the sea."
    assert person["jobTitle"] == "Reporter"
    assert person["sameAs"] == ["https://social.example/@ana"]
    assert person["image"]["@type"] == "ImageObject"


def test_a_desk_has_a_logo_and_no_job() -> None:
    desk = author_card(type=AuthorType.DESK, role="Desk", picture=picture())
    entity = said(listing_page(ListingKind.AUTHOR, author=desk))["ProfilePage"]["mainEntity"]
    assert entity["@type"] == "Organization"
    assert "logo" in entity
    assert entity.keys().isdisjoint(["jobTitle", "image"])


def test_an_authors_later_pages_are_no_profiles() -> None:
    page = listing_page(ListingKind.AUTHOR, author=author_card(), number=2)
    assert said(page).keys() == {"BreadcrumbList"}


@pytest.mark.parametrize("kind", [ListingKind.TAG, ListingKind.SECTION])
def test_a_tag_and_a_section_are_collections(kind: ListingKind) -> None:
    page = listing_page(kind, description="All of the sea.")
    found = said(page)
    assert found.keys() == {"CollectionPage", "BreadcrumbList"}
    assert found["CollectionPage"]["name"] == "Sea"
    assert found["CollectionPage"]["description"] == "All of the sea."
    assert found["CollectionPage"]["url"] == "https://example.com/tags/sea/"
    assert found["CollectionPage"]["inLanguage"] == "en"
    assert found["CollectionPage"]["isPartOf"] == {
        "@type": "WebSite",
        "name": "The Example",
        "url": "https://example.com/",
    }


@pytest.mark.parametrize("kind", [ListingKind.YEAR, ListingKind.MONTH])
def test_an_archive_says_its_place_only(kind: ListingKind) -> None:
    assert said(listing_page(kind)).keys() == {"BreadcrumbList"}


def test_the_page_about_the_site_presents_the_newsroom() -> None:
    trail = (Link("Home", "/"),)
    about = static_page(head=head("/about/", "About", trail=trail))
    other = static_page(head=head("/terms/", "Terms", trail=trail))
    assert said(about).keys() == {"NewsMediaOrganization", "BreadcrumbList"}
    assert said(other).keys() == {"BreadcrumbList"}


def test_an_index_says_its_place_and_a_missing_page_nothing() -> None:
    index = IndexPage(head("/tags/", "Tags", trail=(Link("Home", "/"),)), IndexKind.TAGS, ())
    assert said(index).keys() == {"BreadcrumbList"}
    assert said(NotFoundPage(head("/404.html", "Not found"), ())) == {}


def test_no_text_can_end_its_script() -> None:
    hostile = "</script><!-- ]]> \"quoted\" & 'so' \u2028 \x00\x0b"
    page = article_page(article=teaser(title=hostile))
    (text, *_) = map(script_text, structured_data(page, site()))
    assert not re.search("[<>&\u2028\u2029\x00-\x1f]", text)
    assert json.loads(text)["headline"] == hostile.removesuffix("\x00\x0b")


def test_accents_stay_letters_and_keys_keep_their_order() -> None:
    text = script_text({"@type": "Thing", "name": "Díaz", "description": ""})
    assert text == '{"@context":"https://schema.org","@type":"Thing","name":"Díaz"}'
