"""What comes after a deploy on the command line: the list for caches, and who is told."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import pytest

from generator.building.reaching import ask
from generator.deploy import announcing
from generator.project import Project
from tests.deploy.listening import NEAR, Listening, listening, status
from tests.site_kit import SITE_TOML, THEME, article, edit, site
from tests.terminal import Result, Run, terminal

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


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return site(tmp_path / "site", {"site.toml": SITE_TOML + TARGET, CALL: article()})


@pytest.fixture
def run(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Return what runs a command in this process, in the site's folder, as of `NOW`."""

    return terminal(project.root, monkeypatch, capsys)


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


# -- who is told

KEY = "0123456789abcdef"
LINK = "{http://www.w3.org/2005/Atom}link"


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listening]:
    """Whoever is told: a hub, and IndexNow."""
    with listening() as found:
        monkeypatch.setattr(announcing, "INDEXNOW", f"{found.url}indexnow")
        monkeypatch.setattr(announcing, "ask", lambda question, _: ask(question, NEAR))
        yield found


@pytest.fixture
def announced(project: Project, there: Listening) -> Project:
    """A site that tells others, with the theme that readers see."""
    says = f'announce = true\n[feeds]\nhub = "{there.url}"\n[indexnow]\nkey = "{KEY}"\n'
    return site(project.root.with_name("other"), {"site.toml": SITE_TOML + TARGET + says,
                CALL: article()}, theme=THEME)  # fmt: skip


def here(run: Run, project: Project, *words: str) -> Result:
    return run("-C", str(project.root), *words)


def test_others_are_told_of_what_the_deployed_feeds_call_themselves(
    run: Run, announced: Project, there: Listening, tmp_path: Path
) -> None:
    assert here(run, announced, "build").code == 0
    assert here(run, announced, "deploy", "--dry-run").code == 0
    assert there.requests == []
    found = here(run, announced, "deploy")
    assert found.code == 0
    assert found.out.endswith("\ntold 1 hub of 6 feeds, IndexNow of 11 addresses\n")
    told = {parse_qs(each.body)["hub.url"][0] for each in there.requests if each.path == "/"}
    feeds = [ET.parse(path) for path in (tmp_path / "www").rglob("feed.xml")]
    links = [link.attrib for feed in feeds for link in feed.iterfind(f"channel/{LINK}")]
    assert {link["href"] for link in links if link["rel"] == "hub"} == {there.url}
    assert told - {"https://example.com/atom.xml", "https://example.com/feed.json"} == {
        link["href"] for link in links if link["rel"] == "self"
    }
    there.requests.clear()
    assert here(run, announced, "deploy").out.startswith("production is up to date")
    assert there.requests == []


def test_a_hub_that_fails_is_a_warning_and_no_failure(
    run: Run, announced: Project, there: Listening
) -> None:
    there.answers = [status(500)] * 2
    here(run, announced, "build")
    found = here(run, announced, "deploy")
    assert found.code == 0
    assert "told" not in found.out
    assert found.err.count("warning: ") == 2
    assert f"warning: the hub {there.url} was told of 0 of 6 feeds: it answers 500" in found.err


def test_what_others_were_told_is_in_the_json_object(run: Run, announced: Project) -> None:
    here(run, announced, "build")
    found = json.loads(here(run, announced, "deploy", "--json").out)
    assert found["announced"] == {"feeds": 6, "pages": 11, "warnings": []}
    again = json.loads(here(run, announced, "deploy", "--json").out)
    assert again["announced"] == {"feeds": 0, "pages": 0, "warnings": []}


def test_the_screen_has_the_list_for_caches_alone_where_others_are_told_too(
    run: Run, announced: Project
) -> None:
    here(run, announced, "build")
    found = here(run, announced, "deploy", "--purge", "-")
    assert all(line.startswith("https://example.com/") for line in found.out.splitlines())
    assert found.err.endswith("told 1 hub of 6 feeds, IndexNow of 11 addresses\n")
