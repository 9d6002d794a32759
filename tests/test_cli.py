"""What a person types, what it prints, and its exit code."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import __version__
from generator.building.lock import site_lock
from generator.project import Project
from tests.site_kit import SITE_TOML, THEME, Files, article, edit, public, site, tree, write
from tests.terminal import Run, terminal

pytestmark = pytest.mark.usefixtures("quick_disk")

CALL = "2025/11/call/index.html"
COMMANDS = (
    "addresses",
    "build",
    "check",
    "clean",
    "completion",
    "init",
    "list",
    "new",
    "next",
    "preview",
    "publish",
    "schema",
    "verify",
    "why",
)
CONTENT: Files = {
    "content/articles/call.md": article("The call"),
    "content/articles/plan.md": article("The plan", draft="true"),
    "content/articles/storm.md": article("The storm", date="2025-12-24 08:00"),
}
HOLDER = """
import sys, time
from pathlib import Path
from generator.building.lock import site_lock
with site_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def run(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Return what runs a command in this process, in the site's folder, as of `NOW`."""

    return terminal(project.root, monkeypatch, capsys)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site(tmp_path_factory.mktemp("site"), CONTENT, theme=THEME).root


@pytest.fixture
def project(written: Path, tmp_path: Path) -> Project:
    root = tmp_path / "site"
    shutil.copytree(written, root)
    return Project(root, THEME)


def process(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(THEME.parent), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


# The whole


def test_every_command_says_what_it_does(run: Run) -> None:
    found = run("--help")
    assert found.code == 0
    listed = [line.split()[0] for line in found.out.partition("Commands:\n")[2].splitlines()]
    assert tuple(name for name in listed if name in COMMANDS) == COMMANDS
    for name in COMMANDS:
        of_command = run(name, "--help")
        assert of_command.code == 0
        assert of_command.out.startswith(f"Usage: broadsheet {name}")


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").out == f"broadsheet, version {__version__}\n"


def test_no_command_shows_the_commands_and_is_wrong_usage(run: Run) -> None:
    found = run()
    assert found.code == 2
    assert "Commands:" in found.err


@pytest.mark.parametrize(
    ("typed", "meant"), [("biuld", "build"), ("veryfi", "verify"), ("Build", "build")]
)
def test_a_misspelt_command_gets_the_one_that_was_meant(run: Run, typed: str, meant: str) -> None:
    found = run(typed)
    assert found.code == 2
    assert typed in found.err
    assert meant in found.err


def test_a_misspelt_option_gets_the_one_that_was_meant(run: Run) -> None:
    found = run("build", "--jbos", "2")
    assert (found.code, "--jobs" in found.err) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ("build", "--jobs", "0"),
        ("build", "--jobs", "2", "--workers", "dask://host:8786"),
        ("build", "--workers", "host:8786"),
        ("build", "--jobs", "many"),
        ("list", "--state", "secret"),
        ("schema", "video"),
        ("completion", "cobol"),
        ("why",),
        ("new",),
    ],
)
def test_wrong_usage_has_a_code_of_its_own_and_writes_nothing(
    run: Run, project: Project, words: tuple[str, ...]
) -> None:
    before = tree(project.root)
    assert run(*words).code == 2
    assert tree(project.root) == before


def test_a_bug_is_shown_whole_and_has_a_code_of_its_own(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("one of ours")

    monkeypatch.setattr("generator.building.pipeline.make_plan", broken)
    found = run("build")
    assert found.code == 3
    assert "Traceback" in found.err
    assert "ZeroDivisionError: one of ours" in found.err
    assert "this is a bug in Broadsheet" in found.err


def test_a_full_disk_is_no_bug(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "public/index.html")

    monkeypatch.setattr("generator.building.pipeline.publish", full)
    found = run("build")
    assert found.code == 1
    assert found.err.endswith("broadsheet: public/index.html: No space left on device\n")


def test_an_interruption_is_told_in_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.building.pipeline.make_plan", interrupted)
    found = run("build")
    assert (found.code, found.err.strip()) == (130, "broadsheet: stopped")


def test_another_folder_can_be_named(
    run: Run, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("build").code == 1
    assert run("-C", "site", "build").code == 0
    assert CALL in public(project)
    assert run("-C", "site", "why", f"public/{CALL}").out.startswith("output:")
    assert run("-C", "nowhere", "build").code in (1, 2)


def test_without_a_site_it_says_how_to_start(run: Run, project: Project) -> None:
    (project.root / "site.toml").unlink()
    found = run("build")
    assert found.code == 1
    assert "site.toml: expected a site here, got no such file" in found.err
    assert "broadsheet init" in found.err
    assert not project.state.exists()


# build


def test_a_build_says_in_a_line_what_it_did_and_what_comes_next(run: Run) -> None:
    found = run("build")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("Read 3, rendered ")
    assert found.out.endswith(
        "Next change: 2025-12-24 08:00, content/articles/storm.md: goes live.\n"
    )
    assert run("build").out.startswith("Read 0, rendered 0, wrote 0, removed 0 in ")


def test_a_build_in_json_is_one_object(run: Run, project: Project) -> None:
    found = run("build", "--json")
    assert (found.code, found.err) == (0, "")
    report = json.loads(found.out)
    count = len(public(project))
    assert {name: report[name] for name in report if name not in ("outputs", "seconds")} == {
        "read": 3,
        "rendered": count,
        "written": count,
        "removed": 0,
        "problems": [],
        "next": "2025-12-24T08:00:00+00:00",
    }
    assert set(report["outputs"]) == set(public(project))
    assert isinstance(report["seconds"], float)


def test_a_failed_build_in_json_has_its_problems_in_the_object(run: Run, project: Project) -> None:
    edit(project, "content/articles/call.md", "title:", "titel:")
    found = run("build", "--json")
    assert (found.code, found.err) == (1, "")
    report = json.loads(found.out)
    assert report["outputs"] == []
    (problem,) = report["problems"]
    assert problem == {
        "path": "content/articles/call.md",
        "line": 2,
        "column": 1,
        "field": "titel",
        "message": "expected a field that exists, got an unknown one",
        "hint": 'did you mean "title"?',
        "severity": "error",
        "check": "",
    }
    assert not project.public.exists()


def test_problems_are_printed_with_place_and_hint_and_counted(run: Run, project: Project) -> None:
    edit(project, "content/articles/call.md", "date: 2025-11-20 09:00", "date: yesterday")
    found = run("build")
    assert (found.code, found.out) == (1, "")
    assert found.err == (
        "content/articles/call.md:4:7: date: expected a date such as 2025-11-28 or "
        '2025-11-28 09:30, got "yesterday"\n'
        "  hint: date: 2025-11-28 09:30\n"
        "1 problem: nothing was written\n"
    )


def test_a_warning_is_printed_and_stops_nothing(run: Run, project: Project) -> None:
    edit(project, "content/articles/call.md", "Text.", "[The plan](plan.md)")
    found = run("build")
    assert found.code == 0
    assert "warning: leads to content/articles/plan.md" in found.err
    assert "nothing was written" not in found.err
    (problem,) = json.loads(run("build", "--json").out)["problems"]
    assert problem["severity"] == "warning"


def test_a_notice_of_the_store_is_printed_once(run: Run, project: Project) -> None:
    run("build")
    (project.state / "store.sqlite").write_bytes(b"no database" * 99)
    found = run("build")
    assert found.code == 0
    assert found.err == "note: the store of earlier builds was damaged: everything is made anew\n"
    assert run("build").err == ""


def test_a_build_can_be_as_of_another_time(run: Run, project: Project) -> None:
    assert run("build", "--at", "2025-12-24T08:00").code == 0
    assert "2025/12/storm/index.html" in public(project)
    assert run("build", "--at", "2025-12-24T07:59").code == 0
    assert "2025/12/storm/index.html" not in public(project)
    assert run("build", "--at", "2025-12-24T09:00+01:00").code == 0
    assert "2025/12/storm/index.html" in public(project)


@pytest.mark.parametrize("time", ["noon", "2025-13-01", "2025-02-29", "1733000000"])
def test_a_time_that_is_none_is_wrong_usage(run: Run, time: str) -> None:
    found = run("build", "--at", time)
    assert found.code == 2
    assert found.err.startswith("broadsheet: --at: expected a date such as 2025-11-28")
    assert found.err.endswith(f'got "{time}"\n')


def test_a_time_that_the_zone_has_twice_needs_its_offset(run: Run, project: Project) -> None:
    edit(project, "site.toml", '"UTC"', '"America/New_York"')
    found = run("next", "--at", "2025-11-02 01:30")
    assert found.code == 2
    assert found.err == (
        "broadsheet: --at: expected a time that exists once, got one that 2025-11-02 01:30 "
        "happens twice in America/New_York, where the clocks change: "
        "add an offset, such as -05:00\n"
    )
    assert run("next", "--at", "2025-11-02 01:30-05:00").code == 0


def test_the_clock_can_be_set_by_the_environment(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1766563200")  # 2025-12-24 08:00
    run("build")
    assert "2025/12/storm/index.html" in public(project)
    run("build", "--at", "2025-12-01")  # what is typed goes before
    assert "2025/12/storm/index.html" not in public(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "tomorrow")
    found = run("build")
    assert found.code == 2
    assert 'SOURCE_DATE_EPOCH: expected seconds since 1970, got "tomorrow"' in found.err


def test_a_build_can_go_elsewhere_under_another_address(
    run: Run, project: Project, tmp_path: Path
) -> None:
    found = run("build", "--output", str(tmp_path / "out"), "--base-url", "https://example.org/x/")
    assert found.code == 0
    files = tree(tmp_path / "out")
    assert b"https://example.org/x/2025/11/call/" in files["sitemap.xml"]
    assert b'href="/x/2025/11/call/"' in files["index.html"]
    assert not project.public.exists()


def test_an_address_that_is_none_is_wrong_usage(run: Run) -> None:
    found = run("build", "--base-url", "example.org")
    assert found.code == 2
    assert "--base-url: expected the site's address" in found.err


def test_a_clean_build_reads_everything_and_writes_nothing_new(run: Run) -> None:
    run("build")
    found = json.loads(run("build", "--clean", "--json").out)
    assert (found["read"], found["written"]) == (3, 0)


def test_any_number_of_jobs_builds_the_same(run: Run, project: Project) -> None:
    run("build", "--jobs", "1")
    before = public(project)
    assert json.loads(run("build", "--clean", "--jobs", "3", "--json").out)["written"] == 0
    assert public(project) == before


def test_a_stranger_in_the_result_is_refused(run: Run, project: Project) -> None:
    write(project.root, {"public/other.html": "?"})
    found = run("build")
    assert found.code == 1
    assert found.err.startswith(
        "public/: expected a folder for the result alone, got one that holds other.html"
    )
    assert public(project) == {"other.html": b"?"}


# The lock


@pytest.fixture
def holder(project: Project) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": str(THEME.parent)}
    words = [sys.executable, "-c", HOLDER, str(project.state)]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as held:
        assert held.stdout is not None
        assert held.stdout.readline() == "held\n"
        yield held
        held.kill()


def test_a_build_while_another_runs_says_whose_it_is(
    run: Run, holder: subprocess.Popen[str], project: Project
) -> None:
    found = run("build")
    assert found.code == 75
    assert found.err == (
        f"broadsheet: another build of this site is running (process {holder.pid})\n"
    )
    assert not project.public.exists()
    assert [run(word).code for word in ("clean", "verify")] == [75, 2]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_builder_that_was_killed_holds_nothing(
    run: Run, holder: subprocess.Popen[str], project: Project
) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (project.state / "lock.pid").read_text() == f"{holder.pid}\n"
    assert run("build").code == 0


def test_questions_can_be_asked_while_another_build_runs(run: Run, project: Project) -> None:
    run("build")
    with site_lock(project.state):
        assert [run(*words).code for words in (("list",), ("next",), ("why", CALL))] == [0, 0, 0]


# Questions


def test_next_says_when_and_why(run: Run) -> None:
    found = run("next")
    assert (found.code, found.out) == (
        0,
        "2025-12-24T08:00:00+00:00  content/articles/storm.md: goes live\n",
    )
    assert json.loads(run("next", "--json").out) == {
        "next": {
            "at": "2025-12-24T08:00:00+00:00",
            "reason": "content/articles/storm.md: goes live",
        }
    }


def test_a_site_that_is_well_has_nothing_to_mend(run: Run, project: Project) -> None:
    found = run("check", "--strict")
    told = "Looked at 2 articles and 0 pages (1 draft passed over): nothing to mend.\n"
    assert (found.code, found.out, found.err) == (0, told, "")
    assert json.loads(run("check", "--json").out) == []
    assert not project.public.exists()


def test_check_tells_what_it_finds_file_by_file(run: Run, project: Project) -> None:
    edit(project, "content/articles/call.md", "The call says", "The “call says")
    edit(project, "content/articles/storm.md", "The storm says", "The “storm says")
    found = run("check")
    told = "expected quotation marks in pairs, got one that lacks its other half"
    assert (found.code, found.err) == (0, "")
    assert found.out == (
        f"content/articles/call.md:5:10: warning: summary: {told}\n\n"
        f"content/articles/storm.md:5:10: warning: summary: {told}\n\n"
        "Looked at 2 articles and 0 pages (1 draft passed over): 2 warnings in 2 files.\n"
    )


def test_check_fails_for_errors_and_in_strict_mode_for_warnings(run: Run, project: Project) -> None:
    edit(project, "content/articles/call.md", "The call says", "The “call says")
    assert [run("check").code, run("check", "--strict").code] == [0, 1]
    edit(project, "content/articles/call.md", "Text.", "[Gone](gone.md)")
    found = run("check")
    assert found.code == 1
    assert found.out.endswith(
        "Looked at 2 articles and 0 pages (1 draft passed over): 1 error and 1 warning in 1 file.\n"
    )


def test_check_in_json_is_a_list_of_problems_with_their_checks(run: Run, project: Project) -> None:
    edit(project, "content/articles/call.md", "The call says", "The “call says")
    (problem,) = json.loads(run("check", "--json").out)
    assert problem == {
        "path": "content/articles/call.md",
        "line": 5,
        "column": 10,
        "field": "summary",
        "message": "expected quotation marks in pairs, got one that lacks its other half",
        "hint": "",
        "severity": "warning",
        "check": "quotation-marks",
    }


def test_check_tries_links_on_request_and_says_how_many(run: Run, project: Project) -> None:
    inner = "http://127.0.0.1:9/"
    edit(project, "content/articles/call.md", "Text.", f"[It]({inner}) and [it]({inner}#there).")
    assert (
        run("check").out
        == "Looked at 2 articles and 0 pages (1 draft passed over): nothing to mend.\n"
    )
    found = run("check", "--links")
    private = "it is in a private network, which is not contacted"
    assert f"expected a page at {inner}, which could not be checked: {private}" in found.out
    assert found.out.endswith(
        "Looked at 2 articles and 0 pages (1 draft passed over), "
        "and tried 1 link to other sites: 2 warnings in 1 file.\n"
    )


def test_check_can_be_as_of_another_time(run: Run, project: Project) -> None:
    edit(project, "content/articles/storm.md", "date: 2025-12-24 08:00", "date: 2025-12-24")
    assert run("check", "--strict", "--at", "2025-12-25").code == 0
    assert "date: expected the time" in run("check", "--at", "2025-12-24T10:00").out


def test_next_says_never_where_nothing_is_to_come(run: Run) -> None:
    assert run("next", "--at", "2026-06-01").out == "never\n"
    assert json.loads(run("next", "--at", "2026-06-01", "--json").out) == {"next": None}


def test_next_of_a_site_with_problems_is_its_problems(run: Run, project: Project) -> None:
    edit(project, "content/articles/call.md", "title:", "titel:")
    found = run("next")
    assert (found.code, found.out) == (1, "")
    assert "titel" in found.err


def test_asking_writes_no_result(run: Run, project: Project) -> None:
    for words in (("next",), ("list",), ("why", "site.toml")):
        run(*words)
    assert not project.public.exists()


def test_why_of_a_source_lists_what_it_touches(run: Run) -> None:
    run("build")
    lines = run("why", "content/articles/call.md").out.splitlines()
    assert lines[0] == f"content/articles/call.md touches {len(lines) - 1} outputs"
    assert f"  {CALL}" in lines
    assert run("why", "content/articles/plan.md").out == (
        "content/articles/plan.md touches 0 outputs: its state is draft\n"
    )


def test_why_of_an_output_says_what_it_is_made_of_and_why(run: Run) -> None:
    run("build")
    assert run("why", f"public/{CALL}").out == (
        f"output:             {CALL}\n"
        "address:            /2025/11/call/\n"
        "layout:             layouts/article.html\n"
        "source:             content/articles/call.md\n"
        "last made because:  it is new\n"
        "now:                fresh\n"
    )


def test_why_of_a_layout_or_an_asset_of_the_packaged_theme_lists_pages(run: Run) -> None:
    assert run("why", "layouts/article.html").out == (
        f"layouts/article.html touches 1 output\n  {CALL}\n"
    )
    assert "  index.html\n" in run("why", "layouts/assets/site.css").out


def test_why_of_an_unknown_path_gets_the_one_that_was_meant(run: Run) -> None:
    found = run("why", "content/articles/cal.md")
    assert found.code == 2
    assert found.err == (
        "broadsheet: expected a file of the site or of the result, got content/articles/cal.md: "
        'did you mean "content/articles/call.md"?\n'
    )


def test_list_shows_state_date_address_and_file(run: Run) -> None:
    assert run("list").out == (
        "scheduled  2025-12-24 08:00  /2025/12/storm/  content/articles/storm.md\n"
        "draft      2025-11-20 09:00  /2025/11/plan/  content/articles/plan.md\n"
        "published  2025-11-20 09:00  /2025/11/call/  content/articles/call.md\n"
    )


def test_list_can_be_of_one_state(run: Run) -> None:
    assert run("list", "--state", "draft").out.splitlines() == [
        "draft      2025-11-20 09:00  /2025/11/plan/  content/articles/plan.md"
    ]
    assert run("list", "--state", "withdrawn").out == ""


def test_list_in_json_is_a_list(run: Run) -> None:
    assert json.loads(run("list", "--state", "draft", "--json").out) == [
        {
            "path": "content/articles/plan.md",
            "title": "The plan",
            "state": "draft",
            "url": "/2025/11/plan/",
            "published": "2025-11-20T09:00:00+00:00",
        }
    ]


def test_list_names_what_it_cannot_read_and_lists_the_rest(run: Run, project: Project) -> None:
    edit(project, "content/articles/call.md", "title:", "titel:")
    found = run("list")
    assert found.code == 1
    assert len(found.out.splitlines()) == 2
    assert "content/articles/call.md:2:1: titel" in found.err


# verify and clean


def test_verify_proves_a_build(run: Run, project: Project) -> None:
    run("build")
    found = run("verify")
    count = len(public(project))
    assert (found.code, found.out) == (
        0,
        f"identical: {count} files are what a clean build makes\n",
    )


def test_verify_after_edits_and_builds_still_proves_it(run: Run, project: Project) -> None:
    run("build")
    edit(project, "content/articles/call.md", "Text.", "Other.")
    run("build", "--at", "2025-12-24T08:00")
    assert run("verify").code == 0


def test_verify_finds_a_hand_edit_and_says_what_to_do(run: Run, project: Project) -> None:
    run("build")
    (project.public / CALL).write_text("hacked")
    found = run("verify")
    assert (found.code, found.out) == (1, f"differs  {CALL}\n")
    assert "run broadsheet build" in found.err
    assert run("build").code == 0
    assert run("verify").code == 0


def test_verify_before_a_build_is_wrong_usage(run: Run) -> None:
    found = run("verify")
    assert (found.code, "run broadsheet build" in found.err) == (2, True)


def test_verify_of_a_long_difference_is_cut_short(run: Run, project: Project) -> None:
    run("build")
    for number in range(60):
        write(project.root, {f"content/articles/n{number}.md": article(f"N {number}")})
    found = run("verify")
    assert found.code == 1
    assert len(found.out.splitlines()) < 90
    missing = [line for line in found.out.splitlines() if line.startswith("missing  ")]
    assert len(missing) == 41
    assert missing[-1].startswith("missing  ... and ")


def test_clean_removes_what_builds_made_and_nothing_else(run: Run, project: Project) -> None:
    before = tree(project.root)
    run("build")
    count = len(public(project))
    write(project.root, {"public/CNAME": "example.com"})
    found = run("clean")
    assert (found.code, found.out) == (0, f"Removed {count} files\n")
    assert tree(project.root) == before | {"public/CNAME": b"example.com"}
    assert not project.state.exists()


def test_clean_twice_is_no_fault(run: Run) -> None:
    assert [run("clean").out for _ in range(2)] == ["Removed 0 files\n"] * 2


def test_a_preview_of_no_site_ends_and_says_so(run: Run, tmp_path: Path) -> None:
    found = run("-C", str(tmp_path), "preview")
    assert found.code == 1
    assert "site.toml: expected a site here" in found.err


# init and new


def test_init_writes_a_site_that_builds_and_verifies_without_a_word(
    run: Run, tmp_path: Path
) -> None:
    found = run("init", str(tmp_path / "mine"))
    assert found.code == 0
    assert "broadsheet preview" in found.out
    built = run("-C", str(tmp_path / "mine"), "build")
    assert (built.code, built.err) == (0, "")
    assert run("-C", str(tmp_path / "mine"), "verify").code == 0


def test_init_never_writes_into_a_folder_that_holds_something(run: Run, project: Project) -> None:
    before = tree(project.root)
    found = run("init", ".")
    assert found.code == 2
    assert "expected a new or an empty folder" in found.err
    assert tree(project.root) == before


def test_init_needs_a_folder_or_what_to_write_into_this_site(run: Run) -> None:
    found = run("init")
    assert found.code == 2
    assert "expected a folder for the new site: broadsheet init my-site" in found.err


@pytest.mark.parametrize("words", [("init",), ("init", "."), ("-C", ".", "init")])
def test_init_writes_what_publishes_a_site_that_is_there(
    run: Run, project: Project, words: tuple[str, ...]
) -> None:
    before = set(tree(project.root))
    found = run(*words, "--ci", "github")
    assert (found.code, found.err) == (0, "")
    assert "--generate-hashes" in found.out
    assert "Settings > Secrets and variables > Actions" in found.out
    written = {".github/workflows/publish.yml", "requirements.in"}
    assert set(tree(project.root)) - before == written
    assert all(name in found.out for name in written)


def test_init_never_overwrites_what_publishes_a_site(run: Run, project: Project) -> None:
    run("init", "--ci", "systemd")
    before = tree(project.root)
    found = run("init", "--ci", "systemd")
    assert found.code == 2
    assert "deploy/broadsheet-publish.service exists already" in found.err
    assert tree(project.root) == before


def test_init_says_what_a_list_of_ones_own_needs(run: Run, project: Project) -> None:
    (project.root / "requirements.in").write_text("mine\n")
    found = run("init", "--ci", "gitlab")
    assert found.code == 0
    assert f"it needs broadsheet[deploy]=={__version__}" in found.err


def test_init_starts_a_site_and_what_publishes_it(run: Run, tmp_path: Path) -> None:
    found = run("init", str(tmp_path / "mine"), "--ci", "cron")
    assert found.code == 0
    assert "crontab -u broadsheet /srv/mine/deploy/crontab" in found.out
    assert (tmp_path / "mine" / "deploy" / "crontab").is_file()
    assert run("-C", str(tmp_path / "mine"), "build").code == 0


def test_init_writes_nothing_into_what_is_no_site(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    assert run("init", str(tmp_path / "other"), "--ci", "cron").code == 2
    assert run("-C", str(tmp_path / "other"), "init", "--ci", "cron").code == 1
    assert tree(tmp_path / "other") == {"notes.txt": b"mine"}


def test_new_writes_a_draft_and_prints_where(run: Run, project: Project) -> None:
    found = run("new", "A title: with “quotes”", "--author", "Ada Reed")
    assert found.code == 0
    path = project.root / found.out.strip()
    assert found.out == "content/articles/2025/2025-12-01-a-title-with-quotes.md\n"
    assert path.is_file()
    assert run("list", "--state", "draft").out.count("a-title-with-quotes") == 2
    again = run("new", "A title: with “quotes”")
    assert again.code == 2
    assert "exists already" in again.err


# The rest


@pytest.mark.parametrize("what", ["article", "author", "page", "site"])
def test_schema_prints_json(run: Run, what: str) -> None:
    assert json.loads(run("schema", what).out)["type"] == "object"


def test_schema_of_an_article_is_the_first_choice(run: Run) -> None:
    assert run("schema").out == run("schema", "article").out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(run: Run, shell: str) -> None:
    found = run("completion", shell)
    assert found.code == 0
    assert "_BROADSHEET_COMPLETE" in found.out


def test_completion_completes_commands(project: Project) -> None:
    environment = {"_BROADSHEET_COMPLETE": "bash_complete", "COMP_WORDS": "broadsheet ve"}
    script = "import sys; sys.argv[0] = 'broadsheet'; from generator.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project.root,
        env={
            **os.environ,
            "PYTHONPATH": str(THEME.parent),
            "COMP_CWORD": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout == "plain,verify\n"


def test_the_module_runs_and_its_exit_codes_reach_the_shell(project: Project) -> None:
    built = process("build", "--at", "2025-12-01", folder=project.root)
    assert (built.returncode, built.stderr) == (0, "")
    edit(project, "content/articles/call.md", "title:", "titel:")
    assert process("build", folder=project.root).returncode == 1
    assert process("biuld", folder=project.root).returncode == 2
    with site_lock(project.state):
        assert process("build", folder=project.root).returncode == 75


def test_a_terminal_of_any_encoding_shows_any_title(project: Project) -> None:
    write(project.root, {"content/articles/x.md": article("Ünïcødé 漢字 😀", draft="true")})
    done = process("list", "--json", folder=project.root, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert "Ünïcødé 漢字 😀" in done.stdout


def test_a_reader_that_has_enough_ends_it_quietly(project: Project) -> None:
    for number in range(300):
        write(project.root, {f"content/articles/n{number}.md": article(f"N {number}")})
    words = [sys.executable, "-m", "generator", "list", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(THEME.parent)}
    with subprocess.Popen(
        words,
        cwd=project.root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.close()
        assert (listing.stderr.read(), listing.wait()) == ("", 1)


def test_settings_of_the_site_are_checked_by_every_command(run: Run, project: Project) -> None:
    write(project.root, {"site.toml": SITE_TOML.replace("language", "langauge")})
    for words in (("build",), ("next",), ("list",), ("why", CALL), ("verify",), ("new", "X")):
        found = run(*words)
        assert found.code == 1
        assert "did you mean" in found.err
