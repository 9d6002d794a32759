"""What every page shows of the site, and what every page says of itself."""

import pytest

from generator.config import MenuItem, PublisherConfig
from generator.pages import ArticlePage, FeedLink, Link, StaticPage
from generator.paths import UrlPath
from generator.planning.changes import Audience
from tests.planning.newsroom import article, image, page, page_at, picture, plan, site


@pytest.mark.parametrize(
    ("base_url", "base_path"),
    [
        ("https://example.com", ""),
        ("https://example.com/repo", "/repo"),
        ("https://example.com/a/b", "/a/b"),
    ],
)
def test_the_path_of_the_base_is_known_apart(base_url: str, base_path: str) -> None:
    info = site(base_url=base_url).info
    assert (info.base_url, info.base_path) == (base_url, base_path)


def test_sections_and_menu_are_in_the_order_of_site_toml() -> None:
    info = site(
        page(), menu=(MenuItem("About", "pages/about.md"), MenuItem("All", "/archive/"))
    ).info
    assert info.sections == (
        Link("Harbour", "/sections/harbour/"),
        Link("Opinion", "/sections/opinion/"),
    )
    assert info.menu == (Link("About", "/about/"), Link("All", "/archive/"))


def test_the_feeds_of_the_site_are_announced_in_three_forms() -> None:
    assert site().info.feeds == (
        FeedLink("The Example (RSS)", UrlPath("/feed.xml"), "application/rss+xml"),
        FeedLink("The Example (Atom)", UrlPath("/atom.xml"), "application/atom+xml"),
        FeedLink("The Example (JSON Feed)", UrlPath("/feed.json"), "application/feed+json"),
    )


def test_policies_go_by_the_names_of_the_vocabulary() -> None:
    names = (
        "publishing_principles", "corrections", "ethics", "masthead", "ownership",
        "unnamed_sources", "verification", "feedback", "diversity", "coverage", "no_bylines",
    )  # fmt: skip
    policies = tuple((name, "pages/about.md") for name in names)
    publisher = site(page(), publisher=PublisherConfig(policies=policies)).info.publisher
    assert [name for name, _ in publisher.policies] == [
        "publishingPrinciples", "correctionsPolicy", "ethicsPolicy", "masthead",
        "ownershipFundingInfo", "unnamedSourcesPolicy", "verificationFactCheckingPolicy",
        "actionableFeedbackPolicy", "diversityPolicy", "missionCoveragePrioritiesPolicy",
        "noBylinesPolicy",
    ]  # fmt: skip
    assert {url for _, url in publisher.policies} == {"/about/"}


def test_a_policy_that_is_a_draft_is_not_named() -> None:
    publisher = PublisherConfig(policies=(("ethics", "pages/about.md"),))
    assert site(page(draft=True), publisher=publisher).info.publisher.policies == ()


def test_the_publisher_is_the_site_unless_it_has_another_name() -> None:
    assert site().info.publisher.name == "The Example"
    assert site(publisher=PublisherConfig("Media House")).info.publisher.name == "Media House"


def test_a_page_without_a_picture_shows_that_of_the_site() -> None:
    files = (picture("card.png"), picture("logo.png"), picture("ship.png"), article(), page())
    logo = PublisherConfig(logo="images/logo.png")
    found = [
        page_at(made, "about/index.html", StaticPage).head.picture
        for made in (
            plan(*files, image="images/card.png", publisher=logo),
            plan(*files, publisher=logo),
            plan(*files),
        )
    ]
    assert [each.url.split(".")[0] if each else "" for each in found] == [
        "/media/card", "", "",
    ]  # fmt: skip
    own = page_at(
        plan(article(image=image()), *files[:3], image="images/card.png"),
        "2025/11/call/index.html",
        ArticlePage,
    ).head.picture
    assert own is not None
    assert own.url.startswith("/media/ship.")


def test_the_picture_of_the_site_has_words_of_its_own_or_its_name() -> None:
    found = site(picture("card.png"), image="images/card.png", image_alt="A wave").whole.picture
    assert found is not None
    assert found.alt == "A wave"
    found = site(picture("card.png"), image="images/card.png").whole.picture
    assert found is not None
    assert found.alt == "The Example"


def test_the_site_knows_whether_it_is_a_preview() -> None:
    assert not site().info.preview
    assert site(audience=Audience.PREVIEW).info.preview
