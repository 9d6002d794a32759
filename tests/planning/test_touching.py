"""What an edit touches: every output that it changes is among what the kinds of output name."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from generator.config import FeedsConfig, FrontConfig
from generator.fingerprint import Fingerprinter
from generator.model import Article, Body, Content, Correction, Credit
from generator.outputs import INDEXES, KINDS
from generator.paths import OutputPath, SourcePath
from generator.planning.changes import Audience
from generator.planning.finding import Finder
from generator.planning.plan import Plan, make_plan
from generator.planning.revising import Revision, revision
from generator.planning.site import Site
from tests.planning.newsroom import (
    Untyped,
    article,
    author,
    body,
    document,
    image,
    link,
    page,
    picture,
    site,
    when,
)

NAMES = "abcdefghijkl"
OTHERS = page(), author(), picture(), document()
# Few, so that articles share them, and one that is long past.
DATES = (
    "2025-10-28 09:30",
    "2025-11-28 09:30",
    "2025-11-28",
    "2025-11-30 08:00",
    "2025-12-01 08:00",
    "2024-02-01",
)
TAGS = st.lists(st.sampled_from(["ships", "oil", "crew"]), max_size=3, unique=True)
CREDITS = st.lists(st.sampled_from(["Ana Díaz", "Bea", "bea", "Cy"]), min_size=1, max_size=2)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    refs = draw(st.sampled_from(["", "../pages/about.md", "../documents/papers.pdf"]))
    text = draw(st.sampled_from(["Text.", "More.", "Much more."]))
    ids = draw(st.sampled_from([(), ("part",)]))
    return body(text, *([link(refs)] if refs else []), ids=ids)


def articles(name: str) -> st.SearchStrategy[Article]:
    return st.builds(
        article,
        st.just(name),
        st.sampled_from(DATES),
        title=st.sampled_from(["One", "Two"]),
        tags=TAGS.map(tuple),
        section=st.sampled_from(["", "harbour", "opinion"]),
        credits=CREDITS.map(lambda names: tuple(map(Credit, names))),
        draft=st.sampled_from([False] * 7 + [True]),
        corrections=st.sampled_from([(), (), (Correction(when("2025-11-30"), "x"),)]),
        image=st.sampled_from([None, None, image(), image(caption="Ships")]),
        summary=st.sampled_from(["", "What it says."]),
        kicker=st.sampled_from(["", "Inquiry"]),
        featured=st.booleans(),
        canonical=st.sampled_from(["", "", "https://elsewhere.example/"]),
        body=bodies(),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[Article, ...], list[Article]]:
    """Draw some articles, and edits of them: in a text, in some fields, or a new one."""
    names = NAMES[: draw(st.integers(2, 10))]
    start = tuple(draw(articles(name)) for name in names)
    edits = []
    for _ in range(draw(st.integers(1, 2))):
        other = draw(articles(draw(st.sampled_from(NAMES[: len(names) + 2]))))
        known = next((each for each in start if each.source == other.source), None)
        if known:
            fields = {*draw(st.lists(st.sampled_from(EDITED), max_size=2)), "body"}
            other = replace(known, **{field: getattr(other, field) for field in fields})
        edits.append(other)
    return start, edits


EDITED = ("title", "tags", "section", "credits", "image", "summary", "kicker", "featured", "date",
          "corrections", "canonical", "draft")  # fmt: skip
SETTINGS: Mapping[str, Untyped] = {
    "listing_size": 2, "feeds": FeedsConfig(2), "front": FrontConfig(seconds=1, river=2),
}  # fmt: skip


PERMALINKS = "/{year}/{month}/{slug}/", "/{slug}/", "/{section}/{slug}.html"


def before(contents: tuple[Article, ...], audience: Audience, permalink: str) -> Site:
    return site(*contents, *OTHERS, audience=audience, permalink=permalink, **SETTINGS)


def prints(plan: Plan) -> dict[OutputPath, str]:
    fingerprint = Fingerprinter()
    return {path: fingerprint((output.recipe, output.outline[1:3]))
            for path, output in plan.outputs.items()}  # fmt: skip


def touched(found: Revision) -> set[OutputPath]:
    return {path for kind in KINDS if kind.by_path for path in kind.by_path.touched(found)}


def of_kinds_by_path(plan: Plan, made: Site) -> set[OutputPath]:
    whole = {each.path for kind in KINDS if not kind.by_path for each in kind.plan(made)}
    names = tuple(name for index in INDEXES for name in index.names)
    return {path for path in plan.outputs if path not in whole and not path.startswith(names)}


def holds(made: Site, changed: Mapping[SourcePath, Content | None]) -> None:
    """Assert that the plans of a site before and after edits differ in nothing but the touched."""
    found = revision(made, changed)
    assume(found)
    assert found
    was, now = make_plan(made, KINDS, INDEXES), make_plan(found.after, KINDS, INDEXES)
    assume(not was.errors)
    assume(not now.errors)
    old, new = prints(was), prints(now)
    differ = {path for path in {**old, **new} if old.get(path) != new.get(path)}
    single = of_kinds_by_path(was, made) | of_kinds_by_path(now, found.after)
    named = touched(found)
    assert (differ & single) - named == set()
    finder = Finder(found.after, KINDS, INDEXES)
    assert {path: finder.find(path) for path in named & single} == {
        path: now.outputs.get(path) for path in named & single
    }


@given(cases(), st.sampled_from(Audience), st.sampled_from(PERMALINKS))
def test_all_that_edits_change_is_named(
    case: tuple[tuple[Article, ...], list[Article]], audience: Audience, permalink: str
) -> None:
    start, edits = case
    holds(before(start, audience, permalink), {each.source: each for each in edits})
