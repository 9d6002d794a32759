"""What a build costs follows what was changed: told by counting work, and not by a clock."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.newspaper import Newspaper, article, source_of, story, write_newspaper
from generator.building import pipeline, staleness
from generator.building.memory.shelves import Shelves
from generator.project import Project
from tests.site_kit import PLAIN, build_at, settled, write

pytestmark = pytest.mark.usefixtures("quick_disk")

SIZES = (40, 120)  # articles
OLD = source_of(7)
NEW = "content/articles/2031/new.md"
HEAVY = {"babel", "distributed", "frontmatter", "jinja2", "livereload", "markdown", "nh3", "PIL",
         "resvg_py", "tornado", "watchfiles"}  # fmt: skip


Work = Counter[str]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Count what builds decode and compare."""
    done: Work = Counter()
    decoded, bases_of = Shelves._decoded, staleness.bases_of

    def counted(shelves: Any, *given: Any) -> Any:  # noqa: ANN401 - as it takes them
        found = decoded(shelves, *given)
        done[f"records of {shelves.room.split()[0]}"] += len(found)
        return found

    def compared(plan: Any, *given: Any) -> Any:  # noqa: ANN401 - as above
        done["compared"] += len(plan.outputs)
        return bases_of(plan, *given)

    monkeypatch.setattr(Shelves, "_decoded", counted)
    monkeypatch.setattr(pipeline, "bases_of", compared)
    return done


class Paper:
    """A newspaper that was built, and the work of further builds."""

    def __init__(self, root: Path, articles: int, work: Work) -> None:
        write_newspaper(root, Newspaper(articles))
        write(root, PLAIN)
        self.articles = articles
        self._project = Project(root, root / "layouts")
        self._work = work
        self.build()

    def build(self) -> Work:
        self._work.clear()
        report = build_at(self._project, clock_ns=settled())
        counts = Counter(
            read=report.read, rendered=len(report.rendered), written=len(report.written)
        )
        return self._work + counts

    def edit(self, path: str, text: str) -> Work:
        """Write a file, and return the work of the build that follows."""
        write(self._project.root, {path: text})
        return self.build()


@pytest.fixture
def papers(tmp_path: Path, work: Work) -> list[Paper]:
    """A small newspaper and a large one, both built."""
    return [Paper(tmp_path / str(size), size, work) for size in SIZES]


def test_a_site_at_rest_costs_a_look_at_its_files_and_no_more(papers: list[Paper]) -> None:
    for paper in papers:
        assert paper.build() == Counter()


def test_an_edit_of_a_text_costs_the_same_in_any_archive(papers: list[Paper]) -> None:
    works = [paper.edit(OLD, article(story(7)) + "\nMore.\n") for paper in papers]
    for work, paper in zip(works, papers, strict=True):
        assert (work["read"], work["rendered"]) == (1, work["written"])
        assert work["written"] <= 12  # the article, and the feeds in which it still is
        # All articles are known by their records; outputs by few, and few are compared.
        assert work["records of readings"] >= paper.articles
        assert work["records of outputs"] < 150
        assert work["compared"] < 60
    assert works[0]["compared"] >= works[1]["compared"]


def test_a_new_article_moves_few_outputs(papers: list[Paper]) -> None:
    text = article(story(5)).replace("date: 20", "date: 2024-03-04 09:00\n# 20")
    works = [paper.edit(NEW, text) for paper in papers]
    for work in works:
        assert work["read"] == 1
        assert work["written"] <= 40
        assert work["compared"] < 200
    assert works[1]["written"] <= works[0]["written"] + 4


def test_a_layout_costs_its_pages_and_reads_no_article(papers: list[Paper]) -> None:
    for paper in papers:
        work = paper.edit("layouts/article.html", "<p>{{ page.article.title }}</p>")
        assert (work["read"], work["rendered"], work["written"]) == (
            0, paper.articles, paper.articles,
        )  # fmt: skip


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A newspaper that was built by the clock of this machine, as files of long ago."""
    write_newspaper(tmp_path, Newspaper(3))
    write(tmp_path, PLAIN)
    build_at(Project(tmp_path, tmp_path / "layouts"), clock_ns=settled())
    return tmp_path


def loaded(folder: Path) -> set[str]:
    """Return the modules that a build loads; files are taken as written long ago."""
    script = (
        "import sys, time; real = time.time_ns; time.time_ns = lambda: real() + 3_600_000_000_000\n"
        "from generator import cli; cli.leave = lambda code: print(*sys.modules, sep='\\n')\n"
        f"sys.argv = ['broadsheet', '-C', {str(folder)!r}, 'build']; cli.main()"
    )
    run = [sys.executable, "-c", script]
    found = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    return set(found.split())


def test_a_site_at_rest_loads_no_stage_of_a_build(paper: Path) -> None:
    assert "generator.building.pipeline" in loaded(paper)  # as of now, and not of 2025
    modules = loaded(paper)
    assert {name.partition(".")[0] for name in modules} & HEAVY == set()
    assert not {"generator.building.pipeline", "generator.planning.site", "generator.pages",
                "generator.rendering.engine", "email", "importlib.metadata"} & modules  # fmt: skip


def test_an_edit_of_a_text_loads_neither_pictures_nor_a_server(paper: Path) -> None:
    loaded(paper)
    write(paper, {OLD.replace("7", "1"): article(story(1)) + "\nMore.\n"})
    modules = {name.partition(".")[0] for name in loaded(paper)}
    assert {"jinja2", "markdown"} <= modules
    assert not {"distributed", "livereload", "PIL", "resvg_py", "tornado", "watchfiles"} & modules
