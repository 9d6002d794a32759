"""What is told of links to other sites, by what these answered."""

from dataclasses import replace

from generator.checks import check_links
from generator.checks.links import Answer, Answers, Verdict, addresses_of
from generator.config import Check
from generator.model import Body, Mention
from generator.planning.site import Site
from tests.planning.newsroom import Untyped, article, body, page, site

A, B = "https://a.example/x", "https://b.example/y"
CALL = "content/articles/call.md"
GOOD = Answer(Verdict.GOOD)
DEAD = Answer(Verdict.DEAD, "it answers 404 Not Found")
SHY = Answer(Verdict.UNCERTAIN, "it answers 403 Forbidden")
NAMELESS = Answer(Verdict.NAMELESS, "no site of this name is known")
SILENT = Answer(Verdict.UNREACHED, "it did not answer in time")


def leading(*addresses: str) -> Body:
    return replace(body(), addresses=tuple(Mention(to, n, 3) for n, to in enumerate(addresses, 9)))


def linked(*addresses: str, **settings: Untyped) -> Site:
    return site(article(body=leading(*addresses)), **settings)


def told(of: Site, answers: Answers, tried: Answers | None = None) -> list[tuple[str, str]]:
    """Return what is told, and by which check; all answers are of now unless said otherwise."""
    found = check_links(of, answers, answers if tried is None else tried)
    return [(str(replace(each, hint="")), each.check) for each in found]


def test_each_address_is_asked_for_once_without_the_place_on_its_page() -> None:
    made = site(article(body=leading(f"{A}#one", B, f"{A}#two")), page(body=leading(A, f"{B}?q")))
    assert addresses_of(made) == (A, B, f"{B}?q")


def test_a_dead_link_is_told_at_each_of_its_places() -> None:
    made = site(article(body=leading(f"{A}#one", B)), page(body=leading(A)))
    assert told(made, {A: DEAD, B: GOOD}) == [
        (
            f"{CALL}:9:3: expected a page at {A}#one, got none: it answers 404 Not Found",
            Check.DEAD_LINK,
        ),
        (
            (
                f"content/pages/about.md:9:3: expected a page at {A}, got none: "
                "it answers 404 Not Found"
            ),
            Check.DEAD_LINK,
        ),
    ]


def test_a_link_to_a_site_that_nobody_knows_is_dead() -> None:
    assert told(linked(A, B), {A: NAMELESS, B: GOOD}) == [
        (
            f"{CALL}:9:3: expected a page at {A}, got none: no site of this name is known",
            Check.DEAD_LINK,
        )
    ]


def test_what_is_not_clear_only_warns() -> None:
    before = "expected a page at"
    assert told(linked(A, B), {A: SHY, B: SILENT}) == [
        (
            (
                f"{CALL}:9:3: warning: {before} {A}, which could not be checked: "
                "it answers 403 Forbidden"
            ),
            Check.UNCERTAIN_LINK,
        ),
        (
            (
                f"{CALL}:10:3: warning: {before} {B}, which could not be checked: "
                "it did not answer in time"
            ),
            Check.UNCERTAIN_LINK,
        ),
    ]


def test_what_has_moved_is_told_with_the_new_address() -> None:
    (found,) = check_links(linked(A), {A: Answer(Verdict.GOOD, moved=B)}, {})
    assert found.message == f"expected the address where {A} is now"
    assert (found.hint, found.check) == (B, Check.MOVED_LINK)


def test_a_link_that_is_good_is_let_be() -> None:
    assert told(linked(A, B), {A: GOOD, B: GOOD}) == []


def test_what_there_was_no_time_for_is_told_once_and_not_judged() -> None:
    assert told(linked(A, B, f"{B}?q"), {A: GOOD}) == [
        (
            "the network: warning: expected time to ask for every address, got none left for 2",
            Check.UNCERTAIN_LINK,
        )
    ]


def test_without_a_network_that_is_told_once_and_no_link_is_blamed() -> None:
    (found,) = told(linked(A, B), {A: SILENT, B: NAMELESS})
    assert found == (
        f"the network: warning: expected an answer of another site, got none of {A} and 1 more",
        Check.UNCERTAIN_LINK,
    )


def test_without_a_network_what_is_remembered_is_still_told() -> None:
    found = told(linked(A, B), {A: SILENT, B: DEAD}, tried={A: SILENT})
    assert [name for _, name in found] == [Check.DEAD_LINK, Check.UNCERTAIN_LINK]


def test_site_toml_says_how_severe_a_dead_link_is() -> None:
    assert told(linked(A, checks=((Check.DEAD_LINK, None),)), {A: DEAD}) == []
