"""What comes after a deploy on the command line: the list for caches."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator import cli
from generator.project import Project
from tests.site_kit import NOW, SITE_TOML, article, edit, site

pytestmark = pytest.mark.usefixtures("quick_disk")

TARGET = '[deploy.production]\nto = "../www"\n'
CALL = "content/articles/call.md"
OF_THE_CALL = [
    "https://example.com/2025/11/call/",
    "https://example.com/2025/11/call/index.html",
    "https://example.com/atom.xml",
    "https://example.com/authors/ada-reed/feed.xml",
    "https://example.com/feed.json",
    "https://example.com/feed.xml",
]


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return site(tmp_path / "site", {"site.toml": SITE_TOML + TARGET, CALL: article()})


@pytest.fixture
def run(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Return what runs a command in this process, in the site's folder, as of `NOW`."""

    def typed(*words: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["broadsheet", *words])
        capsys.readouterr()
        code = cli._exit_code()
        written = capsys.readouterr()
        return Result(code, written.out, written.err)

    monkeypatch.chdir(project.root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    return typed


def edited(run: Run, project: Project) -> None:
    """Deploy a site, and build it with another text."""
    assert [run(word).code for word in ("build", "deploy")] == [0, 0]
    edit(project, CALL, "Text.", "Another text.")
    assert run("build").code == 0


def test_the_list_for_caches_goes_to_a_file(run: Run, project: Project, tmp_path: Path) -> None:
    edited(run, project)
    found = run("deploy", "--purge", "../list.txt")
    assert found.code == 0
    assert (tmp_path / "list.txt").read_bytes().decode().splitlines() == OF_THE_CALL
    assert "Sent 5 files" in found.out


def test_or_to_the_screen_alone(run: Run, project: Project) -> None:
    edited(run, project)
    found = run("deploy", "--purge", "-")
    assert found.out.splitlines() == OF_THE_CALL
    assert "Sent 5 files" in found.err


def test_the_json_object_makes_room_for_it(run: Run, project: Project) -> None:
    edited(run, project)
    found = run("deploy", "--purge", "-", "--json")
    assert found.out.splitlines() == OF_THE_CALL
    assert json.loads(found.err)["addresses"] == OF_THE_CALL


def test_a_deploy_of_nothing_new_has_an_empty_list(run: Run, project: Project) -> None:
    edited(run, project)
    (project.root / "list.txt").write_text("old")
    run("deploy")
    assert run("deploy", "--purge", "list.txt").code == 0
    assert (project.root / "list.txt").read_text() == ""


def test_a_deploy_that_fails_leaves_no_old_list(run: Run, project: Project) -> None:
    (project.root / "list.txt").write_text("old")
    assert run("deploy", "--purge", "list.txt").code == 2
    assert (project.root / "list.txt").read_text() == ""


def test_a_list_that_cannot_be_written_is_known_before_the_deploy(run: Run, tmp_path: Path) -> None:
    assert run("build").code == 0
    found = run("deploy", "--purge", "nowhere/list.txt")
    assert found.code == 2
    assert "nowhere/list.txt: No such file or directory" in found.err
    assert not (tmp_path / "www").exists()
