"""What a deploy is stopped for, in which words, and from which number on."""

import shutil
from pathlib import Path

import pytest

from generator.deploy.guards import Doubtful
from generator.deploy.record import HEAD
from tests.deploy.fake_store import FakeStore, How, Killed
from tests.deploy.kit import Newsroom, Site, assert_holds, later_site, page, shown, small_site

HINT = "\n  if that is meant, say so with --yes"


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "a", FakeStore())


def pages(number: int, text: str = "News.", start: int = 0) -> dict[str, str]:
    return {f"n/{each:03}/index.html": page(text=text) for each in range(start, start + number)}


def doubt(room: Newsroom, site: Site) -> str:
    """Return why a deploy was stopped; hold that nothing was done."""
    before = dict(room.store.files)
    with pytest.raises(Doubtful) as found:
        room.deploy(site)
    assert room.store.files == before
    text = str(found.value)
    assert text.startswith("nothing was deployed:\n  ")
    assert text.endswith(HINT)
    return text.removeprefix("nothing was deployed:\n  ").removesuffix(HINT)


def test_more_than_a_fifth_of_the_addresses_gone_is_doubtful(room: Newsroom) -> None:
    room.deploy(pages(10))
    room.deploy(pages(8))  # a fifth
    assert doubt(room, pages(6)) == "2 of 8 addresses would be gone: /n/006/, /n/007/"
    assert room.deploy(pages(6), yes=True).doubts == (
        "2 of 8 addresses would be gone: /n/006/, /n/007/",
    )


def test_of_many_addresses_five_are_named(room: Newsroom) -> None:
    room.deploy(pages(10))
    assert doubt(room, pages(5)).endswith(
        "would be gone: /n/005/, /n/006/, /n/007/, /n/008/, /n/009/"
    )
    assert doubt(room, {}) == (
        "10 of 10 addresses would be gone: /n/000/, /n/001/, /n/002/, /n/003/, /n/004/ ..."
    )


def test_pictures_that_go_are_not_doubtful(room: Newsroom) -> None:
    pictures = {f"media/{each}.jpg": "a picture" for each in range(50)}
    room.deploy({**pages(10), **pictures})
    assert len(room.deploy(pages(10)).changes.deletes) == 50


def test_the_parts_of_the_search_are_no_addresses(room: Newsroom) -> None:
    room.deploy({**pages(10), "pagefind/pagefind.en_1.pf_meta": "one"})
    room.deploy({**pages(10), "pagefind/pagefind.en_2.pf_meta": "two"})
    assert room.roll_back(yes=False).doubts == ()


def test_compressed_copies_are_no_addresses(room: Newsroom) -> None:
    copies = {
        f"{path}{ending}": text for path, text in pages(10).items() for ending in (".gz", ".br")
    }
    room.deploy({**pages(10), **copies})
    assert doubt(room, pages(7)).startswith("3 of 10 addresses")


def test_more_new_addresses_than_a_fifth_are_doubtful_but_ten_always_well(room: Newsroom) -> None:
    room.deploy(pages(1))
    room.deploy(pages(11))
    assert doubt(room, pages(22)).startswith("11 addresses would be new, beside 11: /n/011/,")
    room.deploy(pages(60), yes=True)
    room.deploy(pages(72))  # a fifth
    assert doubt(room, pages(87)).startswith("15 addresses would be new, beside 72:")


def test_a_first_deploy_may_be_of_any_size(room: Newsroom) -> None:
    assert room.deploy(pages(300)).doubts == ()


def test_a_way_back_that_brings_an_address_back_is_doubtful(room: Newsroom) -> None:
    room.deploy(pages(10))
    room.deploy(pages(9))
    with pytest.raises(Doubtful) as found:
        room.roll_back(yes=False)
    assert "\n  1 address would be back that is not public now: /n/009/\n" in str(found.value)


def test_a_way_back_to_other_texts_is_not_doubtful(room: Newsroom) -> None:
    room.deploy(pages(10, "wrong"))
    room.deploy(pages(10, "right"))
    assert room.roll_back(yes=False).number == 3
    assert_holds(room.store, pages(10, "wrong"))


class TestTwoNewsrooms:
    """A and B have the same articles; B deploys something, and A has not heard of it."""

    @pytest.fixture
    def other(self, room: Newsroom, tmp_path: Path) -> Newsroom:
        room.deploy(pages(20))
        other = Newsroom(tmp_path / "b", room.store)
        other.deploy(pages(20))
        return other

    def test_a_correction_is_not_taken_back(self, room: Newsroom, other: Newsroom) -> None:
        other.deploy({**pages(20), **pages(1, "Corrected.", start=7)})
        assert doubt(room, {**pages(20), **pages(1, "Edited.")}) == (
            "somebody else has deployed since this copy of the site did, and 1 address would be "
            "as before again: /n/007/: get their changes first"
        )

    def test_what_was_taken_down_does_not_come_back(self, room: Newsroom, other: Newsroom) -> None:
        other.deploy(pages(18))
        assert "2 addresses would be as before again: /n/018/, /n/019/: get" in doubt(
            room, pages(21)
        )

    def test_a_new_article_is_not_deleted(self, room: Newsroom, other: Newsroom) -> None:
        other.deploy(pages(21))
        assert "1 address would be as before again: /n/020/: get" in doubt(room, pages(20))

    def test_who_has_their_changes_deploys_at_once(self, room: Newsroom, other: Newsroom) -> None:
        theirs = {**pages(18), **pages(1, "Corrected.", start=7), **pages(1, start=30)}
        other.deploy(theirs)
        assert room.deploy({**theirs, **pages(1, "Edited.")}).doubts == ()
        assert other.deploy({**theirs, **pages(1, "Edited.")}).changes.is_empty

    def test_they_may_take_turns(self, room: Newsroom, other: Newsroom) -> None:
        site = pages(20)
        for number in range(4):
            site |= pages(1, f"Edit {number}", start=number)
            (room, other)[number % 2].deploy(site)
        assert_holds(room.store, site)

    def test_a_copy_of_a_whole_folder_is_another_copy_too(
        self, room: Newsroom, tmp_path: Path
    ) -> None:
        room.deploy(pages(20))
        shutil.copytree(room.folder, tmp_path / "c")
        copy = Newsroom(tmp_path / "c", room.store)
        room.deploy({**pages(20), **pages(1, "Corrected.", start=7)})
        assert "1 address would be as before again: /n/007/" in doubt(copy, pages(20))


def test_a_deploy_that_was_interrupted_at_its_end_is_not_somebody_elses(tmp_path: Path) -> None:
    for number in range(1, 40):
        room = Newsroom(tmp_path / str(number), FakeStore())
        room.deploy(small_site())
        room.store.requests, room.store.fail_at, room.store.how = 0, number, How.KILLED_AFTER
        try:
            room.deploy({**small_site(), "2025/12/zoo/index.html": page(text="Corrected.")})
        except Killed:
            room.store.fail_at = 0
            assert room.deploy(small_site()).doubts == ()
            assert_holds(room.store, small_site())


def test_a_record_that_was_removed_by_hand_is_nobody_elses_deploy(room: Newsroom) -> None:
    """As the message about a damaged one says. What is not wanted any more does not stay."""
    room.deploy(small_site())
    del room.store.files[HEAD]
    assert room.deploy(later_site()).doubts == ()
    assert shown(room.store) == later_site()
