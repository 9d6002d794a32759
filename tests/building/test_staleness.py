"""Which outputs are stale, and why: five edits, five exact sets."""

from dataclasses import replace
from itertools import chain

import pytest

from generator.building.identity import Identity
from generator.building.memory.store import Basis, Made
from generator.building.publish import Manifest, Written
from generator.building.report import Reason
from generator.building.staleness import bases_of, stale
from generator.fingerprint import Digest, Fingerprint, fingerprint
from generator.outputs import INDEXES, KINDS
from generator.pages import TextPage
from generator.paths import OutputPath, SourcePath
from generator.planning.outline import Outline
from generator.planning.plan import Output, Plan
from generator.planning.recipes import Card, Copy, FileOf, Stylesheet, Template
from generator.site_info import Publisher, SiteInfo

A, B, C, D = (OutputPath(f"{name}.html") for name in "abcd")
BASIS = Basis("generator", "site", "layout", Fingerprint("recipe"))
SITE = SiteInfo(
    title="T",
    description="D",
    language="en",
    base_url="https://example.com",
    base_path="",
    footer="",
    menu=(),
    sections=(),
    feeds=(),
    publisher=Publisher("P"),
    x_account="",
    assets=(),
)


def made(basis: Basis = BASIS, digest: str = "1") -> Made:
    return Made(basis, Digest(digest), "", Outline(A))


def manifest(**digests: str) -> Manifest:
    files = {
        OutputPath(f"{name}.html"): Written(Digest(digest), 1, 1)
        for name, digest in digests.items()
    }
    return Manifest(files, {})


def test_what_is_as_it_was_is_fresh() -> None:
    assert stale({A: BASIS}, {A: made()}, manifest(a="1"), {}) == {}


def test_what_was_never_made_is_new() -> None:
    assert stale({A: BASIS, B: BASIS}, {A: made()}, manifest(a="1"), {}) == {B: Reason.NEW}


def test_without_a_manifest_everything_is_new() -> None:
    assert stale({A: BASIS}, {A: made()}, None, {}) == {A: Reason.NEW}


def test_what_the_manifest_does_not_list_is_new() -> None:
    assert stale({A: BASIS}, {A: made()}, manifest(b="1"), {}) == {A: Reason.NEW}


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("generator", Reason.GENERATOR),
        ("site", Reason.SITE),
        ("layout", Reason.LAYOUT),
        ("recipe", Reason.PAGE),
    ],
)
def test_each_part_that_differs_is_a_reason(part: str, reason: Reason) -> None:
    changed = replace(BASIS, **{part: "other"})  # type: ignore[arg-type]
    bases = {A: BASIS, B: changed, C: BASIS}
    before = {A: made(), B: made(), C: made()}
    assert stale(bases, before, manifest(a="1", b="1", c="1"), {}) == {B: reason}


def test_the_widest_part_that_differs_is_named() -> None:
    other = Basis("g", "s", "l", Fingerprint("r"))
    parts = ("generator", "site", "layout", "recipe")
    found: list[Reason] = []
    for start in range(4):
        kept = {name: getattr(BASIS, name) for name in parts[:start]}
        changed = replace(other, **kept)
        found += stale({A: changed}, {A: made()}, manifest(a="1"), {}).values()
    assert found == [Reason.GENERATOR, Reason.SITE, Reason.LAYOUT, Reason.PAGE]


def test_what_is_gone_or_was_edited_in_the_result_is_made_again() -> None:
    bases = {A: BASIS, B: BASIS}
    faults = {A: "missing", B: "edited by hand"}
    found = stale(bases, {A: made(), B: made()}, manifest(a="1", b="1"), faults)
    assert found == {A: Reason.MISSING, B: Reason.EDITED}


def test_what_is_published_but_was_not_made_so_is_made_again() -> None:
    assert stale({A: BASIS}, {A: made(digest="1")}, manifest(a="2"), {}) == {A: Reason.EDITED}


def test_the_plans_order_is_kept() -> None:
    assert list(stale({C: BASIS, A: BASIS, B: BASIS}, {}, None, {})) == [C, A, B]


class Closures:
    def closure(self, layout: str) -> Fingerprint:
        return fingerprint(layout)


def test_each_kind_of_recipe_depends_on_no_more_than_it_must() -> None:
    page = Output(path=A, recipe=Template("text.txt", TextPage(("one",))))
    copy = Output(path=B, recipe=Copy(FileOf(SourcePath("content/static/b.html"), Digest("1"))))
    sheet = Output(path=C, recipe=Stylesheet((), (), ""))
    font = FileOf(SourcePath("layouts/assets/a.woff2"), Digest("2"))
    card = Output(path=D, recipe=Card("", "One", "", (font, font), "", "", ""))
    plan = Plan({A: page, B: copy, C: sheet, D: card}, (), ())
    bases = bases_of(plan, SITE, Identity(Fingerprint("g"), Fingerprint("d")), Closures())
    assert bases == {
        A: Basis("g", fingerprint(SITE), fingerprint("text.txt"), fingerprint(page.recipe)),
        B: Basis("", "", "", fingerprint(copy.recipe)),
        C: Basis("g", "", "", fingerprint(sheet.recipe)),
        D: Basis("d", "", "", fingerprint(card.recipe)),
    }


def test_what_is_pointed_at_is_published_before_what_points_at_it() -> None:
    plans = [each.plan for each in KINDS], [each.plan for each in INDEXES]
    names = [plan.__module__.rpartition(".")[2] for plan in chain(*plans)]
    assert names == [
        "assets",
        "icons",
        "media",
        "cards",
        "articles",
        "pages",
        "search",
        "notices",
        "listings",
        "archives",
        "indexes",
        "fronts",
        "redirects",
        "feeds",
        "robots",
        "opml",
        "texts",
        "nginx",
        "caddy",
        "apache",
        "sitemaps",
        "hosts",
        "vercel",
    ]
