"""A newspaper as a site that one generator builds, and the changes before it builds again."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.newspaper import Newspaper, Story, article, source_of, story, write_newspaper

ROOT = Path(__file__).parents[1]
OWN_LAYOUT = "layouts/article.html"


@dataclass(frozen=True, slots=True)
class Site:
    """A newspaper in the form that one generator wants.

    Articles lie at the same paths in every form; `made` are the folders that a cold build has not.
    """

    name: str
    folder: Path
    command: tuple[str, ...]
    runs_in: Path
    text_of: Callable[[Story], str]
    result: str
    made: tuple[str, ...]

    def write(self, number: int, text: str, name: str = "") -> None:
        """Write an article's file, or one of another name beside it."""
        file = self.folder / source_of(number)
        file.with_stem(name or file.stem).write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of build: what is changed before each run, by the newspaper's size and the run."""

    name: str
    change: Callable[[Site, int, int], None]
    runs: int


def broadsheet(paper: Newspaper, layouts: Path | None = None) -> Site:
    """Return the newspaper as Broadsheet builds it, written unless an earlier run has left it.

    It has the theme's layouts, or plain ones from a folder.
    """
    name, suffix = ("Broadsheet, plain", "-plain") if layouts else ("Broadsheet", "")
    folder = kept(f"{paper.name}{suffix}", lambda folder: write_newspaper(folder, paper))
    if layouts:
        shutil.copytree(layouts, folder / "layouts", dirs_exist_ok=True)
    command = sys.executable, "-m", "generator", "-C", str(folder), "build", "--json"
    text_of = partial(article, pictures=paper.pictures)
    made = ".broadsheet", "public"
    return Site(name, folder, command, ROOT, text_of, "public", made)


def with_stages(site: Site) -> Site:
    """Return Broadsheet's site such that a build tells how long each stage took, if it can."""
    asked = [*site.command[: site.command.index("-C")], "build", "--help"]
    told = subprocess.run(asked, cwd=site.runs_in, capture_output=True, text=True, check=True)
    return replace(site, command=(*site.command, *["--profile"] * ("--profile" in told.stdout)))


def kept(name: str, write: Callable[[Path], None]) -> Path:
    """Return a folder for temporary files that is there as a whole or is written now."""
    folder = Path(tempfile.gettempdir()) / name
    if not folder.is_dir():
        begun = folder.with_name(f"{name}-begun")
        shutil.rmtree(begun, ignore_errors=True)
        write(begun)
        begun.rename(folder)
    return folder


def restore(site: Site, size: int) -> None:
    """Take back what earlier runs have changed."""
    site.write(size // 2, site.text_of(story(size // 2)))
    for file in (site.folder / "content").rglob("new-*.md"):
        file.unlink()


def restore_layout(site: Site) -> None:
    """Take back that the layout of articles was changed."""
    (site.folder / OWN_LAYOUT).unlink(missing_ok=True)


def cold(site: Site, _: int, __: int) -> None:
    """Remove what builds have made and what they remember."""
    for name in site.made:
        shutil.rmtree(site.folder / name, ignore_errors=True)


def nothing(_: Site, __: int, ___: int) -> None:
    """Change nothing."""


def edit_body(site: Site, size: int, run: int) -> None:
    """Add a paragraph to the text of an article in the middle of the archive."""
    site.write(size // 2, f"{site.text_of(story(size // 2))}\nMark {run}.\n")


def add_article(site: Site, size: int, run: int) -> None:
    """Write an article that is newer than all others."""
    site.write(size - 1, site.text_of(story(size + run)), f"new-{run}")


def edit_layout(site: Site, _: int, run: int) -> None:
    """Change what every page of an article has, where the layouts are the theme's."""
    own = site.folder / OWN_LAYOUT
    own.parent.mkdir(exist_ok=True)
    theme = (ROOT / OWN_LAYOUT).read_text(encoding="utf-8")
    own.write_text(theme.replace("<article", f'<article data-run="{run}"', 1), encoding="utf-8")


CASES = (
    Case("cold", cold, runs=3),
    Case("nothing changed", nothing, runs=5),
    Case("one body edited", edit_body, runs=5),
    Case("one new article", add_article, runs=5),
)
LAYOUT = Case("article layout edited", edit_layout, runs=3)
