"""Which outputs are stale, and why: five edits, five exact sets."""

from dataclasses import replace

import pytest

from generator.building.publish import Manifest, Written
from generator.building.report import Reason
from generator.building.staleness import bases_of, stale
from generator.building.store import Basis, Made
from generator.fingerprint import Digest, Fingerprint, fingerprint
from generator.outputs import INDEXES, KINDS
from generator.pages import Publisher, SiteInfo, TextPage
from generator.paths import OutputPath, SourcePath
from generator.planning.plan import Copy, Output, Plan, Template

A, B, C = OutputPath("a.html"), OutputPath("b.html"), OutputPath("c.html")
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
    return Made(basis, Digest(digest), "")


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


def test_a_page_depends_on_four_parts_and_a_copy_on_its_file_alone() -> None:
    page = Output(path=A, recipe=Template("text.txt", TextPage(("one",))))
    copy = Output(path=B, recipe=Copy(SourcePath("content/static/b.html"), Digest("1")))
    plan = Plan({A: page, B: copy}, (), ())
    bases = bases_of(plan, SITE, Fingerprint("g"), Closures())
    assert bases == {
        A: Basis("g", fingerprint(SITE), fingerprint("text.txt"), fingerprint(page.recipe)),
        B: Basis("", "", "", fingerprint(copy.recipe)),
    }


def test_what_is_pointed_at_is_published_before_what_points_at_it() -> None:
    names = [kind.__module__.rpartition(".")[2] for kind in (*KINDS, *INDEXES)]
    assert names == [
        "assets",
        "media",
        "articles",
        "pages",
        "notices",
        "listings",
        "archives",
        "indexes",
        "fronts",
        "redirects",
        "feeds",
        "texts",
        "sitemaps",
    ]
