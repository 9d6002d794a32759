"""What a deploy changes, by digest; and the order of it, held against a real site's plan."""

import re
from datetime import timedelta

import pytest

from generator.building.build import plan_only
from generator.building.request import Request
from generator.deploy.changes import Changes, changes_of
from generator.deploy.order import COPIES, Step, is_address, lingers, step_of
from generator.deploy.packing import PACKERS
from generator.deploy.record import Deployed, Files, Leaving, Record
from generator.fingerprint import digest
from generator.paths import OutputPath, output_of
from generator.project import Project
from tests.deploy.kit import DAY, NOW, Site, wanted
from tests.whole_sites import ROOT, SAMPLE_TIME, THEME, Built

GRACE = 7 * DAY


def holding(site: Site, **leaving: int) -> Record:
    """Return the record of a site; `leaving` are styles, and how many days ago they left."""
    gone = {
        OutputPath(f"assets/{name}.css"): Leaving(file(name), NOW - days * DAY)
        for name, days in leaving.items()
    }
    return Record(list=Files(wanted(site), gone))


def file(text: str) -> Deployed:
    return wanted({"assets/x.css": text})[OutputPath("assets/x.css")]


def of(
    record: Record,
    site: Site,
    *uncertain: str,
    grace: timedelta = GRACE,
    keeps_headers: bool = True,
) -> Changes:
    return changes_of(
        record,
        wanted(site),
        now=NOW,
        grace=grace,
        uncertain=[OutputPath(path) for path in uncertain],
        keeps_headers=keeps_headers,
    )


def test_each_file_is_added_changed_deleted_or_left_alone() -> None:
    site = {"b.html": "b", "c.html": "new", "e.html": "e", "d.html": "d"}
    found = of(holding({"a.html": "a", "b.html": "b", "c.html": "c"}), site)
    assert (found.adds, found.changes, found.repeats, found.deletes) == (
        ("d.html", "e.html"), ("c.html",), (), ("a.html",)
    )  # fmt: skip
    assert found.after == Files(wanted(site), {})
    assert found.size == 5
    assert not found.is_empty


def test_where_all_is_as_it_should_be_there_is_nothing_to_do() -> None:
    found = of(holding({"a.html": "a"}), {"a.html": "a"})
    assert found.is_empty
    assert [*found.sends, *found.steps, *found.removals] == []


@pytest.mark.parametrize("name", ["adds", "changes", "repeats", "deletes"])
def test_one_change_of_any_kind_is_something_to_do(name: str) -> None:
    lists: dict[str, tuple[OutputPath, ...]] = dict.fromkeys(
        ("adds", "changes", "repeats", "deletes"), ()
    )
    assert Changes(**lists, after=Files()).is_empty
    assert not Changes(**{**lists, name: (OutputPath("a.html"),)}, after=Files()).is_empty


def test_other_headers_are_a_change_only_where_they_are_kept() -> None:
    site = {"a.html": "a"}
    record = holding(site)
    other = Deployed(digest(b"a"), 1, "text/plain", "no-store")
    record.list.files[OutputPath("a.html")] = other
    assert of(record, site).changes == ("a.html",)
    found = of(record, site, keeps_headers=False)
    assert found.is_empty
    assert found.after.files == wanted(site)


def test_what_nobody_can_be_certain_of_is_sent_again_or_removed() -> None:
    site = {"a.html": "a", "b.html": "b", "new.html": "new", "c.html": "c"}
    record = holding({"a.html": "a", "b.html": "b", "c.html": "old"})
    found = of(record, site, "a.html", "new.html", "c.html", "half.html")
    assert (found.adds, found.changes, found.repeats, found.deletes) == (
        ("new.html",), ("c.html",), ("a.html",), ("half.html",)
    )  # fmt: skip


def test_styles_stay_for_pages_that_are_open_and_then_go() -> None:
    record = holding({"assets/a.css": "a"}, b=3, c=6, d=7, e=8)
    found = of(record, {"x.html": "x"})
    left = {path: each.since for path, each in found.after.leaving.items()}
    assert left == {
        "assets/a.css": NOW, "assets/b.css": NOW - 3 * DAY, "assets/c.css": NOW - 6 * DAY
    }  # fmt: skip
    assert found.deletes == ("assets/d.css", "assets/e.css")


def test_without_grace_nothing_stays() -> None:
    found = of(holding({"assets/a.css": "a"}, b=0), {}, grace=timedelta(0))
    assert found.deletes == ("assets/a.css", "assets/b.css")
    assert found.after == Files()


def test_pages_and_pictures_go_at_once() -> None:
    found = of(holding({"a.html": "a", "media/a.jpg": "a", "files/a.pdf": "a"}), {})
    assert found.deletes == ("a.html", "files/a.pdf", "media/a.jpg")


def test_what_has_left_and_is_wanted_again_is_not_sent_again() -> None:
    found = of(holding({}, a=3), {"assets/a.css": "a"})
    assert found.is_empty
    assert found.after == Files(wanted({"assets/a.css": "a"}), {})
    assert of(holding({}, a=3), {"assets/a.css": "other"}).changes == ("assets/a.css",)


def test_what_may_be_there_by_half_does_not_linger() -> None:
    found = of(holding({"assets/a.css": "a"}, b=1), {}, "assets/a.css", "assets/b.css")
    assert found.deletes == ("assets/a.css", "assets/b.css")
    assert found.after == Files()


def test_new_files_come_before_changed_ones_and_what_points_after_what_it_points_at() -> None:
    old = {
        "icon.svg": "",
        "index.html": "",
        "p/index.html": "",
        "feed.xml": "",
        "tags/a/index.html": "",
    }
    new = {
        **dict.fromkeys(old, "x"),
        "media/n.jpg": "", "q/index.html": "", "tags/b/index.html": "", "tags/b/feed.xml": "",
        "assets/a.css": "",
    }  # fmt: skip
    assert of(holding(old), new).steps == (
        ("assets/a.css", "icon.svg", "media/n.jpg"),
        ("q/index.html",),
        ("tags/b/index.html",),
        ("tags/b/feed.xml",),
        ("p/index.html",),
        ("tags/a/index.html",),
        ("index.html",),
        ("feed.xml",),
    )


def test_what_points_is_removed_before_what_it_points_at() -> None:
    record = holding(
        {"media/a.jpg": "", "p/index.html": "", "tags/a/index.html": "", "tags/a/feed.xml": ""}
    )
    assert of(record, {}).removals == (
        "tags/a/feed.xml", "tags/a/index.html", "p/index.html", "media/a.jpg"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("assets/site.1.css", Step.ASSETS),
        ("media/a.jpg", Step.ASSETS),
        ("pagefind/index/en_1.pf_index", Step.ASSETS),
        ("pagefind/fragment/en_1.pf_fragment", Step.ASSETS),
        ("pagefind/pagefind-entry.json", Step.LISTINGS),
        ("2025/11/call/index.html", Step.PAGES),
        ("about.htm", Step.PAGES),
        ("tags/quay/index.html", Step.LISTINGS),
        ("sections/news/2/index.html", Step.LISTINGS),
        ("authors/ada/index.html", Step.LISTINGS),
        ("archive/2025/index.html", Step.LISTINGS),
        ("index.html", Step.FRONT),
        ("404.html", Step.FRONT),
        ("feed.xml", Step.FEEDS),
        ("tags/quay/feed.xml", Step.FEEDS),
        ("sitemap.xml", Step.FEEDS),
        ("news-sitemap.xml", Step.FEEDS),
        ("sitemap-guide/index.html", Step.PAGES),
        ("data/notes.xml", Step.ASSETS),
        ("robots.txt", Step.FEEDS),
        ("feeds.opml", Step.FEEDS),
        ("_redirects", Step.FEEDS),
    ],
)
def test_every_kind_of_file_has_its_step_and_its_copies_with_it(path: str, step: Step) -> None:
    assert step_of(OutputPath(path)) is step
    assert {step_of(OutputPath(path + ending)) for ending in COPIES} == {step}
    assert is_address(OutputPath(path)) == (".htm" in path)
    assert not any(is_address(OutputPath(path + ending)) for ending in COPIES)


def test_only_assets_linger() -> None:
    found = [path for path in ("assets/a.css", "media/a.jpg", "a/assets/b.css", "index.html")
             if lingers(OutputPath(path))]  # fmt: skip
    assert found == ["assets/a.css"]


def test_every_ending_of_a_copy_is_known() -> None:
    assert {*COPIES} == {*PACKERS}


def test_the_sample_site_is_sent_in_an_order_in_which_nothing_is_missing(sample: Built) -> None:
    """Of each two files, what the plan has first, as it is pointed at, is sent first."""
    steps = {path: step_of(OutputPath(path)) for path in sample.files}
    assert {*steps.values()} == {*Step}
    late = []
    for path, data in sample.files.items():
        for link in of_this_site(data.decode(), sample) if path.endswith(".html") else ():
            needs = steps.get(link, Step.FEEDS)
            is_needed = needs is Step.ASSETS or steps[path] is Step.FRONT
            if needs > steps[path] and is_needed and needs is not Step.FEEDS:
                late.append(f"{path} -> {link}")
    assert late == []
    links = of_this_site(sample.text("index.html"), sample)
    assert len([link for link in links if link in steps]) > 40


def test_the_steps_are_in_the_order_of_the_plan() -> None:
    """A kind of output is planned before what points at it: so the steps of its files go up."""
    request = Request(project=Project(ROOT, THEME), now=SAMPLE_TIME, clock_ns=0, scratch=True)
    _, plan = plan_only(request)
    first: dict[Step, int] = {}
    for place, path in enumerate(plan.outputs):
        first.setdefault(step_of(path), place)
    in_plan = sorted(first, key=first.__getitem__)
    # 404.html is a notice to the plan, and of the front to a host: nobody comes to it by a link.
    assert [step for step in in_plan if step is not Step.FRONT] == [
        Step.ASSETS, Step.PAGES, Step.LISTINGS, Step.FEEDS
    ]  # fmt: skip


def of_this_site(text: str, sample: Built) -> list[str]:
    links = re.findall(r'(?:href|src)="([^"#?]*)', text)
    here = (link.removeprefix(sample.base_url).removeprefix(sample.base_path) for link in links)
    return [output_of(f"/{link.lstrip('/')}") for link in here if "://" not in link and link]
