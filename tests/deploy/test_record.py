"""What a target says of itself, and what a copy of the site remembers of it."""

import gzip
from pathlib import Path

import msgspec
import pytest

from generator.deploy.memory import Memory
from generator.deploy.record import (
    FORMAT,
    HEAD,
    Files,
    Head,
    Leaving,
    NotARecord,
    Record,
    list_name,
    list_path,
    read_head,
    read_list,
    written_head,
    written_list,
)
from generator.deploy.target import DeployFailed
from generator.fingerprint import Digest, digest
from generator.paths import OutputPath
from tests.deploy.fake_store import FakeStore
from tests.deploy.kit import NOW, Newsroom, later_site, page, small_site, told, wanted

DAMAGED = (
    "what was deployed cannot be told: .broadsheet/deployed.json at the target is damaged, or of "
    "another version of Broadsheet; remove it there to deploy every file again"
)
SOME = wanted(small_site())
FILES = Files(dict(SOME), {OutputPath("assets/old.css"): Leaving(next(iter(SOME.values())), NOW)})


def head(number: int = 1, name: str = "0" * 32) -> Head:
    return Head(FORMAT, number, NOW, "0a1b2c3d", "https://example.com", Digest(name))


def test_a_list_is_what_it_was_and_equal_ones_are_equal_bytes() -> None:
    name, data = written_list(FILES)
    assert read_list(data, name) == FILES
    other = Files(dict(reversed(FILES.files.items())), FILES.leaving)
    assert written_list(other) == (name, data)


def test_a_list_of_another_digest_is_damage_too() -> None:
    with pytest.raises(NotARecord):
        read_list(written_list(FILES)[1], digest(b"other"))


@pytest.mark.parametrize("damage", [b"", b"x", gzip.compress(b"{"), gzip.compress(b'{"files":1}')])
def test_a_damaged_list_is_none(damage: bytes) -> None:
    with pytest.raises(NotARecord):
        read_list(damage, digest(b"other"))
    with pytest.raises(NotARecord):
        read_list(damage, digest(damage))


def test_a_list_has_a_name_that_tells_its_digest() -> None:
    path = list_path(digest(b"x"))
    assert path == f".broadsheet/files-{digest(b'x')}.gz"
    assert list_name(path) == digest(b"x")
    others = (HEAD, ".broadsheet/claims/0a.json", "files-0a.gz", f"x/{path}", f"{path}x")
    assert {list_name(OutputPath(other)) for other in others} == {None}


def test_a_head_is_what_it_was() -> None:
    assert read_head(written_head(head())) == head()


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"\xff", written_head(head())[:50],
     written_head(msgspec.structs.replace(head(), format=FORMAT + 1))],
)  # fmt: skip
def test_a_damaged_head_or_one_of_another_version_is_none(damage: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotARecord):
        read_head(damage)
    room = Newsroom(tmp_path, FakeStore())
    room.deploy(small_site())
    room.store.files[HEAD] = damage
    before = dict(room.store.files)
    with pytest.raises(DeployFailed) as found:
        room.deploy(later_site())
    assert str(found.value) == DAMAGED
    assert room.store.files == before
    del room.store.files[HEAD]  # as it says
    assert room.deploy(later_site()).number == 1


def test_a_target_whose_list_is_lost_is_known_here_and_nowhere_else(tmp_path: Path) -> None:
    room, other = Newsroom(tmp_path / "a", FakeStore()), Newsroom(tmp_path / "b", FakeStore())
    room.deploy(small_site())
    other = Newsroom(tmp_path / "b", room.store)
    del room.store.files[list_path(told(room.store)[0].list)]
    assert room.deploy(small_site()).changes.is_empty
    with pytest.raises(DeployFailed, match="cannot be told"):
        other.deploy(small_site())
    room.deploy(later_site(), yes=True)
    assert other.deploy(later_site()).changes.is_empty


def test_before_the_first_deploy_there_is_no_number_and_no_file() -> None:
    assert (Record().number, Record().files, Record().leaving) == (0, {}, {})


def test_a_deploy_says_who_when_and_where(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, FakeStore())
    room.deploy(small_site())
    made, files = told(room.store)
    assert (made.number, made.at, made.base_url) == (1, NOW, "https://example.com")
    assert made.by == room.memory.name() == room.memory.name()
    assert len(made.by) == 8
    assert files.files == SOME


# -- what is remembered


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "memory")


def kept(memory: Memory, number: int, generations: int = 5) -> Files:
    """Remember one more deploy, of one page."""
    files = Files(wanted({"index.html": page(text=str(number))}))
    name, data = written_list(files)
    memory.keep(head(number, name), data, generations)
    return files


def lists(memory: Memory) -> set[str]:
    return {file.stem for file in (memory.folder / "lists").iterdir()}


def test_a_memory_of_nothing_is_empty(memory: Memory) -> None:
    assert (memory.history(), memory.last(), memory.begun()) == ((), None, None)
    assert memory.files(digest(b"")) is None
    assert list(memory.digests()) == []
    assert not memory.folder.exists()


@pytest.mark.parametrize("generations", [0, 1, 3])
def test_as_many_deploys_are_remembered_as_can_be_taken_back(
    generations: int, memory: Memory
) -> None:
    for number in range(1, 7):
        kept(memory, number, generations)
    history = memory.history()
    assert [each.number for each in history] == [*range(6 - generations, 7)]
    assert lists(memory) == {each.list for each in history}
    assert len(list(memory.digests())) == generations + 1


def test_a_deploy_that_only_removes_what_had_left_is_no_step_back(memory: Memory) -> None:
    kept(memory, 1)
    files = kept(memory, 2)
    name, data = written_list(Files(files.files, FILES.leaving))
    memory.keep(head(3, name), data, 5)
    assert [each.number for each in memory.history()] == [1, 3]
    assert memory.last() == head(3, name)
    assert {*memory.digests()} >= {each.file.digest for each in FILES.leaving.values()}


def test_all_but_the_last_may_be_forgotten(memory: Memory) -> None:
    for number in (1, 2, 3):
        kept(memory, number)
    memory.forget()
    assert [each.number for each in memory.history()] == [3]
    assert lists(memory) == {memory.history()[0].list}


@pytest.mark.parametrize("damage", [b"", b"[", b'{"a": 1}', b"\xff\xfe"])
def test_a_damaged_memory_is_an_empty_one(damage: bytes, memory: Memory) -> None:
    files = kept(memory, 1)
    memory.begin(head())
    name, _ = written_list(files)
    assert memory.files(name) == files
    assert memory.begun() == head()
    (memory.folder / "history.json").write_bytes(damage)
    (memory.folder / "begun.json").write_bytes(damage)
    (memory.folder / "lists" / f"{name}.gz").write_bytes(damage)
    assert (memory.history(), memory.begun(), memory.files(name)) == ((), None, None)
    assert list(memory.digests()) == []
    kept(memory, 2)
    assert [each.number for each in memory.history()] == [2]
