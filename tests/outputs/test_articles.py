"""Each article at its own address, with what its page shows."""

from generator.model import Question
from generator.pages import ArticlePage, Link
from generator.planning.recipes import Template
from tests.planning.newsroom import (
    article,
    author,
    body,
    correction,
    image,
    output,
    page_at,
    picture,
    plan,
)

CALL = "2025/11/call/index.html"


def test_an_article_is_planned_with_its_source_its_address_and_its_last_change() -> None:
    made = output(plan(article(updated="2025-11-30 18:00")), CALL)
    assert made.url == "/2025/11/call/"
    assert made.source == "content/articles/call.md"
    assert made.lastmod is not None
    assert made.lastmod.isoformat() == "2025-11-30T18:00:00-05:00"
    assert isinstance(made.recipe, Template)
    assert made.recipe.layout == "article.html"


def test_a_correction_is_the_last_change() -> None:
    made = output(plan(article(corrections=(correction("2025-11-30"),))), CALL)
    assert made.lastmod is not None
    assert made.lastmod.isoformat() == "2025-11-30T00:00:00-05:00"


def test_neighbours_are_those_of_the_section() -> None:
    made = plan(
        article("a", "2025-11-01", section="harbour"),
        article("b", "2025-11-02", section="opinion"),
        article("c", "2025-11-03", section="harbour"),
        article("d", "2025-11-04", section="harbour"),
        article("e", "2025-11-05"),
    )
    found = {
        slug: page_at(made, f"2025/11/{slug}/index.html", ArticlePage) for slug in "abcde"
    }  # fmt: skip
    assert {slug: (each.newer, each.older) for slug, each in found.items()} == {
        "a": (Link("The c", "/2025/11/c/"), None),
        "b": (None, None),
        "c": (Link("The d", "/2025/11/d/"), Link("The a", "/2025/11/a/")),
        "d": (None, Link("The c", "/2025/11/c/")),
        "e": (None, None),
    }


def test_a_new_article_moves_the_two_before_it_and_no_other() -> None:
    old = [article(f"no-{n}", f"2025-11-{n:02}", section="harbour") for n in range(1, 9)]
    before, after = plan(*old), plan(*old, article("new", "2025-11-20", section="harbour"))
    moved = [
        path
        for path, each in before.outputs.items()
        if path.startswith("2025/") and after.outputs[path] != each
    ]
    assert sorted(moved) == ["2025/11/no-7/index.html", "2025/11/no-8/index.html"]


def test_an_edited_body_moves_its_page_and_the_feeds_and_nothing_else() -> None:
    old = [
        article(f"no-{n}", f"2025-11-{n:02}", section="harbour", summary="S", tags=("Sea",))
        for n in range(1, 4)
    ]
    edited = article(
        "no-2", "2025-11-02", section="harbour", summary="S", tags=("Sea",), body=body("Edited.")
    )
    before, after = plan(*old), plan(old[0], edited, old[2])
    moved = {path for path, each in before.outputs.items() if after.outputs[path] != each}
    assert moved == {
        "2025/11/no-2/index.html",
        "feed.xml",
        "atom.xml",
        "feed.json",
        "tags/sea/feed.xml",
        "authors/ana-diaz/feed.xml",
        "sections/harbour/feed.xml",
    }


def test_a_page_has_what_its_article_has() -> None:
    made = plan(
        article(
            section="harbour",
            tags=("Ports & ships", "Sea"),
            dateline="Havana",
            canonical="https://agency.example/x",
            body=body("Of it.", ids=("why",)),
        ),
        author(),
    )
    page = page_at(made, CALL, ArticlePage)
    assert page.dateline == "Havana"
    assert page.tags == (Link("Ports & ships", "/tags/ports-ships/"), Link("Sea", "/tags/sea/"))
    assert page.head.canonical == "https://agency.example/x"
    assert page.head.trail == (Link("The Example", "/"), Link("Harbour", "/sections/harbour/"))
    assert [each.id for each in page.headings] == ["why"]
    assert [each.name for each in page.authors] == ["Ana Díaz"]
    assert page.words == 2


def test_questions_are_handed_on() -> None:
    asked = (Question("Why?", "Because."),)
    text = body("x")
    one = article(body=text.__class__(text.digest, questions=asked))
    assert page_at(plan(one), CALL, ArticlePage).questions == asked


def test_the_picture_of_a_link_is_one_that_networks_can_show() -> None:
    files = (picture("card.png"), picture("ship.avif", "image/avif"), picture("ship.png"))
    own, other = article("own", image=image()), article("other", image=image("../images/ship.avif"))
    made = plan(own, other, *files, image="images/card.png")
    shown = {}
    for slug in ("own", "other"):
        found = page_at(made, f"2025/11/{slug}/index.html", ArticlePage)
        assert found.head.picture is not None
        assert found.article.picture is not None
        shown[slug] = (found.head.picture.type, found.head.picture.url.rpartition("-")[2])
    assert shown == {"own": ("image/jpeg", "16x9.jpg"), "other": ("image/jpeg", "16x9.jpg")}


def test_a_summary_that_was_not_written_is_not_printed_over_the_text_that_it_repeats() -> None:
    made = plan(article("call", body=body("First words.")))
    shown = page_at(made, "2025/11/call/index.html", ArticlePage)
    assert (shown.standfirst, shown.article.summary) == ("", "First words.")
    made = plan(article("call", summary="In short.", body=body("First words.")))
    shown = page_at(made, "2025/11/call/index.html", ArticlePage)
    assert (shown.standfirst, shown.article.summary) == ("In short.", "In short.")
