"""What changes with no edit at all: the exact outputs on each side of a moment."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.building.publish import load_manifest
from generator.building.report import Reason
from generator.dates import rfc3339
from generator.errors import ProblemsFound
from generator.project import Project
from tests.site_kit import (
    DAY,
    SITE_TOML,
    Files,
    article,
    build_at,
    public,
    rendered,
    request,
    site,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

SECOND = timedelta(seconds=1)
OLD = "2025/10/match/index.html"
NEW = "2025/11/call/index.html"
LISTS = {"index.html", "404.html", "archive/2025/index.html"}
NOVEMBER = "archive/2025/11/index.html"
FEEDS = {"feed.xml", "atom.xml", "feed.json", "authors/ada-reed/feed.xml", "sections/news/feed.xml"}
INDEXES = {f"{name}/index.html" for name in ("authors", "sections", "archive")}
OF_AUTHOR_AND_SECTION = {"authors/ada-reed/index.html", "sections/news/index.html"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def one(tmp_path: Path, **fields: object) -> Project:
    """Return a site with an old article and the one that the test is about."""
    files: Files = {
        "content/articles/match.md": article("The match", date="2025-10-05", section="news"),
        "content/articles/call.md": article("The call", section="news", **fields),
    }
    return site(tmp_path, files)


def crossing(project: Project, moment: datetime) -> tuple[dict[str, Reason], tuple[str, ...]]:
    """Build long before a moment, the second before it, and at it: what was made, what removed.

    The second build does nothing, and both builds before it announce the moment.
    """
    assert build_at(project, moment - timedelta(hours=1)).next == moment
    before = build_at(project, moment - SECOND)
    assert before.next == moment
    assert (before.rendered, before.written, before.removed) == ({}, (), ())
    report = build_at(project, moment)
    assert report.read == 0
    return rendered(report), report.removed


def page(*groups: str | Iterable[str]) -> dict[str, Reason]:
    names = (name for each in groups for name in ([each] if isinstance(each, str) else each))
    return dict.fromkeys(names, Reason.PAGE)


APPEARS = page(
    OLD,  # its pager names the newer article
    LISTS,
    OF_AUTHOR_AND_SECTION,
    INDEXES,
    FEEDS,
    "sitemap.xml",
    "news-sitemap.xml",
) | dict.fromkeys((NEW, NOVEMBER), Reason.NEW)


def test_an_article_appears_at_its_date(tmp_path: Path) -> None:
    project = one(tmp_path, date="2025-11-20 09:00")
    assert crossing(project, at("2025-11-20 09:00")) == (APPEARS, ())


def test_an_article_appears_when_its_embargo_ends(tmp_path: Path) -> None:
    project = one(tmp_path, date="2025-11-20 09:00", embargo="2025-11-22 06:30")
    assert crossing(project, at("2025-11-22 06:30")) == (APPEARS, ())


def test_an_expired_article_is_removed_with_all_that_showed_it(tmp_path: Path) -> None:
    project = one(tmp_path, date="2025-11-20 09:00", expires="2025-11-28 09:00")
    build_at(project, at("2025-11-25 09:00"))
    made, removed = crossing(project, at("2025-11-28 09:00"))
    assert removed == (NEW, NOVEMBER)
    assert made == page(
        OLD, LISTS, OF_AUTHOR_AND_SECTION, INDEXES, FEEDS, "sitemap.xml", "news-sitemap.xml"
    )


def test_a_withdrawn_article_leaves_a_notice_and_nothing_else(tmp_path: Path) -> None:
    project = one(tmp_path, date="2025-11-20 09:00", withdrawn="2025-11-28 09:00")
    build_at(project, at("2025-11-25 09:00"))
    made, removed = crossing(project, at("2025-11-28 09:00"))
    assert removed == (NOVEMBER,)
    assert made.pop(NEW) is Reason.LAYOUT  # another one: that of notices
    assert made == page(
        OLD, LISTS, OF_AUTHOR_AND_SECTION, INDEXES, FEEDS, "sitemap.xml", "news-sitemap.xml"
    )
    assert [name for name, data in public(project).items() if b"The call" in data] == []


def test_an_update_shows_from_its_time_on(tmp_path: Path) -> None:
    project = one(tmp_path, date="2025-11-20 09:00", updated="2025-11-28 09:00")
    build_at(project, at("2025-11-25 09:00"))
    shown = page(NEW, LISTS, NOVEMBER, OF_AUTHOR_AND_SECTION, FEEDS, "sitemap.xml")
    assert crossing(project, at("2025-11-28 09:00")) == (shown, ())


def test_a_correction_shows_from_its_time_on(tmp_path: Path) -> None:
    project = one(
        tmp_path,
        date="2025-11-20 09:00",
        corrections="\n  - date: 2025-11-28 09:00\n    text: It was a Friday.",
    )
    build_at(project, at("2025-11-25 09:00"))
    assert not any(b"Friday" in data for data in public(project).values())
    shown = page(NEW, LISTS, NOVEMBER, OF_AUTHOR_AND_SECTION, FEEDS, "sitemap.xml")
    assert crossing(project, at("2025-11-28 09:00")) == (shown, ())
    with_text = {name for name, data in public(project).items() if b"Friday" in data}
    assert with_text == {NEW, *FEEDS}


def test_after_two_days_only_the_news_sitemap_changes(tmp_path: Path) -> None:
    project = one(tmp_path, date="2025-11-20 09:00")
    build_at(project, at("2025-11-20 09:00"))
    made, removed = crossing(project, at("2025-11-22 09:00"))
    assert (made, removed) == (page("news-sitemap.xml"), ())


def test_when_nothing_is_to_come_the_site_is_valid_for_ever(tmp_path: Path) -> None:
    project = one(tmp_path, date="2025-11-20 09:00")
    assert build_at(project, at("2025-11-22 09:00")).next is None
    assert build_at(project, at("2125-01-01 00:00")).rendered == {}


def test_a_clock_set_back_unpublishes_and_a_clock_set_right_restores(tmp_path: Path) -> None:
    project = one(tmp_path, date="2025-11-20 09:00")
    build_at(project, at("2025-11-21 09:00"))
    right = public(project)
    back = build_at(project, at("2025-11-19 09:00"))
    assert back.removed == (NEW, NOVEMBER)
    build_at(project, at("2025-11-21 09:00"))
    assert public(project) == right


def test_a_withdrawal_of_a_story_that_never_ran_waits_for_its_date(tmp_path: Path) -> None:
    project = one(tmp_path, date="2025-11-20 09:00", withdrawn="true")
    made, _ = crossing(project, at("2025-11-20 09:00"))
    assert made == {NEW: Reason.NEW}


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Pacific/Kiritimati", "2025-11-19T19:00"),
        ("Asia/Kolkata", "2025-11-20T03:30"),
        ("America/Los_Angeles", "2025-11-20T17:00"),
        ("Pacific/Pago_Pago", "2025-11-20T20:00"),
    ],
)
def test_a_time_without_an_offset_is_the_sites_own(tmp_path: Path, zone: str, moment: str) -> None:
    project = site(
        tmp_path,
        {
            "site.toml": SITE_TOML.replace('time_zone = "UTC"', f'time_zone = "{zone}"'),
            "content/articles/call.md": article("The call", date="2025-11-20 09:00"),
        },
    )
    assert NEW not in build_at(project, at(moment) - SECOND).outputs
    assert NEW in build_at(project, at(moment)).outputs


def test_a_time_that_the_zone_skips_or_repeats_is_a_problem_at_its_line(tmp_path: Path) -> None:
    london = SITE_TOML.replace('time_zone = "UTC"', 'time_zone = "Europe/London"')
    files = {
        "site.toml": london,
        "content/articles/skips.md": article("A", embargo="2026-03-29 01:30"),
        "content/articles/twice.md": article("B", date="2025-10-26 01:30"),
    }
    with pytest.raises(ProblemsFound) as found:
        build_at(site(tmp_path, files), at("2025-12-01 00:00"))
    assert [(p.path, p.line, p.field) for p in found.value.problems] == [
        ("content/articles/skips.md", 6, "embargo"),
        ("content/articles/twice.md", 4, "date"),
    ]
    assert not (tmp_path / "public").exists()


def test_two_days_means_forty_eight_hours_also_over_a_change_of_clocks(tmp_path: Path) -> None:
    new_york = SITE_TOML.replace('time_zone = "UTC"', 'time_zone = "America/New_York"')
    article_file = article("The call", date="2025-11-01 12:00")  # the clocks change on the 2nd
    project = site(tmp_path, {"site.toml": new_york, "content/articles/call.md": article_file})
    published = at("2025-11-01 16:00")
    assert build_at(project, published).next == published + 2 * DAY


@pytest.mark.parametrize("offset", ["-04:00", "-05:00"])
def test_an_embargo_in_the_hour_that_comes_twice_ends_at_its_own_instant(
    tmp_path: Path, offset: str
) -> None:
    new_york = SITE_TOML.replace('time_zone = "UTC"', 'time_zone = "America/New_York"')
    embargo = f"2025-11-02 01:30{offset}"
    file = article("The call", date="2025-10-30", embargo=embargo)
    project = site(tmp_path, {"site.toml": new_york, "content/articles/call.md": file})
    moment = datetime.fromisoformat(embargo)
    before = build_at(project, moment - SECOND)
    assert before.next is not None
    assert before.next.astimezone(UTC) == moment  # Python holds such times of two zones unequal
    assert "2025/11/call/index.html" not in before.outputs
    assert "2025/11/call/index.html" in build_at(project, moment).outputs


def test_a_change_that_no_output_shows_is_a_fact_of_the_build(tmp_path: Path) -> None:
    """Layouts may show less than they could; a host must be told of the moment still."""
    project = one(tmp_path, date="2025-11-20 09:00")
    write(project.root, {"layouts/news-sitemap.xml": "no news"})
    build_at(project, at("2025-11-20 09:00"))
    leaves = at("2025-11-22 09:00")
    report = build_at(project, leaves)
    assert (report.written, report.removed, report.next) == ((), (), None)
    manifest = load_manifest(request(project).place)
    assert manifest
    assert (manifest.facts["now"], manifest.facts["until"]) == (rfc3339(leaves), "")


def test_a_build_as_of_an_earlier_time_says_so(tmp_path: Path) -> None:
    project = one(tmp_path, date="2025-10-20 09:00")
    for moment in ("2025-12-01", "2025-11-01", "2025-11-02"):
        build_at(project, at(moment))
    manifest = load_manifest(request(project).place)
    assert manifest
    assert manifest.facts["now"] == rfc3339(at("2025-11-01"))
