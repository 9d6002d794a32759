"""What a walk of content/ finds, passes over and refuses."""

import os
import pickle
import socket
import sys
import unicodedata
from pathlib import Path

import pytest

from generator.errors import Problem
from generator.paths import SourcePath
from generator.reading.sources import Scan, Source, Stamp, read_bytes, scan, scan_part


def tree(root: Path, *names: str) -> Path:
    for name in names:
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, "utf-8")
    return root


def found(root: Path) -> list[str]:
    return [path.removeprefix("content/") for path in scan(root).sources]


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in scan(root).problems]


def test_files_are_found_in_one_order_in_every_folder(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "b.md",
        "articles/2025/z.md",
        "articles/a.md",
        "A.md",
        "é.md",
        "articles/2025/b.md",
    )
    assert found(tmp_path) == [
        "A.md", "articles/2025/b.md", "articles/2025/z.md", "articles/a.md", "b.md", "é.md",
    ]  # fmt: skip
    assert problems(tmp_path) == []


def test_the_order_of_the_disk_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(tmp_path, "a.md", "b.md", "c/d.md")
    before = scan(tmp_path)
    scandir = os.scandir

    class Backwards:
        def __init__(self, folder: Path) -> None:
            with scandir(folder) as entries:
                self._entries = sorted(entries, key=lambda each: each.name, reverse=True)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self._entries

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Backwards)
    assert list(scan(tmp_path).sources.items()) == list(before.sources.items())


@pytest.mark.parametrize(
    "leaving",
    [
        ".DS_Store", ".hidden.md", ".git/config", "~$call.docx", "#call.md#", "call.md~",
        ".call.md.swp", "call.md.swp", "call.md.swx", "call.md.tmp", "call.md.bak", ".#call.md",
    ],
)  # fmt: skip
def test_hidden_files_and_editors_leavings_are_passed_over(tmp_path: Path, leaving: str) -> None:
    tree(tmp_path, "call.md", leaving)
    assert found(tmp_path) == ["call.md"]
    assert problems(tmp_path) == []


def test_other_files_are_not(tmp_path: Path) -> None:
    names = ["a", "a.md", "a.tmp.md", "notes#1.pdf", "x~y.txt"]
    assert found(tree(tmp_path, *names)) == sorted(names)


def test_a_stamp_tells_a_files_state(tmp_path: Path) -> None:
    tree(tmp_path, "a.md")
    state = (tmp_path / "content/a.md").stat()
    [source] = scan(tmp_path).sources.values()
    assert source.stamp == Stamp(state.st_mtime_ns, state.st_ctime_ns, 4, state.st_ino)


def test_a_folder_without_content_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path) == [
        "content: expected a folder with articles/ in it, got none\n  hint: broadsheet init my-site"
    ]
    (tmp_path / "content").write_text("a file")
    assert len(problems(tmp_path)) == 1


def link(name: Path, to: Path | str) -> None:
    try:
        name.symlink_to(to)
    except OSError as error:  # Windows, without the right
        pytest.skip(f"no symbolic links here: {error}")


LINKED = (
    "expected a file or folder, got a symbolic link\n  hint: copy what it points to into content/"
)


@pytest.mark.parametrize(
    "target", ["a.md", "../secret.md", "nowhere", "/etc/passwd", "folder", "."]
)
def test_a_symbolic_link_is_refused_wherever_it_leads(tmp_path: Path, target: str) -> None:
    tree(tmp_path, "a.md", "folder/b.md")
    (tmp_path / "secret.md").write_text("secret")
    link(tmp_path / "content/z.md", target)
    assert found(tmp_path) == ["a.md", "folder/b.md"]
    assert problems(tmp_path) == [f"content/z.md: {LINKED}"]


def test_a_file_that_became_a_link_after_the_walk_is_not_read(tmp_path: Path) -> None:
    tree(tmp_path, "a.md")
    [source] = scan(tmp_path).sources.values()
    assert read_bytes(tmp_path, source) == b"a.md"
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "content/a.md").unlink()
    link(tmp_path / "content/a.md", tmp_path / "secret")
    if hasattr(os, "O_NOFOLLOW"):
        with pytest.raises(OSError, match="symbolic links"):
            read_bytes(tmp_path, source)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_or_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "a.md")
    os.mkfifo(tmp_path / "content/pipe.md")
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("content/socket.md")
        assert found(tmp_path) == ["a.md"]
        assert sorted(problems(tmp_path)) == [
            "content/pipe.md: expected a file, got a device, pipe or socket",
            "content/socket.md: expected a file, got a device, pipe or socket",
        ]


def test_a_file_that_is_gone_or_a_folder_is_an_error(tmp_path: Path) -> None:
    tree(tmp_path, "a.md", "b.md")
    a, b = scan(tmp_path).sources.values()
    (tmp_path / "content/a.md").unlink()
    (tmp_path / "content/b.md").unlink()
    (tmp_path / "content/b.md").mkdir()
    for source in (a, b):
        with pytest.raises(OSError, match=r"[.]md|directory|Permission"):
            read_bytes(tmp_path, source)


def test_two_names_that_differ_in_their_composition_only_are_told(tmp_path: Path) -> None:
    names = [unicodedata.normalize(form, "café.md") for form in ("NFC", "NFD")]
    tree(tmp_path, *names)
    if len(list((tmp_path / "content").iterdir())) == 1:
        pytest.skip("this file system composes names itself")
    assert found(tmp_path) == ["caf\u00e9.md"]
    assert problems(tmp_path) == [
        (
            "content/caf\u00e9.md: expected one file of this name, got two that differ in their"
            " code points only\n  hint: rename one of them"
        )
    ]


def test_a_decomposed_name_is_composed_and_still_read(tmp_path: Path) -> None:
    tree(tmp_path, "cafe\u0301/cafe\u0301.md")
    [(path, source)] = scan(tmp_path).sources.items()
    assert path == "content/caf\u00e9/caf\u00e9.md"
    assert read_bytes(tmp_path, source)


def test_a_name_that_cannot_be_decoded_is_told(tmp_path: Path) -> None:
    tree(tmp_path, "a.md")
    try:
        Path(os.fsdecode(os.fsencode(tmp_path / "content") + b"/caf\xe9.md")).write_text("x")
    except OSError as error:
        pytest.skip(f"this file system has no such names: {error}")
    if b"caf\xe9.md" not in {os.fsencode(each.name) for each in (tmp_path / "content").iterdir()}:
        pytest.skip("this file system has no such names")
    assert found(tmp_path) == ["a.md"]
    [problem] = problems(tmp_path)
    assert (
        problem == "content/caf?.md: expected a name in UTF-8, got other bytes\n  hint: rename it"
    )
    assert problem.encode()


# -- handed to another process


def test_a_scan_comes_back_as_it_was_whatever_its_numbers(tmp_path: Path) -> None:
    numbers = Stamp(-(2**63), 2**63 - 1, 2**64 - 1, 0)
    composed = unicodedata.normalize("NFC", "content/é.md")
    spelled = Source(SourcePath(composed), unicodedata.normalize("NFD", composed), numbers)
    made = Scan({spelled.path: spelled}, (Problem("content", 0, 0, "", "expected a folder"),))
    for each in (made, Scan({}, ()), scan(tree(tmp_path, "b.md", "a.md"))):
        again = pickle.loads(pickle.dumps(each))
        assert again == each
        assert list(again.sources) == list(each.sources)


# -- a part of it


def test_a_part_is_what_the_whole_has_of_it(tmp_path: Path) -> None:
    tree(tmp_path, "articles/a.md", "articles/2025/b.md", "articles/2025/c/d.md", "e.md")
    whole = scan(tmp_path).sources
    for part in ("content/articles/a.md", "content/articles/2025", "content/articles"):
        found = scan_part(tmp_path, part)
        assert found is not None
        assert found.sources == {
            path: source for path, source in whole.items() if f"{path}/".startswith(f"{part}/")
        }


@pytest.mark.parametrize(
    "part",
    ["content/none.md", "content/none/at/all", "content/.hidden/a.md", "content/a.md~",
     "content/a.md/below"],
)  # fmt: skip
def test_of_what_is_gone_or_hidden_there_is_nothing(tmp_path: Path, part: str) -> None:
    tree(tmp_path, ".hidden/a.md", "a.md~", "a.md")
    assert scan_part(tmp_path, part) == Scan({}, ())


def test_behind_a_link_only_a_whole_scan_can_tell(tmp_path: Path) -> None:
    tree(tmp_path, "a.md")
    (tmp_path / "content" / "link").symlink_to(tmp_path / "content")
    (tmp_path / "content" / "link.md").symlink_to(tmp_path / "content" / "a.md")
    assert scan_part(tmp_path, "content/link/a.md") is None
    assert scan_part(tmp_path, "content/link.md") is None
    assert scan_part(tmp_path, "content/link") is None
