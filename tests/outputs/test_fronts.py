"""The front page."""

from generator.config import FrontConfig
from generator.pages import FrontPage
from tests.planning.newsroom import article, output, page_at, plan

ARTICLES = tuple(article(f"no-{n}", f"2025-11-{n:02}") for n in range(1, 10))


def order(front: FrontConfig, *more: object) -> tuple[str, list[str], list[str]]:
    made = plan(*ARTICLES, *more, front=front)  # type: ignore[arg-type]
    page = page_at(made, "index.html", FrontPage)
    assert page.lead is not None
    names = [
        [each.title.removeprefix("The ") for each in part] for part in (page.seconds, page.river)
    ]
    return page.lead.title.removeprefix("The "), *names  # type: ignore[return-value]


def test_the_newest_stand_first() -> None:
    assert order(FrontConfig(seconds=2, river=3)) == (
        "no-9",
        ["no-8", "no-7"],
        ["no-6", "no-5", "no-4"],
    )


def test_the_line_up_stands_before_the_newest() -> None:
    line_up = ("articles/no-3.md", "articles/no-1.md")
    assert order(FrontConfig(line_up, seconds=2, river=2)) == (
        "no-3",
        ["no-1", "no-9"],
        ["no-8", "no-7"],
    )


def test_what_the_line_up_names_before_its_time_is_passed_over() -> None:
    coming = article("coming", "2026-01-01")
    line_up = ("articles/coming.md", "articles/no-3.md")
    assert order(FrontConfig(line_up, seconds=1, river=1), coming) == ("no-3", ["no-9"], ["no-8"])


def test_a_featured_article_leads_where_there_is_no_line_up() -> None:
    featured = article("featured", "2025-10-01", featured=True)
    assert order(FrontConfig(seconds=1, river=0), featured) == ("featured", ["no-9"], [])
    line_up = ("articles/no-2.md",)
    assert order(FrontConfig(line_up, seconds=1, river=0), featured) == ("no-2", ["no-9"], [])


def test_the_front_last_changed_with_what_it_shows() -> None:
    updated = article("updated", "2025-10-01", updated="2025-11-30")
    shown = output(plan(*ARTICLES, updated, front=FrontConfig(seconds=4, river=5)), "index.html")
    assert shown.lastmod is not None
    assert shown.lastmod.isoformat() == "2025-11-30T00:00:00-05:00"
    hidden = output(plan(*ARTICLES, updated, front=FrontConfig(seconds=1, river=1)), "index.html")
    assert hidden.lastmod is not None
    assert hidden.lastmod.isoformat() == "2025-11-09T00:00:00-05:00"


def test_a_site_without_articles_has_a_front() -> None:
    page = page_at(plan(), "index.html", FrontPage)
    assert (page.lead, page.seconds, page.river) == (None, (), ())
    assert output(plan(), "index.html").lastmod is None
