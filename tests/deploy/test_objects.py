"""The files of deploys by digest: kept as links, and looked at again before each is sent."""

import gzip
import os
from pathlib import Path

import brotli
import pytest

from generator.building.publish import Written
from generator.deploy.compressing import compressed
from generator.deploy.objects import Objects
from generator.deploy.record import Deployed
from generator.deploy.target import DeployFailed
from generator.fingerprint import Digest, digest
from generator.paths import OutputPath

DATA = b"A page." * 100
NAME = digest(DATA)
PAGE = OutputPath("index.html")
DEPLOYED = Deployed(NAME, len(DATA), "text/html; charset=utf-8", "public")
LOST = (
    "index.html cannot be deployed: its file is lost, or not what it was when it was built; "
    "if it is of the last build, remove it there and build again"
)


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return Objects(tmp_path / "objects")


def keep(objects: Objects, root: Path) -> Path:
    root.mkdir(exist_ok=True)
    (root / PAGE).write_bytes(DATA)
    objects.keep(root, {PAGE: Written(NAME, len(DATA), 0)})
    return root / PAGE


def test_an_object_is_the_file_itself_and_stays_when_the_file_is_replaced(
    objects: Objects, tmp_path: Path
) -> None:
    file = keep(objects, tmp_path / "public")
    assert objects.file(NAME).samefile(file)
    (tmp_path / "new").write_bytes(b"another")
    (tmp_path / "new").replace(file)
    assert objects.read(NAME, PAGE) == DATA


def test_where_there_are_no_links_an_object_is_a_copy(
    objects: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    file = keep(objects, tmp_path / "public")
    assert not objects.file(NAME).samefile(file)
    assert objects.read(NAME, PAGE) == DATA


def test_a_file_that_was_edited_in_place_is_not_sent(objects: Objects, tmp_path: Path) -> None:
    file = keep(objects, tmp_path / "public")
    file.write_bytes(DATA.replace(b"A page", b"A pagE"))
    with pytest.raises(DeployFailed) as found:
        objects.parcel(PAGE, DEPLOYED)
    assert str(found.value) == LOST
    assert list(objects.names()) == []


def test_what_was_lost_is_kept_again(objects: Objects, tmp_path: Path) -> None:
    keep(objects, tmp_path / "public")
    objects.file(NAME).unlink()
    with pytest.raises(DeployFailed, match="lost, or not what it was"):
        objects.read(NAME, PAGE)
    keep(objects, tmp_path / "public")
    assert objects.parcel(PAGE, DEPLOYED).file.read_bytes() == DATA


@pytest.mark.parametrize("ending", [".gz", ".br"])
@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\0" * 30])
def test_a_damaged_copy_is_not_sent_and_made_again(
    ending: str, damage: bytes, objects: Objects, tmp_path: Path
) -> None:
    keep(objects, tmp_path / "public")
    copy = OutputPath(f"{PAGE}{ending}")
    deployed = compressed({PAGE: DEPLOYED}, objects)[copy]
    objects.file(deployed.digest).write_bytes(damage)
    with pytest.raises(DeployFailed, match="lost, or not what it was"):
        objects.parcel(copy, deployed)
    assert compressed({PAGE: DEPLOYED}, objects)[copy] == deployed
    assert objects.parcel(copy, deployed).deployed == deployed


def test_a_copy_of_another_text_is_damage_too(objects: Objects, tmp_path: Path) -> None:
    keep(objects, tmp_path / "public")
    compressed({PAGE: DEPLOYED}, objects)
    objects.file(Digest(f"{NAME}.gz")).write_bytes(gzip.compress(b"another"))
    objects.file(Digest(f"{NAME}.br")).write_bytes(brotli.compress(b"another"))
    for ending in (".gz", ".br"):
        with pytest.raises(DeployFailed):
            objects.read(Digest(f"{NAME}{ending}"), PAGE)


def test_only_what_is_needed_stays(objects: Objects, tmp_path: Path) -> None:
    keep(objects, tmp_path / "public")
    other = objects.put(digest(b"x"), b"x")
    assert {NAME, digest(b"x")} <= {*objects.names()}
    objects.prune([NAME])
    assert not other.exists()
    assert list(objects.names()) == [NAME]
    assert digest(b"x") not in {*objects.names()}


def test_what_an_interruption_left_is_no_object(objects: Objects, tmp_path: Path) -> None:
    keep(objects, tmp_path / "public")
    file = objects.file(NAME)
    file.rename(file.with_name(f"{NAME}~"))
    assert list(objects.names()) == []
    keep(objects, tmp_path / "public")
    assert list(objects.names()) == [NAME]


def test_compressed_copies_are_the_text_again_and_short_ones_and_pictures_have_none(
    objects: Objects, tmp_path: Path
) -> None:
    keep(objects, tmp_path / "public")
    picture = Deployed(digest(b"p" * 999), 999, "image/png", "public")
    small = Deployed(digest(b"s" * 255), 255, "text/html", "public")
    enough = Deployed(objects_put(objects, b"s" * 256), 256, "text/html", "public")
    wanted = {
        PAGE: DEPLOYED,
        OutputPath("a.png"): picture,
        OutputPath("small.html"): small,
        OutputPath("enough.html"): enough,
        OutputPath("_headers"): enough,
    }
    found = compressed(wanted, objects)
    assert {*found} - {*wanted} == {
        "index.html.gz", "index.html.br", "enough.html.gz", "enough.html.br"
    }  # fmt: skip
    for path, unpack in (("index.html.gz", gzip.decompress), ("index.html.br", brotli.decompress)):
        copy = found[OutputPath(path)]
        data = objects.read(copy.digest, PAGE)
        assert unpack(data) == DATA
        assert (copy.size, copy.type, copy.cache) == (
            len(data), "application/octet-stream", "public"
        )  # fmt: skip


def test_what_was_compressed_is_not_compressed_again(
    objects: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(objects, tmp_path / "public")
    first = compressed({PAGE: DEPLOYED}, objects)
    monkeypatch.setattr(gzip, "compress", None)
    monkeypatch.setattr(brotli, "compress", None)
    assert compressed({PAGE: DEPLOYED}, objects) == first


def objects_put(objects: Objects, data: bytes) -> Digest:
    objects.put(digest(data), data)
    return digest(data)
