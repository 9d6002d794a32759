"""How an article will look elsewhere, with what will be cut off."""

from generator.desk.looks import FeedEntry, card, feed_entry, search_result
from generator.pages import ArticlePage
from generator.paths import UrlPath
from generator.pictures import Rendition
from tests.desk.newsroom import article_desk

WIDE = Rendition(UrlPath("/a-16x9.jpg"), 1200, 675, "image/jpeg", "A substation")
TALL = Rendition(UrlPath("/a.jpg"), 400, 600, "image/jpeg", "A substation")
VIEW = article_desk()


def page_of() -> ArticlePage:
    assert VIEW.page is not None
    return VIEW.page


def test_a_search_result_shows_where_it_is_and_cuts_what_is_long() -> None:
    result = search_result(VIEW, page_of())
    assert result.site == "The Harbour News"
    assert result.trail == ("harbour.example", "news", "2025", "11", "grid")
    assert result.title == "Electricity grid counts the cost of what the ministry had…"
    assert result.text.endswith("who read those warnings, and when, and what…")
    assert result.is_title_cut
    assert result.is_text_cut


def test_a_card_is_wide_where_its_picture_is() -> None:
    for picture, is_wide in ((WIDE, True), (TALL, False)):
        view = article_desk(picture)
        assert view.page is not None
        shown = card(view, view.page)
        assert (shown.picture, shown.is_wide) == (picture, is_wide)
    plain = card(VIEW, page_of())
    assert (plain.picture, plain.is_wide, plain.host) == (None, False, "harbour.example")
    assert plain.title == "Electricity grid counts the cost of what the ministry had denied…"


def test_a_drawn_card_stands_for_the_picture() -> None:
    view = article_desk(card=WIDE)
    assert view.page is not None
    assert card(view, view.page).picture == WIDE


def test_a_feed_reader_shows_the_headline_in_full() -> None:
    assert feed_entry(VIEW) == FeedEntry(
        site="The Harbour News",
        title=VIEW.article.title,
        byline="Ana Pérez, Tomás Leal",
        text=page_of().standfirst,
        published="28 Nov",
        tags=("Electricity", "Harbour"),
        corrections=1,
    )


def test_what_no_feed_has_looks_like_nothing() -> None:
    assert feed_entry(article_desk(feed_item=None)) is None
