"""What a revision reaches: what is planned of it anew, what goes, and what wants a taken path."""

from collections.abc import Iterable

import pytest

from generator.fingerprint import Digest
from generator.outputs import INDEXES, KINDS
from generator.pages import TextPage
from generator.paths import OutputPath, SourcePath
from generator.planning.plan import ByPath, Kind, Output, make_plan
from generator.planning.reaching import Reach
from generator.planning.recipes import Copy, FileOf, Recipe, Template
from generator.planning.revising import Revision, revision
from generator.planning.site import Site
from tests.planning.newsroom import article, body, site

BEFORE = site(article("call"))
TEXT = Template("text.txt", TextPage(()))
COPY = Copy(FileOf(SourcePath("content/documents/a.pdf"), Digest("a")))


def edited() -> Revision:
    changed = article("call", body=body("More."))
    found = revision(BEFORE, {changed.source: changed})
    assert found
    return found


def whole(*paths: str) -> Kind:
    return Kind(lambda _: [output(path) for path in paths])


def single(*touched: str, before: str = "", after: str = "", recipe: Recipe = TEXT) -> Kind:
    """Return a kind that has the paths of these words before the edit, and after it."""

    def find(site: Site, path: OutputPath) -> Iterable[Output]:
        has = (before if site is BEFORE else after).split()
        return [output(path, recipe)] if path in has else []

    return Kind(lambda _: [], ByPath(find, lambda _: map(OutputPath, touched)))


def output(path: str, recipe: Recipe = TEXT) -> Output:
    return Output(path=OutputPath(path), recipe=recipe)


def reach(*kinds: Kind, known: str, known_whole: str = "") -> Reach:
    return Reach(
        kinds=kinds,
        revision=edited(),
        known=[*map(OutputPath, known.split())],
        known_whole=[*map(OutputPath, known_whole.split())],
    )


def test_a_kind_is_planned_whole_or_where_it_may_be_touched() -> None:
    found = reach(
        single("b", "c", "b", before="b", after="b c d"), whole("a"), known="a b", known_whole="a"
    )
    assert [each.path for each in found.outputs] == ["b", "c", "a"]
    assert (found.whole, found.new, found.gone) == (("a",), ["c"], frozenset())
    assert not found.is_contested


def test_what_was_there_and_is_planned_by_no_kind_is_gone() -> None:
    found = reach(single("a", "b", "c", before="a b", after="a"), known="a b")
    assert found.gone == {"b"}


@pytest.mark.parametrize(
    "kinds",
    [
        (whole("a"), whole("a")),
        (whole("a"), single("a", before="a", after="a")),
        (single("b", after="b"),),
        (whole("b"),),
    ],
)
def test_a_path_that_two_outputs_want_or_that_was_another_kinds_is_contested(
    kinds: tuple[Kind, ...],
) -> None:
    assert reach(*kinds, known="a b", known_whole="a").is_contested


def test_what_is_named_by_digest_may_have_been_there_for_another_article() -> None:
    assert not reach(single("b", after="b", recipe=COPY), known="b").is_contested


def test_an_edited_text_reaches_its_page_and_nothing_that_is_new() -> None:
    plan = make_plan(BEFORE, KINDS, INDEXES)
    found = Reach(kinds=KINDS, revision=edited(), known=plan.outputs, known_whole=[*plan.outputs])
    assert "2025/11/call/index.html" in {each.path for each in found.outputs}
    assert (found.new, found.gone, found.is_contested) == ([], frozenset(), False)
