"""Sitemaps, the news sitemap, robots.txt and security.txt."""

from datetime import timedelta

import pytest

from generator.config import SecurityConfig
from generator.model import Withdrawal
from generator.outputs import sitemaps
from generator.pages import NewsSitemapPage, SitemapPage, TextPage
from generator.planning.changes import Audience
from generator.planning.plan import Plan
from tests.planning.newsroom import NOW, article, page, page_at, plan, when


def urls(made: Plan, path: str = "sitemap.xml") -> list[str]:
    return [each.url for each in page_at(made, path, SitemapPage).entries]


def news(made: Plan) -> list[tuple[str, str]]:
    entries = page_at(made, "news-sitemap.xml", NewsSitemapPage).entries
    return [(each.url, each.published.isoformat() if each.published else "") for each in entries]


def lines(made: Plan, path: str) -> tuple[str, ...]:
    return page_at(made, path, TextPage).lines


def test_a_sitemap_lists_what_is_to_be_found_in_order() -> None:
    made = plan(
        article(aliases=("/old/",)),
        article("wire", canonical="https://agency.example/x"),
        article("forged", withdrawn=Withdrawal()),
        page(),
        sections=(),
    )
    assert urls(made) == [
        "/",
        "/2025/11/call/",
        "/about/",
        "/archive/",
        "/archive/2025/",
        "/archive/2025/11/",
        "/authors/",
        "/authors/ana-diaz/",
        "/tags/",
    ]


def test_numbered_pages_are_listed_too() -> None:
    made = plan(*(article(f"no-{n}") for n in range(4)), listing_size=2)
    assert "/archive/2025/page/1/" in urls(made)


def test_the_time_of_the_build_is_nowhere() -> None:
    contents = (article(), page(), page("dated", updated=when("2025-10-01")))
    before = plan(*contents)
    after = plan(*contents, now=NOW + timedelta(days=30))
    assert before.outputs["sitemap.xml"] == after.outputs["sitemap.xml"]  # type: ignore[index]
    found = {e.url: e.lastmod for e in page_at(before, "sitemap.xml", SitemapPage).entries}
    assert found["/about/"] is None  # type: ignore[index]
    assert str(found["/dated/"]) == "2025-10-01 00:00:00-04:00"  # type: ignore[index]


def test_beyond_the_limit_there_is_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    contents = (article(updated="2025-11-30"), article("b", "2025-01-01"))
    whole = urls(plan(*contents))
    monkeypatch.setattr(sitemaps, "LARGEST_SITEMAP", 5)
    made = plan(*contents)
    index = page_at(made, "sitemap.xml", SitemapPage)
    assert index.is_index
    names = [each.url.removeprefix("/") for each in index.entries]
    assert names == [f"sitemap-{number}.xml" for number in range(1, len(names) + 1)]
    assert [url for name in names for url in urls(made, name)] == whole
    for entry, name in zip(index.entries, names, strict=True):
        parts = page_at(made, name, SitemapPage).entries
        assert len(parts) <= 5
        assert entry.lastmod == max((e.lastmod for e in parts if e.lastmod), default=None)


def test_exactly_the_limit_needs_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "LARGEST_SITEMAP", len(urls(plan(article()))))
    assert not page_at(plan(article()), "sitemap.xml", SitemapPage).is_index


def test_the_news_are_of_the_last_48_hours() -> None:
    made = plan(
        article("just-in", "2025-12-01 09:00"),
        article("in", "2025-11-29 09:00:01"),
        article("out", "2025-11-29 09:00"),
        article("wire", "2025-11-30", canonical="https://agency.example/x"),
    )
    assert news(made) == [
        ("/2025/12/just-in/", "2025-12-01T09:00:00-05:00"),
        ("/2025/11/in/", "2025-11-29T09:00:01-05:00"),
    ]


def test_an_update_is_no_news() -> None:
    made = plan(article("old", "2025-11-01", updated="2025-12-01"))
    assert news(made) == [("/2025/11/old/", "")]


def test_there_are_no_more_news_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemaps.MOST_NEWS == 1000
    articles = [article(f"no-{n}", f"2025-11-30 0{n}:00") for n in range(5)]
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 3)
    assert [url for url, _ in news(plan(*articles))] == [
        "/2025/11/no-4/",
        "/2025/11/no-3/",
        "/2025/11/no-2/",
    ]


def test_without_news_one_address_stands_without_news_data() -> None:
    assert news(plan(article("old", "2025-01-01"))) == [("/2025/01/old/", "")]
    assert news(plan()) == [("/", "")]


def test_robots_are_told_what_they_may_do() -> None:
    assert lines(plan(base_url="https://example.com/repo"), "robots.txt") == (
        "User-agent: *",
        "Allow: /",
        "",
        "Sitemap: https://example.com/repo/sitemap.xml",
        "Sitemap: https://example.com/repo/news-sitemap.xml",
    )


def test_blocked_crawlers_are_named_before_all_others() -> None:
    found = lines(plan(blocked=("ai_search",)), "robots.txt")
    assert found[:7] == (
        "User-agent: OAI-SearchBot",
        "User-agent: Claude-SearchBot",
        "User-agent: PerplexityBot",
        "User-agent: DuckAssistBot",
        "Disallow: /",
        "",
        "User-agent: *",
    )


def test_a_preview_is_for_no_robot() -> None:
    made = plan(audience=Audience.PREVIEW)
    assert lines(made, "robots.txt")[:2] == ("User-agent: *", "Disallow: /")


def test_security_txt_is_made_where_somebody_is_to_be_told() -> None:
    assert ".well-known/security.txt" not in plan().outputs
    security = SecurityConfig(("mailto:a@example.com", "tel:+1-555"), when("2026-06-01"))
    assert lines(plan(security=security), ".well-known/security.txt") == (
        "Contact: mailto:a@example.com",
        "Contact: tel:+1-555",
        "Expires: 2026-06-01T00:00:00-04:00",
        "Preferred-Languages: en",
        "Canonical: https://example.com/.well-known/security.txt",
    )
