"""What a batch takes along to another machine, and what stays here."""

import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.building import cluster as clusters
from generator.building.cluster import _batches
from generator.building.elsewhere import Order, fill, making_elsewhere
from generator.building.gathering import look_at, read_there, reading_elsewhere
from generator.building.making import Making, Task, make_batch
from generator.building.memory.drawings import Drawings
from generator.building.publish import Place
from generator.building.workers import LIGHT, Workers
from generator.errors import BroadsheetError, UsageError
from generator.fingerprint import Digest, Fingerprint, digest
from generator.paths import OutputPath, SourcePath
from generator.pictures import Format, Words
from generator.planning.plan import Output
from generator.planning.recipes import Copy, FileOf, Recipe, Resize
from generator.reading.sources import scan
from tests.rendering.factories import site as site_info
from tests.site_kit import article, build_at, png, site, write

NOBODY = "dask://127.0.0.1:1"
PICTURE = FileOf(SourcePath("content/images/wave.png"), digest(png("blue", 40, 40)))


@pytest.fixture
def making(tmp_path: Path) -> Making:
    """What a build shares that has a picture, and remembers drawings."""
    write(tmp_path, {PICTURE.source: png("blue", 40, 40), "layouts/page.html": "Text."})
    place = Place(tmp_path / "public", tmp_path / "state")
    drawings = Drawings(tmp_path / "drawings", Fingerprint("1"))
    return Making((tmp_path / "layouts",), site_info(), "1", place, drawings)


def resized(width: int) -> Resize:
    return Resize(PICTURE, None, width, width, Format.WEBP, Words())


def task(making: Making, recipe: Recipe, name: str = "a") -> Task:
    file = making.folders[0].parent / PICTURE.source
    return Task(Output(path=OutputPath(name), recipe=recipe), {}, {PICTURE.source: file}, None)


def test_what_was_made_elsewhere_is_kept_as_if_it_was_made_here(making: Making) -> None:
    journey = making_elsewhere(making)
    tasks = [task(making, resized(width), f"{width}.webp") for width in (10, 20)]
    made = fill(pickle.loads(pickle.dumps(orders(making, tasks))))
    elsewhere = [journey.unpack(*each) for each in zip(tasks, made, strict=True) if each[1]]
    drawn = making.drawings.get(resized(10)) if making.drawings else None
    here = make_batch(replace(making, drawings=None), tasks)
    assert elsewhere == here
    assert drawn == made[0]


def test_a_picture_travels_once_in_a_batch(making: Making) -> None:
    data = bytes(range(256)) * 400
    write(making.folders[0].parent, {PICTURE.source: data})
    tasks = [task(making, resized(width)) for width in range(1, 16)]
    assert len(data) < len(pickle.dumps(orders(making, tasks))) < 1.2 * len(data)


def test_a_layout_takes_along_what_it_is_made_of_and_the_names_of_all_files(making: Making) -> None:
    own = making.folders[0]
    write(own, {"assets/mark.svg": "<svg>", "assets/face.woff2": b"large",
                "foot.html": '{% include "assets/mark.svg" %}'})  # fmt: skip
    (order,) = orders(making, [task(making, resized(9))])
    assert order.looks.layouts == (
        ("assets/face.woff2", ()),
        ("assets/mark.svg", (b"<svg>",)),
        ("foot.html", (b'{% include "assets/mark.svg" %}',)),
        ("page.html", (b"Text.",)),
    )


def test_what_needs_no_work_stays_here(making: Making) -> None:
    tasks = [task(making, Copy(PICTURE)), task(making, resized(5))]
    make_batch(making, tasks)
    assert list(making_elsewhere(making).pack(tasks)) == [None, None]


def test_a_file_that_cannot_be_had_is_told_here(making: Making) -> None:
    (making.folders[0].parent / PICTURE.source).unlink()
    tasks = [task(making, resized(5))]
    assert list(making_elsewhere(making).pack(tasks)) == [None]
    assert [len(each.problems) for each in make_batch(making, tasks)] == [1]


def orders(making: Making, tasks: Sequence[Task]) -> list[Order]:
    return [each for each in making_elsewhere(making).pack(tasks) if each]


def test_what_was_read_elsewhere_is_what_is_read_here(tmp_path: Path) -> None:
    write(tmp_path, {"content/articles/call.md": article(), "content/images/wave.png": png()})
    doubtful = [(source, None) for source in scan(tmp_path).sources.values()]
    journey = reading_elsewhere(tmp_path)
    read = read_there([each for each in journey.pack(doubtful) if each])
    pairs = zip(doubtful, read, strict=True)
    assert [journey.unpack(*each) for each in pairs if each[1]] == look_at(tmp_path, doubtful)  # type: ignore[arg-type]


def test_only_files_with_other_bytes_travel(tmp_path: Path) -> None:
    write(tmp_path, {"content/articles/call.md": article()})
    (source,) = scan(tmp_path).sources.values()
    data = article().encode()
    pack = reading_elsewhere(tmp_path).pack
    assert list(pack([(source, digest(data))])) == [None]
    assert list(pack([(source, Digest("other"))])) == [(source.path, data)]
    (tmp_path / source.disk).unlink()
    assert list(pack([(source, None)])) == [None]


def test_a_text_that_is_at_fault_or_slow_is_judged_at_home(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = [(SourcePath(f"content/articles/{n}.md"), article(n).encode()) for n in ("a", "b")]
    files[1] = (files[1][0], b"no front matter")
    assert [each is not None for each in read_there(files)] == [True, False]
    monkeypatch.setattr("generator.building.gathering.SLOW", 0.0)
    assert read_there(files) == [None, None]


def test_batches_are_cut_by_number_and_by_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "HEAVIEST", 10)
    weights = [1, 1, 1, 1, 9, 9, 30, 5, 5]
    found = [list(each) for each in _batches(weights, 3, lambda weight: weight)]
    assert found == [[1, 1, 1], [1, 9], [9], [30], [5, 5]]
    assert list(_batches([], 3, lambda _: 1)) == []


@pytest.mark.parametrize(
    "address",
    ["dask://host:8786", "dask://10.0.0.7:1", "dask://[::1]:8786", "dask://a-b.example:8786"],
)
def test_an_address_has_a_host_and_a_port(address: str) -> None:
    with Workers(1, address) as workers:
        assert list(workers.map(list, range(LIGHT.worth_it))) == list(range(LIGHT.worth_it))


@pytest.mark.parametrize(
    "address",
    ["ray://host:1", "host:1", "dask://host", "dask://:1", "dask://host:x", "dask://me@host:1",
     "dask://host:1/", "tcp://host:1"],
)  # fmt: skip
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="expected an address as dask://HOST:PORT"):
        Workers(1, address)


def test_a_small_build_asks_no_cluster(tmp_path: Path) -> None:
    project = site(tmp_path, {"content/articles/call.md": article()})
    assert build_at(project, cluster=NOBODY).read == 1


def test_without_the_extra_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {f"content/articles/a{n}.md": article(f"Title {n}") for n in range(LIGHT.worth_it)}
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(BroadsheetError, match=r'pip install "broadsheet\[cluster\]"'):
        build_at(site(tmp_path, texts), cluster=NOBODY)


def test_dask_is_loaded_for_a_cluster_only() -> None:
    script = (
        "import sys; import generator.building.pipeline, generator.building.cluster;"
        "sys.exit('dask' in sys.modules or 'distributed' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
