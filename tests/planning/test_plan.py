"""The plan: addresses of one's own, in an order in which nothing points at what is not there."""

import pytest

from generator.config import HostingConfig
from generator.pages import ArticlePage, TextPage
from generator.paths import OutputPath
from generator.planning.plan import ByPath, Index, Kind, Output, make_plan
from generator.planning.recipes import Template
from generator.planning.site import Site
from tests.planning.newsroom import (
    article,
    author,
    correction,
    document,
    image,
    page,
    page_at,
    picture,
    plan,
    problems,
    site,
)

HINT = "give one of them another slug or alias"


def test_two_articles_at_one_address_are_a_problem_that_names_both() -> None:
    one, other = article("a", slug="call"), article("b", slug="call")
    assert problems(one, other) == [
        (
            "content/articles/b.md: slug: expected an address of its own,"
            " got 2025/11/call/index.html, which content/articles/a.md has"
        )
    ]
    assert [problem.hint for problem in plan(other, one).problems] == [HINT]


def test_one_slug_in_two_months_is_no_problem() -> None:
    assert problems(article("a", slug="call"), article("b", "2025-10-01", slug="call")) == []


@pytest.mark.parametrize(
    ("alias", "message"),
    [
        ("/2025/11/other/", "2025/11/other/index.html, which content/articles/call.md has"),
        ("/2025/11/other", "2025/11/other/index.html, which content/articles/call.md has"),
        ("/2025/11/call/", "2025/11/call/index.html, which content/articles/call.md has"),
        ("/archive/", "archive/index.html, which a page of the site's own has"),
        ("/feed.xml", "feed.xml/index.html, which a page of the site's own has"),
        ("/", "index.html, which a page of the site's own has"),
    ],
)
def test_an_alias_takes_nobodys_address(alias: str, message: str) -> None:
    (problem,) = problems(article(aliases=(alias,)), article("other"))
    assert problem.startswith("content/articles/")
    field = "slug" if problem.startswith("content/articles/other.md") else "aliases"
    assert problem.endswith(f".md: {field}: expected an address of its own, got {message}")


def test_the_same_alias_twice_is_a_problem() -> None:
    found = problems(article("a", aliases=("/old/",)), article("b", aliases=("/old/",)))
    assert found == [
        (
            "content/articles/b.md: aliases: expected an address of its own, got old/index.html,"
            " which content/articles/a.md has"
        )
    ]


def test_a_page_cannot_take_the_place_of_a_listing() -> None:
    assert problems(page("tags")) == [
        (
            "content/pages/tags.md: slug: expected an address of its own, got tags/index.html,"
            " which a page of the site's own has"
        )
    ]


def test_addresses_that_differ_in_case_alone_collide() -> None:
    found = problems(article("a", aliases=("/Old/",)), article("b", aliases=("/old/",)))
    assert len(found) == 1


def test_a_file_and_a_folder_of_one_name_collide() -> None:
    found = problems(
        article("a", aliases=("/old.html",)), article("b", aliases=("/old.html/more/",))
    )
    assert found == [
        (
            "content/articles/b.md: aliases: expected an address of its own,"
            " got old.html/more/index.html, which content/articles/a.md has"
        )
    ]


@pytest.mark.parametrize("alias", ["/con/", "/a:b/", "/a./"])
def test_an_address_that_some_system_cannot_store_is_a_problem(alias: str) -> None:
    (problem,) = problems(article(aliases=(alias,)))
    assert "expected an address that every system can store" in problem


def test_what_is_hidden_takes_no_address() -> None:
    assert problems(article("a", slug="call"), article("b", slug="call", draft=True)) == []


def test_the_plan_does_not_depend_on_the_order_in_which_files_were_read() -> None:
    contents = (
        article("a", tags=("Sea", "Ports"), image=image()),
        article("b", tags=("Sea",), corrections=(correction("2025-11-29"),)),
        article("c", "2025-10-01"),
        author(),
        author("luis", "Luis"),
        page(),
        page("imprint"),
        picture(),
        document(),
    )
    forwards, backwards = plan(*contents), plan(*reversed(contents))
    assert forwards.outputs == backwards.outputs
    assert forwards.problems == backwards.problems


def test_what_is_pointed_at_is_published_before_what_points_at_it() -> None:
    made = plan(article(tags=("Sea",), image=image(), aliases=("/old/",)), page(), picture())
    shown = page_at(made, "2025/11/call/index.html", ArticlePage)
    assert shown.article.picture is not None
    order = list(made.outputs)
    expected = [
        shown.article.picture.url.removeprefix("/"),
        "2025/11/call/index.html",
        "about/index.html",
        "tags/sea/index.html",
        "archive/2025/11/index.html",
        "tags/index.html",
        "index.html",
        "old/index.html",
        "feed.xml",
        "sitemap.xml",
    ]
    assert [path for path in order if path in expected] == expected


def test_an_index_sees_the_outputs_of_the_kinds() -> None:
    one = Output(path=OutputPath("a.txt"), recipe=Template("text.txt", TextPage(())))
    seen: list[OutputPath] = []

    def index(_: Site, outputs: object) -> list[Output]:
        seen.extend(each.path for each in outputs)  # type: ignore[attr-defined]
        return [Output(path=OutputPath("b.txt"), recipe=one.recipe)]

    made = make_plan(site(), [Kind(lambda _: [one])], [Index(index, ("b",))])
    assert seen == ["a.txt"]
    assert list(made.outputs) == ["a.txt", "b.txt"]


def test_a_plan_tells_its_parts() -> None:
    paths = [OutputPath(f"{name}.txt") for name in ("one", "whole", "index")]
    one, whole, index = (
        [Output(path=path, recipe=Template("text.txt", TextPage(())))] for path in paths
    )
    kinds = Kind(lambda _: one, ByPath(lambda *_: one, lambda _: ())), Kind(lambda _: whole)
    made = make_plan(site(), kinds, [Index(lambda *_: index, ("index",))])
    assert (made.whole, made.indexes) == (("whole.txt",), ("index.txt",))


def test_what_hosts_would_not_read_is_among_the_problems() -> None:
    made = plan(article(), hosting=HostingConfig(domain="other.example"))
    assert [each.field for each in made.of_hosts] == ["hosting.domain"]
    assert {*made.of_hosts} <= {*made.problems}
