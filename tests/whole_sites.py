"""Whole small sites, built in a folder of their own."""

import shutil
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator.building.build import build
from generator.building.report import Report
from generator.building.request import Request
from generator.project import Project

ROOT = Path(__file__).parent.parent
SITES = ROOT / "tests" / "sites"
THEME = ROOT / "layouts"
PLAIN = SITES / "plain-layouts"  # pages without looks, for sites that are about something else
MACHINES = ("*.xml", "*.json", "*.txt", "messages/*")  # what the plain layouts take of the theme
RECIPE = "build.toml"
SAMPLE_TIME = datetime(2025, 12, 1, 14, 0, tzinfo=UTC)
SAMPLE_FILES = ("site.toml", "addresses.toml")


_DRAWN: list[Path] = []


@dataclass(frozen=True)
class Built:
    """A built site: its address, its files by path (in NFC), and what the build said."""

    base_url: str
    files: dict[str, bytes]
    report: Report

    @property
    def base_path(self) -> str:
        return "/" + self.base_url.partition("//")[2].partition("/")[2]

    def text(self, path: str) -> str:
        return self.files[path].decode()


def golden_sites() -> list[str]:
    return sorted(recipe.parent.name for recipe in SITES.glob(f"*/{RECIPE}"))


def build_golden(name: str, folder: Path) -> Built:
    """Build a site of `tests/sites` as its build.toml says."""
    recipe = tomllib.loads((SITES / name / RECIPE).read_text("utf-8"))
    root = folder / name
    shutil.copytree(SITES / name, root, ignore=shutil.ignore_patterns("expected"))
    for path in recipe.get("decomposed", ()):
        file = root / path
        file.rename(file.with_name(unicodedata.normalize("NFD", file.name)))
    theme = THEME if recipe["layouts"] == "theme" else plain_theme(folder / "theme")
    return built(root, recipe["now"], theme=theme)


def plain_theme(folder: Path) -> Path:
    """Return the theme with pages of its own, so that no change of looks is seen in it."""
    shutil.copytree(PLAIN, folder, dirs_exist_ok=True)
    for pattern in MACHINES:
        for file in THEME.glob(pattern):
            target = folder / file.relative_to(THEME)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    return folder


def sample_site(
    folder: Path, now: datetime = SAMPLE_TIME, base_url: str = "", settings: str = ""
) -> Built:
    """Build the repository's own site; `settings` are added to its site.toml."""
    root = folder / "sample"
    shutil.copytree(ROOT / "content", root / "content")
    for name in SAMPLE_FILES:
        shutil.copyfile(ROOT / name, root / name)
    with (root / "site.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    drawings = root / ".broadsheet" / "drawings"
    if _DRAWN:  # what was drawn for the first of these sites serves the others
        shutil.copytree(_DRAWN[0], drawings)
    made = built(root, now, base_url=base_url)
    _DRAWN.append(drawings)
    return made


def built(root: Path, now: datetime, *, theme: Path = THEME, base_url: str = "") -> Built:
    """Build a site that lies in `root`, in this process."""
    assert now.tzinfo is not None
    request = Request(project=Project(root, theme), now=now, clock_ns=0, base_url=base_url)
    report = build(request)
    address = base_url or tomllib.loads((root / "site.toml").read_text("utf-8"))["base_url"]
    return Built(address.rstrip("/"), files_of(root / "public"), report)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, by its path as NFC; some systems keep names otherwise."""
    return {
        unicodedata.normalize("NFC", path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
