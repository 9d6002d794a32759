"""Who signs articles."""

from generator.model import AuthorType, Credit, ImageUse, Role
from generator.pages import ArticlePage, AuthorCard, ListingPage
from generator.paths import UrlPath
from generator.pictures import Words
from tests.planning.newsroom import (
    article,
    author,
    body,
    page_at,
    picture,
    plan,
    problems,
    site,
)

CALL = "2025/11/call/index.html"


def test_a_byline_names_people_by_role_and_then_as_written() -> None:
    one = article(
        credits=(
            Credit("Zoe", Role.EDITING),
            Credit("Luis Paz", Role.PHOTOGRAPHS),
            Credit("Mei Lin"),
            Credit("Ana Díaz"),
        )
    )
    byline = page_at(plan(one), CALL, ArticlePage).article.byline
    assert [(each.name, each.role) for each in byline] == [
        ("Mei Lin", Role.REPORTING),
        ("Ana Díaz", Role.REPORTING),
        ("Luis Paz", Role.PHOTOGRAPHS),
        ("Zoe", Role.EDITING),
    ]


def test_a_name_without_a_file_has_a_profile_all_the_same() -> None:
    made = plan(article(credits=(Credit("Mei Lin"),)))
    assert page_at(made, "authors/mei-lin/index.html", ListingPage).author == AuthorCard(
        "Mei Lin", UrlPath("/authors/mei-lin/"), AuthorType.PERSON
    )


def test_an_author_is_found_by_name_by_slug_and_without_accents() -> None:
    spellings = ("Ana Díaz", "ana diaz", "ANA-DÍAZ", "correspondent")
    articles = [
        article(f"no-{number}", credits=(Credit(name),)) for number, name in enumerate(spellings)
    ]
    made = site(*articles, author("correspondent", "Ana Díaz"))
    assert {len(group) for group in made.by_author.values()} == {4}
    assert {each.teaser.byline[0].name for each in made.articles} == {"Ana Díaz"}
    assert {each.teaser.byline[0].url for each in made.articles} == {"/authors/correspondent/"}


def test_a_desk_is_a_desk() -> None:
    desk = author("data-desk", "Data Desk", type=AuthorType.DESK)
    made = site(article(credits=(Credit("Data Desk"),)), desk)
    assert made.articles[0].teaser.byline[0].type is AuthorType.DESK
    assert made.card("data-desk").type is AuthorType.DESK


def test_who_did_two_things_is_listed_once() -> None:
    one = article(credits=(Credit("Ana Díaz"), Credit("Ana Díaz", Role.GRAPHICS)))
    made = site(one, author())
    assert [len(group) for group in made.by_author.values()] == [1]
    assert len(made.articles[0].teaser.byline) == 2


def test_a_credit_that_is_written_twice_is_printed_once() -> None:
    made = site(article(credits=(Credit("Ana Díaz"), Credit("Ana Díaz"))))
    assert len(made.articles[0].teaser.byline) == 1


def test_a_profile_has_the_biography_and_the_portrait() -> None:
    one = author(
        role="Correspondent",
        picture=ImageUse("../images/ship.png", Words(alt="Ana")),
        links=("https://social.example/@ana",),
        fediverse="@ana@social.example",
        body=body("Ana writes."),
    )
    card = site(article(), one, picture()).card("ana-diaz")
    assert (card.role, card.bio, card.links) == (
        "Correspondent",
        "Ana writes.",
        ("https://social.example/@ana",),
    )
    assert card.picture is not None
    assert card.picture.alt == "Ana"
    assert card.body is not None


def test_a_missing_portrait_is_a_problem_of_its_field() -> None:
    one = author(picture=ImageUse("none.png"))
    line, column = one.places["picture"]
    assert problems(article(), one) == [
        (
            f"content/authors/ana-diaz.md:{line}:{column}: picture:"
            ' expected a picture, got "none.png", which is not there'
        )
    ]


def test_two_authors_of_one_name_are_a_problem() -> None:
    line, column = author().places["name"]
    assert problems(author("ana-diaz", "Ana Díaz"), author("ana", "Ana Díaz")) == [
        (
            f"content/authors/ana.md:{line}:{column}: name: expected one author of this name,"
            " got two (also content/authors/ana-diaz.md)"
        )
    ]


def test_who_signs_nothing_public_has_no_page() -> None:
    made = plan(
        article(),
        article("secret", credits=(Credit("Zoe"),), draft=True),
        author("nobody", "Nobody"),
        author("zoe", "Zoe"),
    )
    assert [path for path in made.outputs if path.startswith("authors/")] == [
        "authors/ana-diaz/index.html",
        "authors/index.html",
        "authors/ana-diaz/feed.xml",
    ]
