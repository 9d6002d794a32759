"""The wheel, as somebody gets it who has never seen this repository."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator import __version__

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="session")
def wheel() -> Path:
    """The wheel that `make test` has built."""
    path = os.environ.get("BROADSHEET_WHEEL")
    if not path:
        pytest.skip("BROADSHEET_WHEEL names no wheel; make test builds one")
    return Path(path)


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel in it and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
               "--no-compile", "--target", str(folder), str(wheel)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return folder


class Command:
    """The installed command, run away from the repository."""

    def __init__(self, installed: Path, folder: Path) -> None:
        self._environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
        self._folder = folder

    def __call__(self, *arguments: str) -> str:
        """Run it, and return what it printed; fail on any exit code but 0."""
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def broadsheet(installed: Path, tmp_path: Path) -> Command:
    return Command(installed, tmp_path)


def test_the_wheel_carries_the_theme_and_the_starter_site(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "generator/_layouts/base.html",
        "generator/_layouts/parts/teaser.html",
        "generator/_layouts/assets/site.css",
        "generator/_layouts/messages/es.toml",
        "generator/starter/site.toml",
        "generator/starter/gitattributes",
        "generator/starter/gitignore",
        "generator/starter/content/articles/welcome.md",
        "generator/starter_ci/publish.yml",
        "generator/preview/page.js",
        "generator/desk/assets/desk.js",
        "generator/desk/templates/desk.html",
    } <= names
    assert not [name for name in names if name.startswith(("content/", "tests/", "public/"))]


def test_the_installed_command_is_the_installed_one(broadsheet: Command) -> None:
    assert broadsheet("--version").strip() == f"broadsheet, version {__version__}"


def test_a_new_site_builds_away_from_the_repository_and_verifies(
    broadsheet: Command, tmp_path: Path
) -> None:
    broadsheet("init", "my-site")
    written = broadsheet("-C", "my-site", "new", "The river rose").strip()
    assert (tmp_path / "my-site" / written).is_file()
    assert broadsheet("-C", "my-site", "build").startswith("Read ")
    assert (tmp_path / "my-site" / "public" / "index.html").is_file()
    assert (tmp_path / "my-site" / "public" / "feed.xml").is_file()
    assert broadsheet("-C", "my-site", "verify").startswith("identical: ")
    assert "rendered 0, wrote 0, removed 0" in broadsheet("-C", "my-site", "build")


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("github", ".github/workflows/publish.yml"),
        ("gitlab", "requirements.in"),
        ("cron", "deploy/crontab"),
        ("systemd", "deploy/broadsheet-publish.service"),
    ],
)
def test_a_new_site_comes_with_what_publishes_it(
    broadsheet: Command, tmp_path: Path, kind: str, path: str
) -> None:
    assert path in broadsheet("init", "my-site", "--ci", kind)
    assert (tmp_path / "my-site" / path).is_file()


def test_a_layout_of_ones_own_stands_for_the_packaged_one(
    broadsheet: Command, tmp_path: Path
) -> None:
    broadsheet("init", "my-site")
    own = tmp_path / "my-site" / "layouts" / "parts" / "footer.html"
    own.parent.mkdir(parents=True)
    own.write_text("<footer>Printed by hand</footer>\n", "utf-8")
    broadsheet("-C", "my-site", "build")
    front = (tmp_path / "my-site" / "public" / "index.html").read_text("utf-8")
    assert "Printed by hand" in front
    assert '<link rel="stylesheet" href="/assets/site.' in front
