"""Feeds: three for the site, one for each tag, section and author."""

from generator.config import FeedsConfig
from generator.pages import FeedPage
from generator.planning.plan import Plan
from generator.planning.recipes import Template
from tests.planning.newsroom import article, correction, output, page_at, plan

ARTICLES = tuple(
    article(f"no-{n}", f"2025-11-{n:02}", tags=("Sea",), section="harbour") for n in range(1, 6)
)


def layouts(made: Plan) -> dict[str, str]:
    return {
        path: each.recipe.layout
        for path, each in made.outputs.items()
        if isinstance(each.recipe, Template) and isinstance(each.recipe.page, FeedPage)
    }


def test_every_listing_has_a_feed_and_the_site_has_three() -> None:
    assert layouts(plan(*ARTICLES)) == {
        "feed.xml": "rss.xml",
        "atom.xml": "atom.xml",
        "feed.json": "feed.json",
        "tags/sea/feed.xml": "rss.xml",
        "authors/ana-diaz/feed.xml": "rss.xml",
        "sections/harbour/feed.xml": "rss.xml",
        "sections/opinion/feed.xml": "rss.xml",
    }


def test_a_feed_has_the_newest_in_full() -> None:
    made = plan(*ARTICLES, feeds=FeedsConfig(2))
    for path in layouts(made):
        page = page_at(made, path, FeedPage)
        names = [item.article.title for item in page.items]
        assert names == ([] if "opinion" in path else ["The no-5", "The no-4"])
        assert page.url == f"/{path}"
        assert page.home == f"/{path.rpartition('/')[0]}/".replace("//", "/")


def test_every_feed_names_the_hub_that_the_site_has() -> None:
    for hub in ("", "https://hub.example/"):
        made = plan(*ARTICLES, feeds=FeedsConfig(hub=hub))
        assert {page_at(made, path, FeedPage).hub for path in layouts(made)} == {hub}


def test_a_hub_reaches_the_feeds_and_nothing_else() -> None:
    without, with_one = (plan(*ARTICLES, feeds=FeedsConfig(hub=hub)) for hub in ("", "https://h/"))
    changed = {
        path
        for path, each in with_one.outputs.items()
        if each.recipe != without.outputs[path].recipe
    }
    assert changed == set(layouts(with_one))


def test_a_feed_was_updated_with_its_newest_change() -> None:
    corrected = article("old", "2025-10-01", corrections=(correction("2025-11-30"),))
    updated = page_at(plan(*ARTICLES, corrected), "feed.xml", FeedPage).updated
    assert updated is not None
    assert updated.isoformat() == "2025-11-30T00:00:00-05:00"
    # An article that the feed no longer holds has no say.
    updated = page_at(
        plan(*ARTICLES, corrected, feeds=FeedsConfig(2)), "feed.xml", FeedPage
    ).updated
    assert updated is not None
    assert updated.isoformat() == "2025-11-05T00:00:00-05:00"


def test_a_feed_without_articles_was_never_updated() -> None:
    page = page_at(plan(), "atom.xml", FeedPage)
    assert (page.updated, page.items) == (None, ())


def test_an_item_carries_corrections_tags_and_dateline() -> None:
    one = article(tags=("Sea", "Ports"), dateline="Havana", corrections=(correction("2025-11-30"),))
    (item,) = page_at(plan(one), "feed.json", FeedPage).items
    assert item.tags == ("Sea", "Ports")
    assert item.dateline == "Havana"
    assert [note.text for note in item.corrections] == ["It was wrong."]


def test_a_feed_is_no_page_that_a_sitemap_lists() -> None:
    assert output(plan(), "feed.xml").url is None
