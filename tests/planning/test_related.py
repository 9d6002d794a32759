"""Related articles: near in subject and time, and stable while others come."""

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Article
from generator.pages import ArticlePage, Teaser
from generator.planning.recipes import Template
from generator.planning.related import NEWER, OLDER, SHOWN
from tests.planning.newsroom import article, correction, page_at, plan

TAGS = ("Sea", "Law", "Trade", "War")


def of(*articles: Article, name: str = "call") -> list[str]:
    page = page_at(plan(*articles), f"2025/11/{name}/index.html", ArticlePage)
    return [teaser.title.removeprefix("The ") for teaser in page.related]


def story(name: str, day: int, *tags: str, section: str = "") -> Article:
    return article(name, f"2025-11-{day:02}", tags=tags, section=section)


def test_what_shares_most_tags_comes_first() -> None:
    call = story("call", 20, "Sea", "Law")
    others = (story("one", 10, "Sea"), story("both", 1, "Sea", "Law"), story("none", 19, "War"))
    assert of(call, *others) == ["both", "one"]


def test_of_equals_the_newest_comes_first() -> None:
    call = story("call", 20, "Sea")
    others = [story(f"s{day}", day, "Sea") for day in (9, 21, 15, 18)]
    assert of(call, *others) == ["s21", "s18", "s15"]


def test_a_section_counts_less_than_a_tag() -> None:
    call = story("call", 20, "Sea", section="harbour")
    tagged, neighbour = story("tagged", 2, "Sea"), story("neighbour", 19, section="harbour")
    assert of(call, neighbour, tagged) == ["tagged", "neighbour"]


def test_what_has_nothing_in_common_is_not_related() -> None:
    assert of(story("call", 20), story("other", 19)) == []


def test_a_draft_is_not_related() -> None:
    call = story("call", 20, "Sea")
    assert of(call, article("secret", "2025-11-19", tags=("Sea",), draft=True)) == []


def test_a_correction_elsewhere_leaves_the_page_as_it_is() -> None:
    call, other = story("call", 20, "Sea"), story("other", 19, "Sea")
    corrected = article(
        "other", "2025-11-19", tags=("Sea",), corrections=(correction("2025-11-21"),)
    )
    path = "2025/11/call/index.html"
    before, after = (page_at(plan(call, each), path, ArticlePage) for each in (other, corrected))
    assert before.related == after.related


@st.composite
def archives(draw: st.DrawFn) -> list[Article]:
    tags = st.lists(st.sampled_from(TAGS), unique=True, max_size=3)
    count = draw(st.integers(1, 25))
    return [story(f"s{n}", 1 + n, *draw(tags)) for n in range(count)]


def related_on(articles: list[Article]) -> dict[str, tuple[Teaser, ...]]:
    outputs = plan(*articles).outputs
    recipes = {path: output.recipe for path, output in outputs.items()}
    return {
        path: recipe.page.related
        for path, recipe in recipes.items()
        if isinstance(recipe, Template) and isinstance(recipe.page, ArticlePage)
    }


@settings(max_examples=40, deadline=None)
@given(archives(), st.lists(st.sampled_from(TAGS), unique=True, max_size=3))
def test_a_new_article_moves_no_more_than_the_newest_of_its_tags(
    archive: list[Article], tags: list[str]
) -> None:
    before = related_on(archive)
    after = related_on([*archive, story("new", 28, *tags)])
    moved = [path for path, related in before.items() if after[path] != related]
    assert len(moved) <= NEWER * len(tags)
    assert all(len(related) <= SHOWN for related in after.values())


def test_candidates_are_few_however_long_the_archive() -> None:
    assert NEWER + OLDER <= 10
