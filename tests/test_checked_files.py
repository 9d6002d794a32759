"""Files that only save time: whole and of their key, or not there."""

from pathlib import Path

import pytest

from generator.checked_files import keep, recall


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "kept"


def test_what_was_kept_is_recalled(file: Path) -> None:
    assert recall(file) is None
    for data in (b"one", b"another", b""):
        keep(file, data)
        assert recall(file) == data
    assert [*file.parent.iterdir()] == [file]


def test_what_was_kept_under_another_key_is_not_there(file: Path) -> None:
    keep(file, b"data", b"key")
    assert recall(file, b"key") == b"data"
    assert [recall(file), recall(file, b"other")] == [None, None]


@pytest.mark.parametrize("at", [0, 3, 4, 19])
def test_a_flipped_bit_is_a_miss(file: Path, at: int) -> None:
    keep(file, b"data", b"key")
    damaged = bytearray(file.read_bytes())
    damaged[at] ^= 1
    file.write_bytes(damaged)
    assert recall(file, b"key") is None


@pytest.mark.parametrize("length", [0, 1, 16, 19])
def test_a_file_that_was_cut_off_is_a_miss(file: Path, length: int) -> None:
    keep(file, b"data")
    file.write_bytes(file.read_bytes()[:length])
    assert recall(file) is None


def test_a_disk_that_takes_nothing_is_no_fault(file: Path) -> None:
    file.parent.write_text("A file, where the folder is to be.")
    keep(file, b"data")
    assert recall(file) is None
