"""Whole processes: killed at any moment while readers look, and two of them at once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.deploy.record import FOLDER
from generator.project import Project
from tests.site_kit import NOW, SITE_TOML, article, build_at, public, site, tree, write

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs signals and links")
pytestmark = [posix_only, pytest.mark.usefixtures("quick_disk")]
ROOT = Path(__file__).parents[2]
TARGET = '[deploy.production]\nto = "../www"\n'
DEPLOY = "from generator.cli import main; main()"
NUMBER = 60
# Reads, through a folder that it opens anew each round, one generation: a word on every page.
READER = """
import os, sys
root, pages = sys.argv[1], sys.argv[2:]
rounds, faults = 0, []
print("ready", flush=True)
while not os.path.exists(root + ".stop"):
    before, tree = os.path.realpath(root), os.open(root, os.O_RDONLY)
    words = set()
    try:
        for page in pages:
            with open(os.open(page, os.O_RDONLY, dir_fd=tree)) as file:
                text = file.read()
            words.add(text.rpartition("generation:")[2])
            if not text.endswith("end"):
                faults.append(f"{page} is not whole")
    except OSError as error:
        faults.append(str(error))
    os.close(tree)
    rounds += 1
    if len(words) > 1 and os.path.realpath(root) == before:
        faults.append(f"mixed: {words}")
print(rounds, faults[:3], flush=True)
"""


def newsroom(root: Path) -> Project:
    news = {"content/articles/2025/a.md": article(), **pages("0")}
    project = site(root / "site", {"site.toml": f"{SITE_TOML}\n{TARGET}", **news})
    build_at(project)
    return project


def environment() -> dict[str, str]:
    epoch = str(int(NOW.timestamp()))
    return {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": epoch}


def deploying(folder: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", DEPLOY, "-C", str(folder), "deploy", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment(), text=True, stdout=pipe, stderr=pipe)


def pages(word: str) -> dict[str, str]:
    """Return pages that stand in the site as they are."""
    text = f"{'x' * 5000} generation:{word} end"
    return {f"content/static/p/{number}.txt": text for number in range(NUMBER)}


@contextmanager
def reading(root: Path) -> Iterator[list[str]]:
    """Read pages through a folder meanwhile; what is yielded says in the end how that went."""
    names = [f"p/{number}.txt" for number in range(0, NUMBER, 7)]
    told: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(root), *names], stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout
        reader.stdout.readline()
        try:
            yield told
        finally:
            root.with_name(f"{root.name}.stop").touch()
            told.append(reader.stdout.read())


def test_readers_see_whole_pages_of_one_deploy_however_often_deployers_are_killed(
    tmp_path: Path,
) -> None:
    project = newsroom(tmp_path)
    first = deploying(project.root)
    assert (first.wait(), first.communicate()[1]) == (0, "")
    chance = random.Random(7)
    killed = 0
    with reading(tmp_path / "www") as told:
        for number in range(1, 9):
            write(project.root, pages(str(number)))
            build_at(project)
            process = deploying(project.root, "--all")
            time.sleep(chance.uniform(0.15, 0.6))
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            process.communicate()
    rounds, _, faults = told[0].strip().partition(" ")
    assert (faults, killed > 2, int(rounds) > 10) == ("[]", True, True)
    last = deploying(project.root, "--all")
    assert (last.wait(), last.communicate()[1]) == (0, "")
    there = {path: data for path, data in tree(tmp_path / "www").items() if FOLDER not in path}
    assert there == public(project)


def test_of_two_processes_one_deploys_and_the_other_says_that_it_is_busy(tmp_path: Path) -> None:
    project = newsroom(tmp_path)
    both = [deploying(project.root), deploying(project.root)]
    codes = sorted(process.wait() for process in both)
    errors = "".join(process.communicate()[1] for process in both)
    # Either came second and found it busy, or came so late that all was done.
    assert codes in ([0, 75], [0, 0])
    assert errors == "" or "is running" in errors
    there = {path: data for path, data in tree(tmp_path / "www").items() if FOLDER not in path}
    assert there == public(project)


def test_while_one_deploys_another_leaves_at_once_with_75(tmp_path: Path) -> None:
    from generator.building.lock import site_lock

    project = newsroom(tmp_path)
    with site_lock(tmp_path / "www.deploys"):
        process = deploying(project.root)
        _, errors = process.communicate()
    assert process.returncode == 75
    assert f"another deploy to {tmp_path / 'www'} is running" in errors


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    project = newsroom(tmp_path)
    tmp_path.chmod(0o555)
    try:
        process = deploying(project.root)
        _, errors = process.communicate()
    finally:
        tmp_path.chmod(0o755)
    assert process.returncode == 1
    assert str(tmp_path / "www") in errors


def test_a_file_where_the_folder_is_to_be_is_named(tmp_path: Path) -> None:
    project = newsroom(tmp_path)
    (tmp_path / "www").write_text("mine")
    process = deploying(project.root)
    _, errors = process.communicate()
    assert (process.returncode, errors) == (
        1, f"broadsheet: {tmp_path / 'www'}/.broadsheet/claims: Not a directory\n"
    )  # fmt: skip
