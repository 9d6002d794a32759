"""Pictures are drawn once, for every target, and forgotten with the picture they are of."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from generator.building.memory.drawings import KEPT, Drawings
from generator.building.request import Request
from generator.fingerprint import Digest, Fingerprint, digest
from generator.paths import SourcePath
from generator.pictures import NO_WORDS, Format
from generator.planning.recipes import FileOf, Resize
from generator.project import Project
from tests.site_kit import (
    Files,
    article,
    build_at,
    png,
    public,
    request,
    settled,
    site,
    tree,
    write,
)

SHIP = FileOf(SourcePath("content/images/ship.png"), digest(b"ship"))
RECIPE = Resize(SHIP, None, 320, 180, Format.WEBP, NO_WORDS)
CONTENT: Files = {
    "content/articles/call.md": article("The call", image="../images/wave.png"),
    "content/images/wave.png": png("blue"),
}


@pytest.fixture
def drawings(tmp_path: Path) -> Drawings:
    return Drawings(tmp_path / "drawings", Fingerprint("1"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return site(tmp_path / "site", CONTENT)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were drawn, by format and width."""
    from generator.rendering import drawing

    done: list[str] = []
    real = drawing.draw

    def counting(recipe: Resize, bytes_of: drawing.BytesOf) -> bytes:
        done.append(f"{recipe.format}")
        return real(recipe, bytes_of)

    monkeypatch.setattr(drawing, "draw", counting)
    return done


def test_what_was_kept_is_found_again(drawings: Drawings) -> None:
    assert drawings.get(RECIPE) is None
    drawings.keep(RECIPE, b"drawn")
    assert drawings.get(RECIPE) == b"drawn"
    assert drawings.get(replace(RECIPE, width=640)) is None
    assert replace(drawings, version=Fingerprint("2")).get(RECIPE) is None


@pytest.mark.parametrize("damage", [b"", b"short", b"drawn" + b"\0" * 16])
def test_what_is_damaged_is_not_there(drawings: Drawings, damage: bytes) -> None:
    drawings.keep(RECIPE, b"drawn")
    (file,) = drawings.folder.iterdir()
    file.write_bytes(damage)
    assert drawings.get(RECIPE) is None


def test_what_is_of_no_picture_any_more_is_forgotten(drawings: Drawings) -> None:
    gone = replace(RECIPE, file=replace(SHIP, digest=Digest(digest(b"gone"))))
    drawings.keep(RECIPE, b"one")
    drawings.keep(gone, b"other")
    drawings.prune([SHIP.digest], time.time_ns())
    assert (drawings.get(RECIPE), drawings.get(gone)) == (b"one", None)


def test_what_was_not_drawn_for_a_month_is_forgotten(drawings: Drawings) -> None:
    drawings.keep(RECIPE, b"drawn")
    drawings.prune([SHIP.digest], time.time_ns() + KEPT // 2)
    assert drawings.get(RECIPE) == b"drawn"
    drawings.prune([SHIP.digest], time.time_ns() + KEPT + 1)
    assert drawings.get(RECIPE) is None


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    drawings = Drawings(tmp_path / "file", Fingerprint("1"))
    drawings.keep(RECIPE, b"drawn")
    drawings.prune([], 0)
    assert drawings.get(RECIPE) is None


# In builds


def test_a_warm_build_draws_nothing(project: Project, drawn: list[str]) -> None:
    build_at(project, clock_ns=settled())
    assert sorted(drawn) == ["avif", "jpg", "jpg", "jpg", "webp"]
    drawn.clear()
    build_at(project, clock_ns=settled())
    assert drawn == []


def test_what_was_drawn_for_one_target_serves_the_others(
    project: Project, drawn: list[str], tmp_path: Path
) -> None:
    build_at(project)
    drawn.clear()
    build_at(project, output=tmp_path / "other")
    assert drawn == []
    assert tree(tmp_path / "other") == public(project)


def test_an_edited_text_draws_nothing_and_an_edited_credit_all_again(
    project: Project, drawn: list[str]
) -> None:
    build_at(project)
    drawn.clear()
    write(project.root, {
        "content/articles/call.md": article("The call", "Other.", image="../images/wave.png"),
    })  # fmt: skip
    build_at(project)
    assert drawn == []
    credited = article("The call", "Other.", image="../images/wave.png", image_credit="Reuters")
    write(project.root, {"content/articles/call.md": credited})
    build_at(project)
    assert len(drawn) == 5


def test_a_comparison_from_nothing_remembers_nothing(project: Project) -> None:
    made: Request = request(project, scratch=True)
    assert made.drawings_path is None


def test_a_picture_that_is_gone_leaves_nothing_behind(project: Project) -> None:
    build_at(project)
    folder = project.state / "drawings"
    assert len(tree(folder)) == 5  # two of the crops are equal
    (project.root / "content/images/wave.png").unlink()
    write(project.root, {"content/articles/call.md": article("The call")})
    build_at(project)
    assert tree(folder) == {}
    assert not [name for name in public(project) if name.startswith("media/")]
