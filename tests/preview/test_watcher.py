"""What is told, and what is not."""

import asyncio
import shlex
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import watchfiles

from generator.preview import watcher
from generator.preview.watcher import Watch
from generator.project import Project
from tests.preview.small_site import DEADLINE, HARBOUR, ROOT, small_site, write


@pytest.fixture(autouse=True)
def _settling_soon(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    polls = "poll" in request.node.name  # which has to have looked once
    monkeypatch.setattr(watcher, "SETTLED", 600 if polls else 100)


class Bell:
    """Counts how often it was rung."""

    def __init__(self) -> None:
        self.rings = 0
        self.told: set[str] = set()
        self._rung = asyncio.Event()

    def ring(self, parts: Collection[str] | None) -> None:
        self.rings += 1
        self.told.update(parts if parts is not None else ["everything"])
        self._rung.set()

    async def heard(self) -> None:
        await asyncio.wait_for(self._rung.wait(), DEADLINE)
        self._rung.clear()

    async def rings_for(self, change: Callable[[], object]) -> None:
        """Fail unless a change rings. Those before it are done with, once the watch stands."""
        self._rung.clear()
        change()
        await self.heard()


@asynccontextmanager
async def watching(
    project: Project, said: list[str] | None = None, *, poll: bool = False
) -> AsyncIterator[Bell]:
    bell = Bell()
    told = said if said is not None else []
    watch = Watch(project, bell.ring, told.append, force_polling=poll)
    task = asyncio.create_task(watch.run())
    try:
        await bell.heard()  # of its own: the watch on the folders stands
        yield bell
    finally:
        watch.stop()
        await asyncio.wait_for(task, DEADLINE)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    theme = tmp_path / "lib" / "site-packages" / "theme"
    write(theme, "base.html", "base")
    return Project(small_site(tmp_path / "site"), theme)


def test_every_source_of_a_build_rings(project: Project) -> None:
    async def check() -> None:
        async with watching(project) as bell:
            for folder, name in (
                (project.root, HARBOUR),
                (project.root, "content/articles/2025/new.md"),
                (project.theme, "base.html"),
                (project.theme, "assets/site.css"),
                (project.root, "site.toml"),
                (project.root, "site.toml"),
                (project.root, "addresses.toml"),
            ):
                bell.told.clear()
                await bell.rings_for(lambda f=folder, n=name: write(f, n, f"changed: {n}"))  # type: ignore[misc]
                expected = name if folder == project.root else f"layouts/{name}"
                # Of a folder that is new, it may be told instead of its first file.
                assert any(f"{expected}/".startswith(f"{told}/") for told in bell.told)
            await bell.rings_for((project.root / HARBOUR).unlink)

    asyncio.run(check())


def test_polling_hears_both_of_two_saves_within_a_second(project: Project) -> None:
    async def check() -> None:
        async with watching(project, poll=True) as bell:
            await bell.rings_for(lambda: write(project.root, HARBOUR, "one"))
            await bell.rings_for(lambda: write(project.root, HARBOUR, "two"))
            await bell.rings_for(lambda: write(project.root, "site.toml", "three"))

    asyncio.run(check())


def test_folders_that_come_and_go_are_followed(project: Project) -> None:
    async def check() -> None:
        async with watching(project) as bell:
            await bell.rings_for(lambda: write(project.root, "layouts/base.html", "own"))
            await bell.heard()  # the new watch stands
            await bell.rings_for(lambda: write(project.root, "layouts/base.html", "own, again"))
            await bell.rings_for(lambda: shutil.rmtree(project.root / "content"))
            await bell.rings_for(lambda: write(project.root, HARBOUR, "back"))

    asyncio.run(check())


@pytest.mark.parametrize(
    "name",
    [
        "public/index.html", ".broadsheet/preview/index.html", "notes.txt", ".git/index",
        "content/articles/.harbour.md.swp", "content/articles/harbour.md~", "content/.git/x",
    ],
)  # fmt: skip
def test_nothing_else_rings(project: Project, name: str) -> None:
    async def check() -> None:
        async with watching(project) as bell:
            await bell.rings_for(lambda: write(project.root, HARBOUR, "before"))
            (project.root / name).parent.mkdir(parents=True, exist_ok=True)
            heard = bell.rings
            (project.root / name).write_text("x")
            (project.root / name).unlink()
            await asyncio.sleep(3 * watcher.STEP / 1000)
            assert bell.rings == heard
            await bell.rings_for(lambda: write(project.root, HARBOUR, "after"))

    asyncio.run(check())


def test_where_the_system_will_watch_no_more_files_it_says_so_and_polls(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = watchfiles.awatch

    def awatch(*paths: Path, force_polling: bool | None, **rest: object) -> object:
        if not force_polling:
            raise OSError('OS file watch limit reached. about ["/somewhere/content"]')
        return real(*paths, force_polling=True, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(watcher, "awatch", awatch)
    said: list[str] = []

    async def check() -> None:
        async with watching(project, said) as bell:
            await bell.rings_for(lambda: write(project.root, HARBOUR, "changed"))

    asyncio.run(check())
    assert len(said) == 1
    assert "(OS file watch limit reached)" in said[0]
    assert "/somewhere" not in said[0]
    assert "fs.inotify.max_user_watches" in said[0]


@pytest.mark.parametrize(
    "fault",
    [
        PermissionError("Permission denied (os error 13) about"),
        ExceptionGroup("unhandled errors", [RuntimeError("error in underlying watcher")]),
    ],
)
def test_a_folder_that_may_not_be_read_is_tried_until_it_may(
    project: Project, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    real, faults = watchfiles.awatch, [fault] * 3

    def awatch(*paths: Path, recursive: bool, **rest: object) -> object:
        if recursive and faults:
            raise faults.pop()
        return real(*paths, recursive=recursive, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(watcher, "awatch", awatch)
    monkeypatch.setattr(watcher, "FAULTY", 0.01)

    async def check() -> None:
        async with watching(project) as bell:
            while faults:
                await bell.heard()
                assert bell.told == {"everything"}
            while HARBOUR not in bell.told:
                await bell.rings_for(lambda: write(project.root, HARBOUR, "changed"))

    asyncio.run(check())


# A real limit, in a namespace of its own: what is watched there counts for nobody else.
LIMITED = """
import asyncio, sys
from pathlib import Path
from generator.preview.watcher import Watch
from generator.project import Project

async def watch():
    said, told = [], asyncio.Queue()
    project = Project(Path(sys.argv[1]), Path(sys.argv[2]))
    running = asyncio.create_task(Watch(project, told.put_nowait, said.append).run())
    while await told.get() is not None:
        pass
    (project.root / sys.argv[3]).write_text("changed")
    while (parts := await told.get()) is None or sys.argv[3] not in parts:
        pass
    print(said[0])
    running.cancel()

asyncio.run(asyncio.wait_for(watch(), float(sys.argv[4])))
"""


def has_namespaces() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-Ur", "true"], check=False).returncode == 0


@pytest.mark.skipif(not has_namespaces(), reason="needs a namespace of its own")
def test_where_a_real_limit_is_reached_saves_are_heard_all_the_same(project: Project) -> None:
    limit = "echo 2 > /proc/sys/user/max_inotify_watches && exec "
    command = [
        sys.executable, "-W", "error", "-c", LIMITED, str(project.root), str(project.theme),
        HARBOUR, str(DEADLINE),
    ]  # fmt: skip
    result = subprocess.run(
        ["unshare", "-Ur", "sh", "-c", limit + shlex.join(command)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.stderr == ""
    assert "OS file watch limit reached" in result.stdout
