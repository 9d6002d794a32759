"""Checks of pictures: each told once where it stands, and silent where all is well."""

from dataclasses import replace

import pytest

from generator.config import Check, PublisherConfig
from generator.model import Body, PictureFile, Ref, RefKind
from generator.pictures import Words
from tests.checks.looking import told
from tests.planning.newsroom import article, body, image, page, picture

SHIP = picture()
LEAD = "content/articles/call.md:8:8: "
NO_ALT = "expected words that say what the picture shows, got none"


def sized(width: int, height: int) -> PictureFile:
    return replace(SHIP, width=width, height=height)


def with_picture(alt: str = "") -> Body:
    return body("x", Ref(RefKind.PICTURE, "/images/ship.png", "", 9, 3, Words(alt=alt)))


def test_a_lead_picture_without_alt_text_is_told() -> None:
    bare = article(image=image(alt=""))
    assert told(Check.PICTURE_ALT, bare, SHIP) == [f"{LEAD}image: {NO_ALT}"]


def test_a_lead_picture_may_have_its_alt_text_in_its_file() -> None:
    speaking = replace(SHIP, words=Words(alt="A ship"))
    assert told(Check.PICTURE_ALT, article(image=image(alt="")), speaking) == []


def test_a_lead_picture_without_a_credit_is_told() -> None:
    assert told(Check.PICTURE_CREDIT, article(image=image(credit="")), SHIP) == [
        f"{LEAD}image: expected a credit that says whose the picture is, got none"
    ]


def test_whoever_made_a_picture_is_its_credit() -> None:
    signed = replace(SHIP, words=Words(creator="Luis Prado"))
    assert told(Check.PICTURE_CREDIT, article(image=image(credit="")), signed) == []


@pytest.mark.parametrize("name", [Check.PICTURE_ALT, Check.PICTURE_CREDIT, Check.PICTURE_WIDTH])
def test_a_lead_picture_with_its_words_or_none_at_all_is_let_be(name: Check) -> None:
    assert told(name, article(image=image()), article("plain"), SHIP) == []


def test_a_lead_picture_that_nobody_can_show_large_is_told() -> None:
    (found,) = told(Check.PICTURE_WIDTH, article(image=image()), sized(1199, 900))
    assert found == (
        "content/articles/call.md:8:8: warning: image: expected a picture of 1,200 pixels or more "
        "across, got one of 1,199"
    )


def test_a_picture_in_a_text_without_alt_text_is_told_of_articles_and_pages() -> None:
    found = told(
        Check.TEXT_PICTURE_ALT, article(body=with_picture()), page(body=with_picture()), SHIP
    )
    assert found == [
        f"content/articles/call.md:9:3: warning: {NO_ALT}",
        f"content/pages/about.md:9:3: warning: {NO_ALT}",
    ]


def test_a_picture_in_a_text_with_alt_text_is_let_be() -> None:
    linked = body("x", Ref(RefKind.LINK, "/images/ship.png", "", 9, 3))
    shown = article(body=with_picture("A ship"))
    assert told(Check.TEXT_PICTURE_ALT, shown, article("link", body=linked), SHIP) == []


@pytest.mark.parametrize("size", [(200, 100), (100, 200), (111, 111), (512, 500)])
def test_a_logo_that_is_not_square_or_too_small_is_told(size: tuple[int, int]) -> None:
    logo = PublisherConfig(name="The Example", logo="images/ship.png")
    assert told(Check.PUBLISHER_LOGO, sized(*size), publisher=logo) == [
        (
            "site.toml: warning: publisher.logo: expected a square picture of 112 pixels or more, "
            f"got {size[0]} by {size[1]}"
        )
    ]


@pytest.mark.parametrize("size", [(112, 112), (512, 511)])
def test_a_square_logo_is_let_be(size: tuple[int, int]) -> None:
    logo = PublisherConfig(name="The Example", logo="images/ship.png")
    assert told(Check.PUBLISHER_LOGO, sized(*size), publisher=logo) == []


def test_a_site_without_a_logo_is_let_be() -> None:
    assert told(Check.PUBLISHER_LOGO) == []
