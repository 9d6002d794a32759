"""`broadsheet addresses`: what it prints, and its exit code."""

import json
from pathlib import Path

import pytest

from generator import cli
from generator.building.lock import site_lock
from generator.project import Project
from tests.site_kit import THEME, article, edit, site, write
from tests.terminal import Result, Run, terminal

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return site(tmp_path / "site", {"content/articles/call.md": article("The call")}, theme=THEME)


@pytest.fixture
def run(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Return what runs `broadsheet addresses` in the site's folder, as of `NOW`."""

    return terminal(project.root, monkeypatch, capsys, "addresses")


def test_recording_says_how_much_is_new(run: Run) -> None:
    assert run("--record") == Result(cli.DONE, "Recorded 1 address, 1 in all.\n", "")
    assert run("--record") == Result(cli.DONE, "Nothing to record, 1 in all.\n", "")


def test_recording_answers_in_json(run: Run) -> None:
    assert json.loads(run("--record", "--json").out) == {
        "added": ["/2025/11/call/"],
        "total": 1,
        "changed": True,
    }


def test_only_what_is_public_now_is_recorded(run: Run, project: Project) -> None:
    result = run("--record", "--at", "2026-01-01")
    assert result.code == cli.USAGE
    assert "--record: expected no --at" in result.err
    assert not (project.root / "addresses.toml").exists()


def test_a_site_with_errors_is_not_recorded(run: Run, project: Project) -> None:
    write(project.root, {"content/articles/b.md": article("B", "[Gone](gone.md).")})
    result = run("--record")
    assert result.code == cli.PROBLEMS
    assert "content/articles/b.md" in result.err
    assert not (project.root / "addresses.toml").exists()


def test_nothing_is_recorded_while_a_build_runs(run: Run, project: Project) -> None:
    with site_lock(project.state):
        assert run("--record").code == cli.BUSY


def test_addresses_are_listed_with_their_fate(run: Run, project: Project) -> None:
    write(project.root, {f"content/articles/{name}.md": article(name) for name in ("नई", "b")})
    run("--record")
    (project.root / "content/articles/b.md").unlink()
    edit(project, "content/articles/नई.md", "author:", "slug: new\nauthor:")
    assert run() == Result(
        cli.DONE,
        "lost        /2025/11/b/  content/articles/b.md does not exist, and no other file has its "
        "text, or title and date\n"
        "live        /2025/11/call/  content/articles/call.md\n"
        "redirected  /2025/11/नई/ -> /2025/11/new/  content/articles/नई.md\n",
        "1 address not recorded yet: broadsheet addresses --record\n"
        'addresses.toml:5:1: warning: expected something at "/2025/11/b/", got nothing: '
        "content/articles/b.md does not exist, and no other file has its text, or title and date\n"
        '  hint: aliases: ["/2025/11/b/"] in what stands for it, or gone = true in this line, if '
        "nothing is to stand there\n",
    )


def test_addresses_are_listed_as_json(run: Run, project: Project) -> None:
    run("--record")
    edit(project, "content/articles/call.md", "author:", "slug: answer\nauthor:")
    assert json.loads(run("--json").out) == [
        {
            "url": "/2025/11/call/",
            "fate": "redirected",
            "to": "/2025/11/answer/",
            "path": "content/articles/call.md",
            "why": "",
            "line": 5,
        },
        {
            "url": "/2025/11/answer/",
            "fate": "live",
            "to": None,
            "path": None,
            "why": "",
            "line": None,
        },
    ]


def test_a_lost_address_that_is_an_error_is_one(run: Run, project: Project) -> None:
    run("--record")
    (project.root / "content/articles/call.md").unlink()
    text = (project.root / "site.toml").read_text("utf-8")
    write(project.root, {"site.toml": f'{text}[checks]\nlost-address = "error"\n'})
    result = run()
    assert result.code == cli.PROBLEMS
    assert result.out.startswith("lost        /2025/11/call/  ")
    assert "addresses.toml:5:1: expected something" in result.err


def test_a_faulty_file_is_told(run: Run, project: Project) -> None:
    write(project.root, {"addresses.toml": '"/a/" = 1\n'})
    for words in ([], ["--record"], ["--json"]):
        result = run(*words)
        assert result.code == cli.PROBLEMS
        assert "addresses.toml:1:" in result.err


def test_addresses_are_told_as_of_a_time(run: Run, project: Project) -> None:
    run("--record")
    edit(project, "content/articles/call.md", "author:", "expires: 2025-12-24\nauthor:")
    assert run().out == "live        /2025/11/call/  content/articles/call.md\n"
    assert run("--at", "2026-01-01").out == (
        "expired     /2025/11/call/  content/articles/call.md has expired\n"
    )
