"""What becomes of every address that was published; and nothing leaks of what is not public."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import Check
from generator.errors import Problem, Severity
from generator.model import Article, Content, Faulty, OtherFile, Withdrawal
from generator.outputs import INDEXES, KINDS
from generator.pages import RedirectPage
from generator.paths import SourcePath, UrlPath, output_of
from generator.planning.changes import Audience
from generator.planning.fates import Fate
from generator.planning.plan import Plan, make_plan
from generator.planning.recipes import Template
from generator.planning.recording import to_record
from generator.planning.redirects import redirects_of
from generator.planning.site import Site, assemble
from generator.planning.theme import Theme
from generator.recorded import Recorded, address_of, read_recorded, written
from tests.planning.newsroom import NOW, article, author, body, config, page, when

Untyped = Any  # fields of the value that a function makes
CALL = "/2025/11/call/"
OLD = "/2025/11/old/"


@dataclass(frozen=True)
class Told:
    """How an entry fares, in short: its fate, where it leads or which file is there."""

    fate: Fate
    to: str = ""
    why: str = ""


def entry(address: str, **values: Untyped) -> Recorded:
    return replace(Recorded(address=address_of(address)), **values)


def recorded(*contents: Content, now: datetime = NOW, **settings: Untyped) -> tuple[Recorded, ...]:
    """Return what is recorded of a site, read back from the file that it makes."""
    made = site(*contents, now=now, **settings)
    return read_recorded(written(to_record(made)).encode())


def site(
    *contents: Content,
    before: Sequence[Recorded] = (),
    now: datetime = NOW,
    audience: Audience = Audience.PUBLIC,
    unread: Sequence[str] = (),
    **settings: Untyped,
) -> Site:
    return assemble(
        contents,
        Theme(),
        config(**settings),
        now=now,
        audience=audience,
        unread=[Faulty(SourcePath(path)) for path in unread],
        recorded=before,
    )


def plan(made: Site) -> Plan:
    return make_plan(made, KINDS, INDEXES)


def fates(made: Site) -> dict[str, Told]:
    return {each.recorded.address: Told(each.fate, each.to or "", each.why) for each in made.fates}


def told(made: Site) -> list[Problem]:
    return [problem for problem in made.problems if problem.path == "addresses.toml"]


def redirects(made: Site) -> dict[str, str]:
    """Return where the pages lead that the plan has for old addresses."""
    pages = [
        output.recipe.page
        for output in plan(made).outputs.values()
        if isinstance(output.recipe, Template)
    ]
    return {page.head.url: page.target for page in pages if isinstance(page, RedirectPage)}


def errors(made: Site) -> list[str]:
    return [str(problem) for problem in plan(made).errors]


# -- an article that has moved


def test_what_stands_where_it_stood_needs_nothing() -> None:
    made = site(article("call"), page("about"), before=recorded(article("call"), page("about")))
    assert fates(made) == {CALL: Told(Fate.LIVE), "/about/": Told(Fate.LIVE)}
    assert redirects(made) == {}
    assert told(made) == []


@pytest.mark.parametrize(
    ("moved", "settings", "new"),
    [
        ({"slug": "answer"}, {}, "/2025/11/answer/"),
        ({"date": when("2025-10-28")}, {}, "/2025/10/call/"),
        ({"slug": "año"}, {}, "/2025/11/a%C3%B1o/"),
        ({}, {"permalink": "/{slug}.html"}, "/call.html"),
        ({"title": "Other", "body": body("Other."), "slug": "other"}, {}, "/2025/11/other/"),
    ],
)
def test_a_changed_address_leads_to_the_new_one(
    moved: dict[str, Untyped], settings: dict[str, Untyped], new: str
) -> None:
    made = site(article("call", **moved), before=recorded(article("call")), **settings)
    assert fates(made) == {CALL: Told(Fate.REDIRECTED, new)}
    assert redirects(made) == {CALL: new}
    assert told(made) == []
    assert errors(made) == []


def test_a_changed_section_leads_to_the_new_address() -> None:
    pattern = "/{section}/{slug}/"
    before = recorded(article("call", section="harbour"), permalink=pattern)
    made = site(article("call", section="opinion"), before=before, permalink=pattern)
    assert redirects(made) == {"/harbour/call/": "/opinion/call/"}


def test_a_changed_pattern_moves_every_article() -> None:
    contents = [article(f"a{number}") for number in range(20)]
    made = site(*contents, before=recorded(*contents), permalink="/news/{slug}/")
    assert redirects(made) == {f"/2025/11/a{n}/": f"/news/a{n}/" for n in range(20)}
    assert errors(made) == []


def test_a_page_leads_to_its_new_address() -> None:
    moved = replace(page("about"), slug="about-us")
    made = site(moved, before=recorded(page("about")))
    assert redirects(made) == {"/about/": "/about-us/"}


def test_the_redirect_has_the_title_of_what_stands_there() -> None:
    made = site(article("call", slug="new", title="New"), before=recorded(article("call")))
    [redirect] = redirects_of(made)
    assert (redirect.title, redirect.source) == ("New", "content/articles/call.md")


def test_an_old_address_leads_straight_to_the_last_one() -> None:
    first = recorded(article("call", slug="one"))
    second = to_record(site(article("call", slug="two"), before=first))
    made = site(article("call", slug="three"), before=second)
    assert redirects(made) == {
        "/2025/11/one/": "/2025/11/three/",
        "/2025/11/two/": "/2025/11/three/",
    }


def test_an_article_may_come_back_to_its_old_address() -> None:
    first = recorded(article("call"))
    second = to_record(site(article("call", slug="other"), before=first))
    made = site(article("call"), before=second)
    assert redirects(made) == {"/2025/11/other/": CALL}


# -- a file that was moved


def test_a_file_is_known_by_its_text() -> None:
    moved = article("2025/call-1", slug="answer", title="Other", body=body("Of the call."))
    made = site(moved, article("b"), before=recorded(article("call")))
    assert redirects(made) == {CALL: "/2025/11/answer/"}


def test_a_file_is_known_by_its_title_and_date() -> None:
    moved = article("2025/call-1", slug="answer", title="The call", body=body("Corrected."))
    made = site(moved, article("b"), before=recorded(article("call")))
    assert redirects(made) == {CALL: "/2025/11/answer/"}


def test_a_title_alone_is_no_mark_of_an_article() -> None:
    other = article("b", "2025-11-27", title="The call")
    made = site(other, before=recorded(article("call")))
    assert fates(made)[CALL].fate is Fate.LOST


def test_equal_texts_are_told_apart_by_title_and_date() -> None:
    same = body("Nothing happened.")
    before = recorded(article("a", body=same), article("b", body=same))
    moved = [article("x/a", body=same, title="The a"), article("x/b", body=same, title="The b")]
    moved = [replace(each, slug=f"{each.slug[-1]}-new") for each in moved]
    assert redirects(site(*moved, before=before)) == {
        "/2025/11/a/": "/2025/11/a-new/",
        "/2025/11/b/": "/2025/11/b-new/",
    }


def test_a_file_that_was_there_before_is_another_story() -> None:
    same = body("See the pictures.")
    before = recorded(article("a", body=same), article("b", body=same))
    made = site(article("b", body=same), before=before)
    assert fates(made)["/2025/11/a/"].fate is Fate.LOST
    twice = site(article("b", body=same, title="The a"), before=before)
    assert fates(twice)["/2025/11/a/"].to == "/2025/11/b/"


def test_no_text_is_no_mark_of_an_article() -> None:
    made = site(article("new", body=body("")), before=recorded(article("a", body=body(""))))
    assert fates(made)["/2025/11/a/"].fate is Fate.LOST


def test_what_may_have_become_two_articles_leads_nowhere() -> None:
    same = body("Of the call.")
    two = article("x", body=same), article("y", body=same)
    made = site(*two, before=recorded(article("call")))
    assert redirects(made) == {}
    [problem] = told(made)
    assert "may have become content/articles/x.md or content/articles/y.md" in problem.message
    assert problem.hint == (
        'aliases: ["/2025/11/call/"] in the one that it has become, '
        "or gone = true in this line, if nothing is to stand there"
    )


def test_a_file_that_was_moved_is_known_again_once_it_was_recorded() -> None:
    moved = article("x/call", slug="call")
    second = to_record(site(moved, before=recorded(article("call"))))
    made = site(replace(moved, title="Other", body=body("New."), slug="b"), before=second)
    assert redirects(made) == {CALL: "/2025/11/b/"}


def test_a_file_that_holds_another_story_is_not_the_one_that_it_held() -> None:
    moved = article("old-call", slug="old-call", title="The call", body=body("Of the call."))
    other = article("call", "2025-12-01", title="Today", body=body("Today."))
    made = site(moved, other, before=recorded(article("call")))
    assert redirects(made) == {CALL: "/2025/11/old-call/"}


def test_a_story_that_was_written_anew_keeps_its_old_address() -> None:
    anew = article("call", "2025-12-01", title="Today", body=body("Today."))
    made = site(anew, article("b"), before=recorded(article("call")))
    assert redirects(made) == {CALL: "/2025/12/call/"}


# -- an address that something else has


def test_an_address_belongs_to_what_stands_there_now() -> None:
    before = recorded(article("a"), article("b"))
    swapped = site(article("a", slug="b"), article("b", slug="a"), before=before)
    assert [each.fate for each in swapped.fates] == [Fate.LIVE, Fate.LIVE]
    assert redirects(swapped) == {}
    again = to_record(swapped)
    assert [(e.address, e.source) for e in again] == [
        ("/2025/11/a/", "content/articles/b.md"),
        ("/2025/11/b/", "content/articles/a.md"),
    ]


def test_one_article_may_take_the_address_of_another() -> None:
    before = recorded(article("a"), article("b"))
    made = site(article("a", slug="b"), article("b", slug="c"), before=before)
    assert redirects(made) == {"/2025/11/a/": "/2025/11/b/"}
    assert errors(made) == []


@pytest.mark.parametrize(
    "slug",
    ["tags", "tags/one", "authors", "authors/ana-diaz", "sections", "sections/harbour",
     "archive", "archive/2025", "archive/2025/11", "search", "static"],
)  # fmt: skip
def test_an_address_may_be_taken_by_a_page_of_the_sites_own(slug: str) -> None:
    before = recorded(page(slug), sections=())
    static = OtherFile(SourcePath("content/static/static/index.html"), body().digest)
    contents: list[Content] = [article("call", tags=("One",), section="harbour"), static]
    moved = replace(page(slug), slug="about-us")
    assert f"/{slug}/" in {each.address for each in before}
    made = site(*contents, moved, before=before, search=True)
    assert redirects(made) == {}
    assert told(made) == []
    assert errors(made) == []


def test_where_the_site_has_pages_of_its_own_is_known_exactly() -> None:
    """What an old page is taken for must be there: else its address would be lost in silence."""
    contents: list[Content] = [article("call", tags=("One",)), article("b", "2024-02-01"), author()]
    for settings in ({}, {"sections": ()}, {"search": True}):
        planned = {output.url for output in plan(site(*contents, **settings)).outputs.values()}
        urls = [url for url in planned if url and url.endswith("/")]
        before = [entry(url, source=SourcePath("content/pages/gone.md")) for url in urls]
        made = site(*contents, before=before, **settings)
        assert {each.fate for each in made.fates} == {Fate.LIVE}
        nowhere = site(*contents, before=[entry("/search/", gone=True)], **settings)
        is_there = "/search/" in planned
        assert nowhere.fates[0].fate is (Fate.LIVE if is_there else Fate.GONE)


def test_an_address_of_the_same_file_on_some_systems_is_no_redirect() -> None:
    made = site(article("call"), before=[entry("/2025/11/Call/", source=article("call").source)])
    assert fates(made)["/2025/11/Call/"].fate is Fate.LOST
    assert errors(made) == []
    two = [entry(url, source=article("call").source) for url in ("/old/", "/Old/")]
    assert errors(site(article("call"), before=two)) == []


# -- aliases


def test_an_address_that_is_an_alias_as_well_is_one_redirect() -> None:
    now = article("call", slug="new", aliases=(CALL,))
    made = site(now, before=recorded(article("call")))
    assert redirects(made) == {CALL: "/2025/11/new/"}
    assert len(redirects_of(made)) == 1
    assert errors(made) == []


@pytest.mark.parametrize("alias", [CALL, "/2025/11/call"])
def test_an_alias_says_where_an_address_leads(alias: str) -> None:
    heir = article("heir", aliases=(alias,))
    made = site(heir, before=recorded(article("call")))
    assert redirects(made) == {CALL: "/2025/11/heir/"}
    assert told(made) == []
    [call, _] = to_record(made)
    assert call.source == heir.source


def test_an_alias_counts_more_than_the_file_and_the_hand() -> None:
    heir = article("heir", aliases=(CALL,))
    moved = article("call", slug="new")
    assert redirects(site(heir, moved, before=recorded(article("call"))))[CALL] == (
        "/2025/11/heir/"
    )
    by_hand = [entry(CALL, to=UrlPath("/2025/11/new/"))]
    assert redirects(site(heir, moved, before=by_hand)) == {CALL: "/2025/11/heir/"}


def test_aliases_are_not_recorded() -> None:
    assert [each.address for each in recorded(article("call", aliases=("/old/",)))] == [CALL]


# -- an end


def test_a_withdrawn_article_leaves_its_notice() -> None:
    withdrawn = article("call", withdrawn=Withdrawal())
    made = site(withdrawn, before=recorded(article("call")))
    assert fates(made) == {CALL: Told(Fate.WITHDRAWN)}
    assert told(made) == []
    moved = site(replace(withdrawn, slug="new"), before=recorded(article("call")))
    assert redirects(moved) == {CALL: "/2025/11/new/"}
    assert redirects_of(moved)[0].title == "The Example"


def test_an_expired_article_has_its_end_on_purpose() -> None:
    made = site(article("call", expires="2025-11-30"), before=recorded(
        article("call", expires="2025-11-30"), now=NOW - timedelta(days=2)))  # fmt: skip
    assert fates(made)[CALL].fate is Fate.EXPIRED
    assert redirects(made) == {}
    assert told(made) == []


def test_an_address_may_be_given_up_by_hand() -> None:
    [call] = recorded(article("call"))
    made = site(before=[replace(call, gone=True)])
    assert fates(made) == {CALL: Told(Fate.GONE)}
    assert told(made) == []


def test_what_was_given_up_and_stands_is_told() -> None:
    [call] = recorded(article("call"))
    for by_hand in (replace(call, gone=True), replace(call, to=UrlPath("/about/"))):
        [problem] = told(site(article("call"), page("about"), before=[by_hand]))
        assert problem.message == (
            'expected nothing at "/2025/11/call/", got content/articles/call.md'
        )
        assert problem.hint == f"remove {'gone' if by_hand.gone else 'to'} from this line"


# -- lost


@pytest.mark.parametrize(
    ("hidden", "why", "instead"),
    [
        ({"draft": True}, "is a draft", "withdrawn: true in place of draft"),
        ({"embargo": "2025-12-24"}, "is under embargo", "withdrawn: true in place of embargo"),
        ({"date": when("2025-12-24")}, "is scheduled for later",
         "the date on which it was published"),
    ],
)  # fmt: skip
def test_what_is_not_public_any_more_is_told_and_not_led_to(
    hidden: dict[str, Untyped], why: str, instead: str
) -> None:
    before = recorded(article("call"))
    for slug in ("call", "other"):
        made = site(article("call", slug=slug, **hidden), before=before)
        assert redirects(made) == {}
        assert not any("call" in path or "other" in path for path in plan(made).outputs)
        [problem] = told(made)
        assert str(problem) == (
            'addresses.toml:5:1: warning: expected something at "/2025/11/call/", got nothing: '
            f"content/articles/call.md {why}\n  hint: {instead} in content/articles/call.md, "
            "or gone = true in this line, if nothing is to stand there"
        )


def test_a_deleted_article_is_told() -> None:
    [problem] = told(site(article("b"), before=recorded(article("año"))))
    assert str(problem) == (
        'addresses.toml:5:1: warning: expected something at "/2025/11/año/", got nothing: '
        "content/articles/año.md does not exist, and no other file has its text, or title and "
        'date\n  hint: aliases: ["/2025/11/año/"] in what stands for it, or gone = true in this '
        "line, if nothing is to stand there"
    )


def test_a_page_that_is_a_draft_again_is_told() -> None:
    [problem] = told(site(page("about", draft=True), before=recorded(page("about"))))
    assert "content/pages/about.md is a draft" in problem.message
    assert problem.hint == "gone = true in this line, if nothing is to stand there"


@pytest.mark.parametrize("unread", ["content/articles/call.md", "content/articles/moved.md"])
def test_what_a_file_with_faults_may_mend_is_not_told_twice(unread: str) -> None:
    made = site(before=recorded(article("call")), unread=[unread])
    assert fates(made)[CALL].fate is Fate.LOST
    assert told(made) == []


def test_what_was_moved_and_is_not_public_is_not_led_to() -> None:
    before = recorded(article("call"))
    hidden = article("x", draft=True, body=body("Of the call."), title="Secret")
    made = site(hidden, before=before)
    assert redirects(made) == {}
    assert "content/articles/x.md is a draft" in told(made)[0].message
    public = article("y", body=body("Of the call."))
    assert redirects(site(hidden, public, before=before)) == {CALL: "/2025/11/y/"}


@pytest.mark.parametrize(
    ("level", "severity"),
    [(Severity.ERROR, Severity.ERROR), (Severity.WARNING, Severity.WARNING), (None, None)],
)
def test_how_much_a_lost_address_weighs_is_set(
    level: Severity | None, severity: Severity | None
) -> None:
    checks = ((Check.LOST_ADDRESS, level),)
    made = site(before=recorded(article("call")), checks=checks)
    assert [problem.severity for problem in told(made)] == ([severity] if severity else [])


# -- by hand


@pytest.mark.parametrize(
    ("to", "new"),
    [
        ("/2025/11/b/", "/2025/11/b/"),
        ("/2025/11/b", "/2025/11/b/"),
        ("/tags/", "/tags/"),
        ("/", "/"),
        ("/alias/", "/2025/11/b/"),
        ("/2025/11/before-b/", "/2025/11/b/"),
        ("/hop/", "/2025/11/b/"),
    ],
)
def test_an_address_may_lead_on_by_hand_straight_to_the_end(to: str, new: str) -> None:
    b = article("b", aliases=("/alias/",))
    before = [
        entry(CALL, to=address_of(to)),
        entry("/2025/11/before-b/", source=b.source),
        entry("/hop/", to=UrlPath("/2025/11/before-b/")),
    ]
    made = site(b, before=before)
    assert redirects(made)[CALL] == new
    assert told(made) == []
    assert errors(made) == []


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("/nowhere/", "where nothing stands"),
        ("/2025/11/secret/", "but content/articles/secret.md is a draft"),
        ("/2025/11/given-up/", "which is gone"),
        ("/2025/11/lost/", "which is lost"),
        (CALL, "which leads back to it"),
        ("/round/", "which is lost"),
    ],
)
def test_an_address_never_leads_nowhere_by_hand(to: str, reason: str) -> None:
    before = [
        entry(CALL, to=UrlPath(to)),
        entry("/2025/11/given-up/", gone=True),
        entry("/2025/11/lost/", source=SourcePath("content/articles/lost.md")),
        entry("/round/", to=UrlPath(CALL)),
    ]
    made = site(article("secret", draft=True), article("b"), before=before)
    assert redirects(made) == {}
    assert fates(made)[CALL] == Told(Fate.LOST, "", f'it is to lead to "{to}", {reason}')


def test_a_misspelt_end_is_guessed() -> None:
    made = site(article("answer"), before=[entry(CALL, to=UrlPath("/2025/11/anser/"))])
    assert told(made)[0].hint == 'to = "/2025/11/answer/"'


# -- recording


def test_what_is_public_is_recorded_and_nothing_else() -> None:
    contents: list[Content] = [
        article("call"),
        article("secret-a", draft=True),
        article("secret-b", embargo="2025-12-24"),
        article("secret-c", "2025-12-24"),
        article("secret-d", expires="2025-11-30"),
        article("back", withdrawn=Withdrawal(), title="Secret"),
        page("about"),
        page("secret-e", draft=True),
        author(),
    ]
    found = to_record(site(*contents))
    assert [each.address for each in found] == ["/2025/11/back/", CALL, "/about/"]
    assert "secret" not in written(found).lower()
    assert found[0] == Recorded(
        address=found[0].address, source=SourcePath("content/articles/back.md")
    )


def test_recording_twice_changes_nothing() -> None:
    contents: list[Content] = [
        article("call"),
        article("back", withdrawn=Withdrawal()),
        page("about"),
    ]
    by_hand = [entry("/x/", gone=True), entry("/y/", to=UrlPath("/about/"))]
    first = written(to_record(site(*contents, before=by_hand)))
    second = written(to_record(site(*contents, before=read_recorded(first.encode()))))
    assert first == second


def test_what_was_recorded_is_never_forgotten() -> None:
    before = (
        *recorded(article("call"), article("b"), page("about")),
        entry("/x/", gone=True, source=SourcePath("content/x.md"), title="X"),
        entry("/y/", to=UrlPath("/2025/11/b/")),
    )
    made = site(article("b", slug="c"), before=before)
    after = {each.address: each for each in to_record(made)}
    assert after.keys() == {each.address for each in before} | {"/2025/11/c/"}
    for each in before:
        if each.source != article("b").source:
            assert after[each.address] == each


def test_an_edited_article_is_recorded_as_it_is_now() -> None:
    edited = article("call", title="New", body=body("New."))
    [call] = to_record(site(edited, before=recorded(article("call"))))
    assert (call.title, call.digest) == ("New", body("New.").digest[:16])


# -- audiences and times


def test_a_preview_shows_what_is_to_come_where_it_was() -> None:
    before = recorded(article("call"), article("b"), article("c"))
    contents: list[Article] = [
        article("call", draft=True),
        article("b", "2025-12-24"),
        article("c", embargo="2025-12-24"),
    ]
    made = site(*contents, before=before, audience=Audience.PREVIEW)
    assert redirects(made) == {"/2025/11/b/": "/2025/12/b/", "/2025/11/c/": "/2025/12/c/"}
    assert told(made) == []


def test_a_preview_only_warns() -> None:
    made = site(
        before=recorded(article("call")),
        audience=Audience.PREVIEW,
        checks=((Check.LOST_ADDRESS, Severity.ERROR),),
    )
    assert [problem.severity for problem in told(made)] == [Severity.WARNING]


# -- whatever happens

SLUGS = ("one", "two", "three", "One-Two")
HIDDEN: tuple[dict[str, Untyped], ...] = (
    {},
    {},
    {},
    {"draft": True},
    {"embargo": "2025-12-24"},
    {"expires": "2025-11-30"},
    {"withdrawn": Withdrawal()},
)
Story = dict[str, Untyped]
STORIES: st.SearchStrategy[Story] = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["a", "b", "c", "d"]),
        "slug": st.sampled_from(SLUGS),
        "date": st.sampled_from(["2025-11-28", "2025-11-29", "2025-10-05"]),
        "title": st.sampled_from(["One", "Two", "Secret"]),
        "text": st.sampled_from(["", "Text.", "Other."]),
        "hidden": st.sampled_from(HIDDEN),
        "aliases": st.sampled_from([(), (), ("/2025/11/one/",), ("/old/",)]),
    }
)
NEWSROOMS = st.lists(STORIES, max_size=4, unique_by=lambda each: str(each["name"]))
BY_HAND = st.lists(
    st.builds(
        lambda address, hand: entry(address, **hand),
        st.sampled_from(["/2025/11/one/", "/2025/11/two/", "/x/", "/y/", "/tags/", "/X/"]),
        st.sampled_from(["/x/", "/y/", "/2025/11/two/", "/tags/", "/old/"]).map(
            lambda to: {"to": UrlPath(to)}
        )
        | st.just({"gone": True}),
    ),
    max_size=3,
    unique_by=lambda each: each.address,
)


def newsroom(stories: list[Story]) -> list[Article]:
    return [
        article(story["name"], story["date"], slug=story["slug"], title=story["title"],
                body=body(story["text"]), aliases=story["aliases"], **story["hidden"])
        for story in stories
    ]  # fmt: skip


@given(st.lists(NEWSROOMS, min_size=2, max_size=4), BY_HAND)
def test_no_address_is_ever_lost_in_silence(
    history: list[list[Story]], before: Sequence[Recorded]
) -> None:
    for stories in history:
        contents = newsroom(stories)
        if plan(site(*contents)).errors:  # two at one address: that site is not built
            continue
        made = site(*contents, before=before)
        planned = plan(made)
        assert planned.errors == ()
        lost = {each.line for each in told(made)}
        led = redirects(made)
        for each in made.fates:
            path = output_of(each.recorded.address)
            stands = each.fate in (Fate.LIVE, Fate.WITHDRAWN, Fate.REDIRECTED)
            assert (path in planned.outputs) == stands
            assert each.fate is not Fate.LOST or each.recorded.line in lost
        for new in led.values():
            assert output_of(new) in planned.outputs
            assert new not in led
        hidden = {a.source for a in contents if a.draft or a.embargo or a.expires}
        assert not hidden & {output.source for output in planned.outputs.values()}
        before = read_recorded(written(to_record(made)).encode())
