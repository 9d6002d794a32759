"""Listings by tag, author and section, and the archive by year and month."""

from datetime import datetime

import pytest

from generator.pages import Entry, FeedLink, IndexKind, IndexPage, Link, ListingKind, ListingPage
from generator.paths import UrlPath
from generator.planning.plan import Plan
from tests.planning.newsroom import NEW_YORK, article, author, output, page_at, plan

NEW_YEAR = datetime(2026, 1, 1, 12, 0, tzinfo=NEW_YORK)


def newsroom(count: int) -> Plan:
    articles = [
        article(f"no-{n}", f"2025-11-{n:02}", tags=("Sea",), section="harbour")
        for n in range(1, count + 1)
    ]
    return plan(*articles, author(), listing_size=3)


def titles(made: Plan, path: str) -> list[str]:
    return [each.title for each in page_at(made, path, ListingPage).teasers]


@pytest.mark.parametrize(
    ("path", "kind", "name", "feed"),
    [
        ("tags/sea/", ListingKind.TAG, "Sea", "/tags/sea/feed.xml"),
        ("authors/ana-diaz/", ListingKind.AUTHOR, "Ana Díaz", "/authors/ana-diaz/feed.xml"),
        ("sections/harbour/", ListingKind.SECTION, "Harbour", "/sections/harbour/feed.xml"),
        ("archive/2025/", ListingKind.YEAR, "2025", ""),
        ("archive/2025/11/", ListingKind.MONTH, "2025-11", ""),
    ],
)
def test_a_listing_has_pages_that_are_numbered_from_the_oldest(
    path: str, kind: ListingKind, name: str, feed: str
) -> None:
    made = newsroom(7)
    first = page_at(made, f"{path}index.html", ListingPage)
    older = page_at(made, f"{path}page/1/index.html", ListingPage)
    assert (first.kind, first.name) == (older.kind, older.name) == (kind, name)
    assert titles(made, f"{path}index.html") == ["The no-7", "The no-6", "The no-5", "The no-4"]
    assert titles(made, f"{path}page/1/index.html") == ["The no-3", "The no-2", "The no-1"]
    assert (first.number, first.newer, first.older) == (None, None, f"/{path}page/1/")
    assert (older.number, older.newer, older.older) == (1, f"/{path}", None)
    assert (first.count, older.count) == (7, None)
    expected = (FeedLink(f"{name} – The Example", UrlPath(feed), "application/rss+xml"),)
    assert first.head.feeds == (expected if feed else ())
    assert f"{path}page/2/index.html" not in made.outputs


def test_a_numbered_page_leads_back_to_the_first() -> None:
    page = page_at(newsroom(7), "sections/harbour/page/1/index.html", ListingPage)
    assert page.head.trail == (Link("The Example", "/"), Link("Harbour", "/sections/harbour/"))
    assert page.head.url == "/sections/harbour/page/1/"


def test_a_listing_last_changed_with_the_newest_change_of_what_it_shows() -> None:
    made = plan(
        article("old", "2025-11-01", tags=("Sea",), updated="2025-11-30"),
        article("new", "2025-11-20", tags=("Sea",)),
    )
    lastmod = output(made, "tags/sea/index.html").lastmod
    assert lastmod is not None
    assert lastmod.isoformat() == "2025-11-30T00:00:00-05:00"


def test_only_the_first_page_of_an_author_has_the_biography() -> None:
    made = newsroom(7)
    first = page_at(made, "authors/ana-diaz/index.html", ListingPage)
    assert first.author is not None
    assert first.author.bio == first.description == "Ana Díaz writes."
    assert page_at(made, "authors/ana-diaz/page/1/index.html", ListingPage).author is None


def test_a_section_without_articles_has_its_page() -> None:
    page = page_at(plan(), "sections/opinion/index.html", ListingPage)
    assert page.teasers == ()
    assert page.count == 0


def test_the_archive_is_by_the_date_in_the_sites_zone() -> None:
    made = plan(article("eve", "2026-01-01T04:00Z"), now=NEW_YEAR)
    assert titles(made, "archive/2025/12/index.html") == ["The eve"]
    assert "archive/2026/index.html" not in made.outputs


def test_a_year_names_its_months_newest_first() -> None:
    made = plan(
        article("a", "2025-10-01"), article("b", "2025-11-01"), article("c", "2025-11-02"),
        article("d", "2024-05-01"),
    )  # fmt: skip
    year = page_at(made, "archive/2025/index.html", ListingPage)
    assert [(each.text, each.url, each.count) for each in year.parts] == [
        ("2025-11", "/archive/2025/11/", 2),
        ("2025-10", "/archive/2025/10/", 1),
    ]
    assert [each.month.isoformat() for each in year.parts if each.month] == [
        "2025-11-01T00:00:00-04:00",
        "2025-10-01T00:00:00-04:00",
    ]
    month = page_at(made, "archive/2024/05/index.html", ListingPage)
    assert month.head.trail == (Link("The Example", "/"), Link("2024", "/archive/2024/"))


def test_every_index_lists_its_listings() -> None:
    made = plan(
        article("a", "2025-11-01", tags=("Sea", "Ábaco"), section="harbour"),
        article("b", "2024-11-01", tags=("Sea",)),
        author(role="Correspondent"),
    )
    tags = page_at(made, "tags/index.html", IndexPage)
    assert tags.kind is IndexKind.TAGS
    assert tags.entries == (
        Entry("Ábaco", UrlPath("/tags/abaco/"), 1),
        Entry("Sea", UrlPath("/tags/sea/"), 2),
    )
    assert page_at(made, "authors/index.html", IndexPage).entries == (
        Entry("Ana Díaz", UrlPath("/authors/ana-diaz/"), 2, "Correspondent"),
    )
    assert page_at(made, "sections/index.html", IndexPage).entries == (
        Entry("Harbour", UrlPath("/sections/harbour/"), 1, "Ships."),
        Entry("Opinion", UrlPath("/sections/opinion/"), 0),
    )
    groups = page_at(made, "archive/index.html", IndexPage).groups
    assert [(year.text, [month.text for month in months]) for year, months in groups] == [
        ("2025", ["2025-11"]),
        ("2024", ["2024-11"]),
    ]


def test_an_index_last_changed_with_the_newest_article_that_it_counts() -> None:
    made = plan(
        article("a", "2025-11-03"),
        article("b", "2025-11-02", section="harbour"),
        article("c", "2025-11-01", tags=("Sea",)),
    )
    found = {
        name: str(output(made, f"{name}/index.html").lastmod)[:10]
        for name in ("archive", "authors", "sections", "tags")
    }
    assert found == {
        "archive": "2025-11-03",
        "authors": "2025-11-03",
        "sections": "2025-11-02",
        "tags": "2025-11-01",
    }


def test_an_empty_site_has_its_indexes_all_the_same() -> None:
    made = plan(sections=())
    for name in ("tags", "authors", "archive"):
        page = page_at(made, f"{name}/index.html", IndexPage)
        assert [*page.entries, *page.groups] == []
        assert output(made, f"{name}/index.html").lastmod is None


def test_a_site_without_sections_has_no_index_of_them() -> None:
    assert "sections/index.html" not in plan(article(), sections=()).outputs
