"""Batches on a Dask cluster: the same bytes, whatever becomes of a worker."""

import importlib.util
import shutil
import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.building import cluster as clusters
from generator.building.build import build
from generator.building.cluster import Journey
from generator.building.identity import Identity
from generator.building.report import Progress, Report, silent
from generator.building.request import Request
from generator.building.workers import LIGHT, Workers
from generator.errors import BroadsheetError, Problem, ProblemsFound
from generator.fingerprint import Fingerprint
from generator.project import Project
from tests.building.dask_cluster import HERE, UNFORGIVING, DaskCluster, dask_cluster, dying
from tests.site_kit import article, edit, public, settled, write
from tests.whole_sites import SITES, plain_theme

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(not importlib.util.find_spec("distributed"), reason="Dask is an extra"),
    pytest.mark.usefixtures("quick_disk"),
]

RECIPE = tomllib.loads((SITES / "everything/build.toml").read_text("utf-8"))
ENOUGH = 160  # articles that are worth the way
STORY = "content/articles/more/a7.md"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with dask_cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site as this process makes it."""
    project = newspaper(tmp_path_factory.mktemp("here"))
    built(project)
    return public(project)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return newspaper(tmp_path)


def newspaper(folder: Path) -> Project:
    """Write a site with pictures, and with enough articles."""
    root = folder / "site"
    shutil.copytree(SITES / "everything", root, ignore=shutil.ignore_patterns("expected"))
    write(root, {STORY.replace("7", str(n)): article(f"Title {n}") for n in range(ENOUGH)})
    return Project(root, plain_theme(folder / "theme"))


def built(project: Project, address: str = "", progress: Progress = silent) -> Report:
    request = Request(project=project, now=RECIPE["now"], clock_ns=settled(), cluster=address)
    return build(request, progress)


def problems(project: Project, address: str = "") -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as found:
        built(project, address)
    return found.value.problems


def test_a_cluster_makes_the_same_bytes_as_this_machine(
    project: Project, here: dict[str, bytes], running: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("generator.reading.read.read_article")  # of this process alone
    monkeypatch.delattr("generator.rendering.templates.Templates.render")
    monkeypatch.delattr("generator.rendering.drawing._resized")
    report = built(project, running.address)
    assert public(project) == here
    assert len(report.written) == len(here)


def test_an_edit_on_a_cluster_changes_what_it_changes_here(
    project: Project, tmp_path: Path, running: DaskCluster
) -> None:
    built(project, running.address)
    edit(project, "site.toml", "Harbour Courier", "Harbour Herald")
    edit(project, STORY, "Title 7", "Another title")
    report = built(project, running.address)
    other = newspaper(tmp_path / "other")
    edit(other, "site.toml", "Harbour Courier", "Harbour Herald")
    edit(other, STORY, "Title 7", "Another title")
    built(other)
    assert (report.read, public(project)) == (1, public(other))


@pytest.mark.parametrize("afloat", [0, clusters.AFLOAT])
def test_results_come_in_the_order_of_the_items_wherever_they_are_made(
    running: DaskCluster, monkeypatch: pytest.MonkeyPatch, afloat: int
) -> None:
    monkeypatch.setattr(clusters, "AFLOAT", afloat)
    items = range(12 * LIGHT.batch)
    there = {item for item in items if item % 3 and not 100 < item < 200}
    journey: Journey[int, int, int, tuple[str, int]] = Journey(
        lambda batch: [item if item in there else None for item in batch],
        list,
        lambda item, result: (f"there {item}", result),
    )
    with Workers(1, running.address) as workers:
        found = list(workers.map(lambda b: [("here", i) for i in b], items, journey=journey))
    assert found == [(f"there {item}" if item in there else "here", item) for item in items]


@pytest.mark.parametrize("stage", ["reading", "rendering"])
def test_a_lost_worker_costs_only_time(
    project: Project, here: dict[str, bytes], tmp_path: Path, stage: str
) -> None:
    with dask_cluster(tmp_path) as two:

        def lose_one(doing: str, done: int, _: int) -> None:
            if (doing, done) == (stage, 1):
                two.workers[0].kill()
                two.workers[0].wait()

        built(project, two.address, lose_one)
        assert [each.poll() is None for each in two.workers] == [False, True]
    assert public(project) == here


def test_a_cluster_that_is_lost_on_the_way_is_told_and_nothing_is_published(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "CONNECTING", 2.0)
    with dask_cluster(tmp_path) as lost, pytest.raises(BroadsheetError, match="was lost"):
        built(project, lost.address, lambda *_: lost.scheduler.kill())
    assert not project.public.exists()


def test_a_cluster_without_workers_is_told(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "WORKERLESS", 0.1)
    with (
        dask_cluster(tmp_path, workers=0) as empty,
        pytest.raises(BroadsheetError, match="has no workers: start some"),
    ):
        built(project, empty.address)


def test_a_batch_that_ends_workers_is_told(tmp_path: Path) -> None:
    journey: Journey[int, int, int, int] = Journey(list, dying, lambda _, result: result)
    with (
        dask_cluster(tmp_path, 1, **UNFORGIVING) as one,
        Workers(1, one.address) as workers,
        pytest.raises(BroadsheetError, match="workers died, one after the other"),
    ):
        list(workers.map(list, range(LIGHT.worth_it), journey=journey))


def test_a_worker_with_other_code_is_told(
    project: Project, running: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Identity(Fingerprint("other"), Fingerprint("other"))
    monkeypatch.setattr(clusters, "identity", lambda: other)
    with pytest.raises(BroadsheetError, match="another Broadsheet, Python or library"):
        built(project, running.address)
    assert not project.public.exists()


def test_an_address_where_no_scheduler_is_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "CONNECTING", 0.5)
    with pytest.raises(BroadsheetError, match=f"no Dask scheduler answers at dask://{HERE}:1:"):
        built(project, f"dask://{HERE}:1")


def test_a_server_that_says_nothing_is_no_scheduler(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "CONNECTING", 0.5)
    with socket.create_server((HERE, 0)) as silent_one:
        port = silent_one.getsockname()[1]
        with pytest.raises(BroadsheetError, match="no Dask scheduler answers"):
            built(project, f"dask://{HERE}:{port}")


def test_faults_are_told_as_they_are_here(
    project: Project, tmp_path: Path, running: DaskCluster
) -> None:
    write(project.root, {STORY: article("Title 7", section="harbor")})
    edit(project, "content/articles/pier.md", "title:", "titel:")
    for name in ("site", "theme"):
        shutil.copytree(tmp_path / name, tmp_path / "other" / name)
    found = problems(project, running.address)
    assert found == problems(other_of(tmp_path))
    assert {each.path for each in found} == {STORY, "content/articles/pier.md"}


def test_mistakes_in_layouts_are_told_as_they_are_here(
    project: Project, tmp_path: Path, running: DaskCluster
) -> None:
    layout = (project.theme / "article.html").read_text("utf-8")
    mistaken = layout.replace("{{ story.title }}", '{% include "teasr.html" %}')
    write(project.root, {"layouts/article.html": mistaken})
    for name in ("site", "theme"):
        shutil.copytree(tmp_path / name, tmp_path / "other" / name)
    found = problems(project, running.address)
    assert found == problems(other_of(tmp_path))
    assert {each.hint for each in found} == {'did you mean "teaser.html"?'}


def other_of(folder: Path) -> Project:
    return Project(folder / "other/site", folder / "other/theme")
