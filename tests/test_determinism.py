"""One site, one tree of bytes: whatever the machine, the process and the order of its files."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site_kit import DAY, NOW, SITE_TOML, THEME, Files, article, png, site

BUILD = """
import os, random, sys, time
from datetime import UTC, datetime
from pathlib import Path

from generator.building import workers
from generator.building.build import build
from generator.building.request import Request
from generator.fingerprint import digest
from generator.project import Project

def main():
    root, theme, jobs, shuffled, umask = sys.argv[1:]
    os.umask(int(umask, 8))
    workers.WORTH_IT, workers.BATCH = 2, 3
    scandir, walk = os.scandir, Path.rglob

    class Shuffled:
        def __init__(self, path="."):
            with scandir(path) as entries:
                self._entries = list(entries)
            random.Random(int(shuffled)).shuffle(self._entries)
        def __enter__(self):
            return iter(self._entries)
        def __exit__(self, *_):
            pass
        def __iter__(self):
            return iter(self._entries)

    def shuffled_walk(self, pattern):
        found = list(walk(self, pattern))
        random.Random(int(shuffled)).shuffle(found)
        return iter(found)

    if shuffled != "0":
        os.scandir, Path.rglob = Shuffled, shuffled_walk
    now = datetime(2025, 12, 1, 12, tzinfo=UTC)
    project = Project(Path(root), Path(theme))
    report = build(
        Request(project=project, now=now, clock_ns=time.time_ns(), jobs=int(jobs))
    )
    files = {name: digest((project.public / name).read_bytes()) for name in report.outputs}
    for name, found in files.items():
        print(name, found)

if __name__ == "__main__":
    main()
"""


@dataclass(frozen=True)
class World:
    """Where and how a build runs."""

    seed: str = "0"
    jobs: int = 1
    zone: str = "UTC"
    language: str = "C"
    shuffled: int = 0
    umask: str = "022"
    folder: str = "site"


WORLDS = (
    World(),
    World(seed="1", jobs=2, zone="Asia/Kolkata", language="de_DE.UTF-8", shuffled=1),
    World(seed="random", jobs=4, zone="Pacific/Kiritimati", language="tr_TR.UTF-8", shuffled=2),
    World(seed="random", jobs=1, zone="Pacific/Pago_Pago", language="en_US.UTF-8", shuffled=3),
    World(seed="1", jobs=4, zone="America/Los_Angeles", umask="077", folder="a/b/c/d"),
    World(seed="0", jobs=2, zone="Europe/London", language="C.UTF-8", shuffled=4, folder="é ü"),
)


def content() -> Files:
    """Return a site with something of every kind, and much that could come in another order."""
    files: dict[str, str | bytes] = {
        "site.toml": SITE_TOML
        + '[listings]\nsize = 3\n[publisher]\nname = "P"\nlogo = "images/p1.png"\n',
        "content/pages/about.md": "---\ntitle: About\naliases: [/us/, /who/]\n---\nUs.\n",
        "content/pages/ethics.md": "---\ntitle: Ethics\n---\nHow.\n",
        "content/pages/legal/terms.md": "---\ntitle: Terms\n---\nWhat.\n",
        "content/static/ads.txt": "none\n",
        "content/files/report.pdf": b"%PDF-1.4",
    }
    for number in range(3):
        files[f"content/images/p{number}.png"] = png("blue", 100 + number, 60)
        files[f"content/authors/writer-{number}.md"] = (
            f"---\nname: Writer {number}\nrole: Reporter\n---\nA life.\n"
        )
    for number in range(12):
        files[f"content/articles/{number % 4}/a{number}.md"] = article(
            f"Story {number}",
            f"Text.\n\n![A picture](../../images/p{number % 3}.png)\n\n"
            f"[Other](../{(number + 1) % 4}/a{(number + 1) % 12}.md) and a note.[^1]\n\n"
            "[Report](../../files/report.pdf)\n\n[^1]: The note.",
            author=f"[Writer {number % 3}, Writer {(number + 1) % 3}, Guest {number}]",
            date=f"{NOW - number // 2 * DAY:%Y-%m-%d}",  # two on each day
            section=("news", "sport")[number % 2],
            tags=f"[Tag {number % 5}, Tag {(number + 2) % 5}, Étude]",
            image=f"../../images/p{number % 3}.png",
            aliases=f"[/old/{number}/]",
        )
    return files


def built(world: World, base: Path) -> str:
    """Build in a process of its own, and return the digest of each output, in publishing order."""
    root = base / world.folder
    site(root, content(), theme=THEME)
    environment = {
        **os.environ,
        "PYTHONHASHSEED": world.seed,
        "PYTHONPATH": str(THEME.parent),
        "TZ": world.zone,
        "LC_ALL": world.language,
        "LANG": world.language,
    }
    arguments = [str(root), str(THEME), str(world.jobs), str(world.shuffled), world.umask]
    script = base / "build.py"  # a file: worker processes import what their parent ran
    script.write_text(BUILD)
    done = subprocess.run(
        [sys.executable, str(script), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_every_world_builds_the_same_bytes_in_the_same_order(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        folders = [tmp_path / str(number) for number in range(len(WORLDS))]
        results = list(pool.map(built, WORLDS, folders))
    assert len(results[0].splitlines()) > 80
    for world, result in zip(WORLDS, results, strict=True):
        assert result == results[0], world
