"""Every article in its place: order, groups, teasers, and nothing of what is not public."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import FrontConfig
from generator.dates import When
from generator.model import Article, Correction, Credit, Withdrawal
from generator.pages import State
from generator.planning.changes import Audience
from tests.planning.newsroom import (
    NOW,
    article,
    body,
    correction,
    document,
    image,
    link,
    page,
    picture,
    plan,
    problems,
    site,
    when,
)


def slugs(*contents: Article) -> list[str]:
    return [each.article.slug for each in site(*contents).articles]


# -- order


def test_articles_stand_newest_first() -> None:
    assert slugs(
        article("old", "2024-01-01"), article("new", "2025-11-30"), article("mid", "2025-05-05")
    ) == ["new", "mid", "old"]


def test_an_embargo_that_has_ended_counts_as_the_time_of_publication() -> None:
    embargoed = article("embargoed", "2025-11-01", embargo="2025-11-30")
    assert slugs(article("other", "2025-11-29"), embargoed) == ["embargoed", "other"]


def test_articles_of_one_instant_stand_in_an_order_of_their_own() -> None:
    one, other = article("a", "2025-11-28"), article("b", "2025-11-28")
    assert slugs(one, other) == slugs(other, one) == ["b", "a"]


def test_offsets_count_in_the_order() -> None:
    early = article("early", "2025-11-28T09:00+09:00")
    late = article("late", "2025-11-28 00:00")
    assert slugs(early, late) == ["late", "early"]


def test_the_hour_that_a_clock_shows_twice_is_in_order() -> None:
    first = article("first", "2025-11-02T01:45-04:00")
    second = article("second", "2025-11-02T01:15-05:00")
    assert slugs(first, second) == ["second", "first"]


def test_an_update_moves_no_article() -> None:
    updated = article("updated", "2025-11-01", updated="2025-11-30")
    assert slugs(updated, article("other", "2025-11-20")) == ["other", "updated"]


# -- times in feeds


STAMPS = st.integers(0, 5).map(lambda second: When(f"2025-11-28T09:30:{second:02}"))


@given(st.lists(st.tuples(STAMPS, st.none() | STAMPS), max_size=12))
def test_every_article_has_a_time_of_its_own_in_feeds(
    times: list[tuple[When, When | None]],
) -> None:
    articles = [
        article(f"no-{n}", date, corrections=(Correction(later, "x"),) if later else ())
        for n, (date, later) in enumerate(times)
    ]
    made = site(*articles)
    found = [made.feed_updated(each) for each in made.articles]
    assert len(set(found)) == len(articles)
    assert all(made.feed_updated(each) >= each.life.modified.at for each in made.articles)
    ordered = sorted(made.articles, key=made.feed_updated)
    modified = [each.life.modified.at for each in ordered]
    assert modified == sorted(modified)


def test_the_time_in_feeds_is_in_the_sites_zone() -> None:
    made = site(article("a", "2025-11-28"))
    assert made.feed_updated(made.articles[0]).isoformat() == "2025-11-28T00:00:00-05:00"


# -- groups


def test_tags_are_grouped_by_slug_and_named_once() -> None:
    made = site(article("a", tags=("Ports & ships", "Sea")), article("b", tags=("Sea",)))
    assert {
        (tag.slug, tag.name): [each.article.slug for each in group]
        for tag, group in made.by_tag.items()
    } == {("sea", "Sea"): ["b", "a"], ("ports-ships", "Ports & ships"): ["a"]}


def test_two_spellings_of_one_tag_are_a_problem() -> None:
    one, other = article("a", tags=("El Niño",)), article("b", tags=("el nino",))
    line, column = other.places["tags"]
    assert problems(one, other) == [
        (
            f'content/articles/b.md:{line}:{column}: tags: expected "El Niño" as in'
            ' content/articles/a.md, got "el nino", which has the same address'
        )
    ]


def test_a_tag_that_is_written_twice_counts_once() -> None:
    made = site(article(tags=("Sea", "Sea")))
    assert [len(group) for group in made.by_tag.values()] == [1]


def test_an_unknown_section_is_a_problem_of_its_field() -> None:
    one = article(section="sport")
    line, column = one.places["section"]
    assert problems(one) == [
        (
            f"content/articles/call.md:{line}:{column}: section:"
            ' expected one of harbour, opinion, got "sport"'
        )
    ]


def test_a_permalink_with_a_section_wants_one() -> None:
    pattern = "/{section}/{slug}/"
    made = site(article(section="harbour"), permalink=pattern)
    assert made.articles[0].url == "/harbour/call/"
    assert problems(article(), permalink=pattern) == [
        (
            "content/articles/call.md:1:1: section: expected a section, since the permalink of"
            " site.toml has one, got none"
        )
    ]


def test_the_date_in_an_address_is_that_of_the_sites_zone() -> None:
    one = article(date="2025-12-01T03:00Z")
    (placed,) = site(one, permalink="/{year}/{month}/{day}/{slug}/").articles
    assert placed.url == "/2025/11/30/call/"


def test_an_embargo_gives_the_address_its_date() -> None:
    (placed,) = site(article(date="2025-10-31", embargo="2025-11-02")).articles
    assert placed.url == "/2025/11/call/"


def test_a_slug_in_any_script_is_percent_encoded_in_an_address() -> None:
    (placed,) = site(article("кризис")).articles
    assert placed.url == "/2025/11/%D0%BA%D1%80%D0%B8%D0%B7%D0%B8%D1%81/"


# -- teasers


def test_a_teaser_without_a_summary_takes_the_first_paragraph() -> None:
    (placed,) = site(article(body=body("The first words."))).articles
    assert placed.teaser.summary == "The first words."
    (placed,) = site(article(summary="A summary.", body=body("The first words."))).articles
    assert placed.teaser.summary == "A summary."


def test_an_edited_body_leaves_the_teaser_as_it_is() -> None:
    before, after = (
        site(article(summary="A summary.", body=body(text))).articles[0]
        for text in ("Before.", "After, and more.")
    )
    assert before.teaser == after.teaser
    assert before.body != after.body


# -- what is not public

HIDDEN: dict[str, dict[str, Any]] = {
    "draft": {"draft": True},
    "scheduled": {"date": "2025-12-01 09:01"},
    "embargoed": {"embargo": "2025-12-01 09:01"},
    "expired": {"expires": "2025-12-01 09:00"},
    "withdrawn": {"withdrawn": Withdrawal(when("2025-12-01 09:00"), "It was forged.")},
}


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_public_is_nowhere_in_the_site(state: str) -> None:
    values: dict[str, Any] = {
        "title": "SECRET",
        "credits": (Credit("SECRET author"),),
        "tags": ("SECRET tag",),
        "section": "harbour",
        "summary": "SECRET summary",
        "image": image(caption="SECRET"),
        "body": body("SECRET", link("../documents/papers.pdf")),
        "corrections": (correction("2025-11-30", "SECRET"),),
    }
    secret = article("secret", **(values | HIDDEN[state]))
    made = site(secret, picture(), document())
    assert list(made.articles) == []
    assert [*made.profiles, *made.by_tag, *made.by_author, *made.by_section] == []
    assert list(made.needed) == []
    assert "SECRET" not in repr((made.notices, made.info, made.changes, list(made.expectations)))
    assert [notice.text for notice in made.notices] == (
        ["It was forged."] if state == "withdrawn" else []
    )


def test_a_notice_says_when_and_why_and_nothing_else() -> None:
    (notice,) = site(
        article(withdrawn=Withdrawal(when("2025-11-30"), "Forged."), aliases=("/old/",))
    ).notices
    assert notice.url == "/2025/11/call/"
    assert notice.text == "Forged."
    assert notice.aliases == ("/old/",)
    assert notice.date is not None
    assert notice.date.at.isoformat() == "2025-11-30T00:00:00-05:00"


@pytest.mark.parametrize(
    ("state", "is_shown"),
    [
        (State.DRAFT, True),
        (State.SCHEDULED, True),
        (State.EMBARGOED, True),
        (State.EXPIRED, False),
        (State.WITHDRAWN, False),
    ],
)
def test_a_preview_shows_what_is_to_come_and_says_so(state: State, is_shown: bool) -> None:
    one = article("one", **HIDDEN[state.value])
    made = site(one, audience=Audience.PREVIEW)
    assert [each.teaser.state for each in made.articles] == ([state] if is_shown else [])
    assert made.info.preview


def test_a_public_teaser_says_nothing_of_its_state() -> None:
    assert site(article()).articles[0].teaser.state is None


def test_a_draft_page_is_only_in_the_preview() -> None:
    assert site(page(draft=True)).pages == ()
    (placed,) = site(page(draft=True), audience=Audience.PREVIEW).pages
    assert placed.state is State.DRAFT


def test_the_front_names_articles_that_exist() -> None:
    line_up = FrontConfig(line_up=("articles/call.md", "articles/cal.md"))
    assert problems(article(), front=line_up) == [
        'site.toml: front.line_up: expected an article, got "articles/cal.md", which is none'
    ]


def test_the_line_up_may_name_what_is_not_public_yet() -> None:
    line_up = FrontConfig(line_up=("articles/call.md",))
    assert problems(article(date="2026-01-01"), front=line_up) == []


def test_assembling_twice_gives_the_same() -> None:
    contents = (article("a", tags=("x", "y", "z")), article("b", tags=("z",)), page())
    first, second = (plan(*contents, now=NOW + timedelta(0)) for _ in range(2))
    assert first == second
