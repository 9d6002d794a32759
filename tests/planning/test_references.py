"""What references lead to, and what is said of those that lead nowhere."""

from typing import Any

import pytest

from generator.config import MenuItem, PublisherConfig
from generator.model import Article, Body, Content, Withdrawal
from generator.pages import ArticlePage, ListingPage, StaticPage, Target
from tests.planning.newsroom import (
    article,
    author,
    body,
    document,
    image,
    link,
    page,
    page_at,
    picture,
    plan,
    problems,
    shown,
    site,
    when,
)

HERE = "2025/11/here/index.html"


def here(text: Body) -> Article:
    return article("here", body=text)


def urls(text: Body, *others: Content) -> list[str]:
    """Return what the references of a text lead to, in their order."""
    made = plan(here(text), *others, author(), page(), picture(), document())
    assert made.problems == ()
    return [target.url for target in page_at(made, HERE, ArticlePage).body.targets]


def faults(text: Body, *others: Article) -> list[str]:
    found = problems(here(text), *others, author(), page(), picture(), document())
    return [each.removeprefix("content/articles/here.md:") for each in found]


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("call.md", "/2025/11/call/"),
        ("./call.md", "/2025/11/call/"),
        ("/articles/call.md", "/2025/11/call/"),
        ("../pages/about.md", "/about/"),
        ("../authors/ana-diaz.md", "/authors/ana-diaz/"),
        ("here.md", "/2025/11/here/"),
        ("/archive/", "/archive/"),
        ("/archive/2025/11/", "/archive/2025/11/"),
        ("/feed.xml", "/feed.xml"),
        ("/", "/"),
    ],
)
def test_a_reference_leads_to_a_file_or_an_address(target: str, url: str) -> None:
    assert urls(body("x", link(target)), article("call")) == [url]


def test_a_reference_to_a_place_leads_to_it() -> None:
    other = article("call", body=body("x", ids=("why",)))
    assert urls(body("y", link("call.md", "why")), other) == ["/2025/11/call/#why"]
    assert urls(body("y", link("/archive/", "x")), other) == ["/archive/#x"]


def test_documents_and_pictures_have_names_that_nobody_can_guess() -> None:
    found = urls(body("x", link("../documents/papers.pdf"), link("../images/ship.png")))
    assert found == [
        f"/files/papers.{document().digest[:12]}.pdf",
        "/media/ship.4f2425ec6c89-1200.jpg",
    ]


def test_a_document_that_stands_at_a_fixed_place_is_found_there() -> None:
    found = urls(body("x", link("../static/papers.pdf")), document("static/papers.pdf"))
    assert found == ["/papers.pdf"]


def test_a_menu_does_not_lead_to_a_picture() -> None:
    assert problems(picture(), menu=(MenuItem("Ship", "images/ship.png"),)) == [
        "site.toml: menu: expected a page or a document, got the picture content/images/ship.png"
    ]


def test_a_picture_may_be_called_what_windows_calls_a_device() -> None:
    found = urls(body("x", link("../images/con.png")), picture("con.png"))
    assert found[0].startswith("/media/picture.")


def test_a_picture_in_a_text_comes_with_its_size() -> None:
    made = plan(here(body("x", shown("../images/ship.png"))), picture())
    (target,) = page_at(made, HERE, ArticlePage).body.targets
    assert target.picture is not None
    assert (target.picture.width, target.picture.height) == (1200, 675)


def test_a_renamed_slug_reaches_the_page_that_links_to_it() -> None:
    other = article("call", slug="renamed")
    assert urls(body("x", link("call.md")), other) == ["/2025/11/renamed/"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (
            "cal.md",
            'expected a file of the site, got "content/articles/cal.md", which does not exist',
        ),
        ("../../../etc/passwd", 'expected a file of the site, got "../../../etc/passwd"'),
        ("/archiv/", 'expected an address of this site, got "/archiv/", which is none'),
        (
            "../documents/none.pdf",
            'expected a file of the site, got "content/documents/none.pdf", which does not exist',
        ),
    ],
)
def test_a_dead_link_is_a_problem_with_its_line(target: str, message: str) -> None:
    text = body("x", link(target, line=12, column=34))
    assert faults(text, article("call")) == [f"12:34: {message}"]


def test_a_near_miss_is_named() -> None:
    made = plan(here(body("x", link("cal.md"), link("/archiv/"))), article("call"))
    assert [problem.hint for problem in made.problems] == [
        'did you mean "call.md"?',
        'did you mean "/archive/"?',
    ]


def test_a_missing_picture_is_a_problem_with_its_line() -> None:
    assert faults(body("x", shown("../images/shp.png", line=7, column=2))) == [
        '7:2: expected a picture, got "../images/shp.png", which is not there'
    ]


def test_a_missing_lead_picture_is_a_problem_of_its_field() -> None:
    one = article(image=image("../images/none.png"))
    line, column = one.places["image"]
    assert problems(one) == [
        (
            f"content/articles/call.md:{line}:{column}: image:"
            ' expected a picture, got "../images/none.png", which is not there'
        )
    ]


def test_a_document_is_no_picture() -> None:
    assert faults(body("x", shown("../documents/papers.pdf"))) == [
        '9:3: expected a JPEG, PNG, WebP, AVIF or GIF, got "../documents/papers.pdf"'
    ]


def test_a_place_that_is_none_is_a_problem() -> None:
    other = article("call", body=body("x", ids=("why",)))
    assert faults(body("y", link("call.md", "wy")), other) == [
        '9:3: expected a place in content/articles/call.md, got "#wy", which is none'
    ]


def test_a_place_in_a_biography_is_known() -> None:
    one = author(body=body("x", ids=("prizes",)))
    made = plan(here(body("y", link("../authors/ana-diaz.md", "prizes"))), one)
    assert made.problems == ()
    (target,) = page_at(made, HERE, ArticlePage).body.targets
    assert target.url == "/authors/ana-diaz/#prizes"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"draft": True}, "is a draft"),
        ({"date": "2025-12-24"}, "is scheduled for later"),
        ({"embargo": "2025-12-24"}, "is under embargo"),
        ({"expires": "2025-11-30"}, "has expired"),
    ],
)
def test_a_link_to_what_is_not_public_is_a_warning_and_leads_nowhere(
    values: dict[str, Any], why: str
) -> None:
    other = article("call", **values)
    made = plan(here(body("x", link("call.md"))), other)
    assert made.errors == ()
    assert [str(problem) for problem in made.problems] == [
        (
            "content/articles/here.md:9:3: warning: leads to content/articles/call.md,"
            f" which {why}: shown without its link"
        )
    ]
    assert page_at(made, HERE, ArticlePage).body.targets == (Target(""),)


def test_a_link_to_an_author_without_articles_is_a_warning() -> None:
    assert faults(body("x", link("../authors/nobody.md"))) == [
        '9:3: expected a file of the site, got "content/authors/nobody.md", which does not exist'
    ]
    made = plan(here(body("x", link("../authors/nobody.md"))), author("nobody", "Nobody"))
    assert made.errors == ()
    (problem,) = made.problems
    assert "which signs no public article" in problem.message


def test_an_address_of_an_article_is_held_to_what_its_file_is() -> None:
    other = article("call", body=body("x", ids=("why",)))
    assert urls(body("y", link("/2025/11/call/", "why")), other) == ["/2025/11/call/#why"]
    assert faults(body("y", link("/2025/11/call/", "wy")), other) == [
        '9:3: expected a place in content/articles/call.md, got "#wy", which is none'
    ]


def test_an_address_of_what_is_not_public_is_a_warning_and_leads_nowhere() -> None:
    other = article("call", expires="2025-11-30")
    made = plan(here(body("x", link("/2025/11/call/"))), other)
    assert made.errors == ()
    assert page_at(made, HERE, ArticlePage).body.targets == (Target(""),)


def test_a_link_to_what_was_withdrawn_leads_to_its_notice_without_a_place() -> None:
    other = article("call", body=body("x", ids=("why",)), withdrawn=Withdrawal())
    assert urls(body("y", link("call.md", "why"), link("call.md")), other) == [
        "/2025/11/call/",
        "/2025/11/call/",
    ]


def test_a_withdrawal_to_come_does_not_break_the_build_that_it_comes_with() -> None:
    other = article("call", body=body("x", ids=("why",)), withdrawn=Withdrawal(when("2025-11-29")))
    assert faults(body("y", link("call.md", "why")), other) == []


def test_what_leads_to_a_file_with_faults_of_its_own_is_no_second_fault() -> None:
    made = site(here(body("x", link("bad.md"))), unread=["content/articles/bad.md"])
    assert made.problems == ()
    author_of_bad = author("nobody", "Nobody")
    text = body("x", link("../authors/nobody.md"))
    made = site(here(text), author_of_bad, unread=["content/articles/bad.md"])
    assert made.problems == ()


def test_the_references_of_pages_and_biographies_are_resolved_too() -> None:
    made = plan(
        article(),
        page(body=body("x", link("../articles/call.md"))),
        author(body=body("y", link("../pages/about.md"))),
    )
    assert page_at(made, "about/index.html", StaticPage).body.targets[0].url == "/2025/11/call/"
    card = page_at(made, "authors/ana-diaz/index.html", ListingPage).author
    assert card is not None
    assert card.body is not None
    assert card.body.targets[0].url == "/about/"


def test_what_site_toml_refers_to_is_resolved_or_a_problem() -> None:
    made = plan(
        page(),
        picture(),
        image="images/ship.png",
        image_alt="A ship",
        menu=(
            MenuItem("About", "pages/about.md"),
            MenuItem("All", "/archive/"),
            MenuItem("Elsewhere", "https://other.example/"),
        ),
        publisher=PublisherConfig(policies=(("corrections", "pages/about.md"),)),
    )
    assert made.problems == ()
    found = problems(
        image="images/none.png",
        menu=(MenuItem("About", "pages/about.md"), MenuItem("Lost", "/nowhere/")),
        publisher=PublisherConfig(logo="none.png", policies=(("ethics", "pages/none.md"),)),
    )
    assert found == [
        'site.toml: image: expected a picture, got "images/none.png", which is not there',
        (
            'site.toml: menu: expected a file of the site, got "content/pages/about.md",'
            " which does not exist"
        ),
        'site.toml: menu: expected an address of this site, got "/nowhere/", which is none',
        (
            'site.toml: publisher: expected a file of the site, got "content/pages/none.md",'
            " which does not exist"
        ),
        'site.toml: publisher.logo: expected a picture, got "none.png", which is not there',
    ]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("call.md", 'did you mean "call.md"?'),
        ("content/articles/call.md", 'did you mean "call.md"?'),
        ("../call.md", 'did you mean "call.md"?'),
        ("pages/about.md", 'did you mean "../pages/about.md"?'),
    ],
)
def test_a_hint_says_what_to_write_where_the_link_stands(written: str, hint: str) -> None:
    made = plan(here(body("x", link(written))), article("call"), page())
    hints = [problem.hint for problem in made.errors]
    assert hints == ([] if written == "call.md" else [hint])


def test_an_address_that_is_none_is_a_problem() -> None:
    assert faults(body("x", link("/%2F["))) != []
    assert faults(body("x", link("//["))) != []


@pytest.mark.parametrize("to", ["javascript:alert(1)", "//[", "ftp://example.com/", "about"])
def test_a_menu_leads_to_the_site_or_the_web_and_nowhere_else(to: str) -> None:
    (problem,) = problems(menu=(MenuItem("Odd", to),))
    assert problem.startswith("site.toml: menu: expected ")


@pytest.mark.parametrize("to", ["mailto:desk@example.com", "tel:+15551234", "http://a.example/"])
def test_a_menu_may_lead_wherever_a_text_may(to: str) -> None:
    assert problems(menu=(MenuItem("Write", to),)) == []
