"""What builds remember: a lost or damaged memory costs time, and nothing else."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from generator.building.memory.shelves import SHELVES, shelf_of
from generator.building.memory.store import Basis, Kept, LastMade, Made, Store
from generator.building.report import Reason, Report
from generator.building.staleness import stale
from generator.errors import ProblemsFound
from generator.fingerprint import Digest, Fingerprint, digest
from generator.model import OtherFile
from generator.paths import OutputPath, SourcePath
from generator.planning.outline import Outline
from generator.project import Project
from generator.reading.sources import Stamp, scan
from tests.site_kit import (
    NOW,
    Files,
    article,
    build_at,
    edit,
    png,
    problems_at,
    public,
    settled,
    site,
    stamps,
    tree,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

CONTENT: Files = {
    "content/articles/call.md": article("The call", "First.\n\nSecond.", tags="[Harbour]"),
    "content/articles/storm.md": article("The storm", "Third.", image="../images/wave.png"),
    "content/authors/ada-reed.md": "---\nname: Ada Reed\n---\nAda reports.\n",
    "content/images/wave.png": png("blue"),
}
DAMAGED = "the store of earlier builds was damaged: everything is made anew"
OTHER_VERSION = (
    "the store of earlier builds is of another version of Broadsheet: everything is made anew"
)
PATH = SourcePath("content/a.pdf")
CALL = SourcePath("content/articles/call.md")
KEPT = Kept(Stamp(1, 1, 2, 3), Digest("4"), OtherFile(PATH, Digest("5")))
BASIS = Basis("g", "s", "l", Fingerprint("r"))
INDEX = OutputPath("index.html")


def made(name: str) -> Made:
    return Made(BASIS, Digest(name), "because", Outline(INDEX, lastmod=NOW))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, quick_disk: None) -> Project:  # noqa: ARG001
    project = site(tmp_path_factory.mktemp("built"), CONTENT)
    build_at(project)
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    """Return a copy of a built site, in which a fault can be put."""
    root = tmp_path / "site"
    shutil.copytree(built.root, root)
    return Project(root, root / "layouts")


def file_of(project: Project) -> Path:
    return project.state / "store.sqlite"


def changed(project: Project, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(file_of(project))) as database, database:
        assert database.execute(statement, values).rowcount > 0


def survives(project: Project, before: dict[str, bytes]) -> Report:
    """Build as if files were settled; the result is what it was, with one notice at the most.

    What is found to be damaged late costs the next build its time too, and never the one after.
    """
    first, second, third = (build_at(project, clock_ns=settled()) for _ in range(3))
    assert public(project) == before
    assert len(first.notices) <= 1
    assert (second.written, second.removed, second.notices) == ((), (), ())
    assert (third.read, third.rendered, third.notices) == (0, {}, ())
    return first


# What is lost


def test_deleting_the_store_changes_nothing_but_time(project: Project) -> None:
    before = stamps(project.public)
    file_of(project).unlink()
    report = survives(project, public(project))
    assert (report.read, report.written, report.notices) == (len(CONTENT), (), ())
    assert set(report.rendered.values()) == {Reason.NEW}
    assert stamps(project.public) == before


def test_deleting_all_that_builds_remember_changes_nothing_but_time(project: Project) -> None:
    before = stamps(project.public)
    shutil.rmtree(project.state)
    report = survives(project, public(project))
    assert (report.read, report.written, report.removed) == (len(CONTENT), (), ())
    assert set(report.rendered) == set(report.outputs)
    assert stamps(project.public) == before


def test_without_memory_an_output_that_is_not_as_planned_is_made_again(project: Project) -> None:
    before = public(project)
    shutil.rmtree(project.state)
    (project.public / "index.html").write_text("old")
    (project.public / "404.html").unlink()
    (project.public / "feed.xml").unlink()
    (project.public / "feed.xml").symlink_to(project.root / "site.toml")
    report = survives(project, before)
    assert set(report.written) == {"index.html", "404.html", "feed.xml"}
    assert not (project.public / "feed.xml").is_symlink()


def test_a_lost_manifest_alone_is_made_again_from_what_stands_there(project: Project) -> None:
    before = stamps(project.public)
    shutil.rmtree(project.state / "outputs")
    report = build_at(project, clock_ns=settled())
    assert (report.read, report.rendered, report.written) == (0, {}, ())
    assert (project.state / "outputs/public/manifest.json").is_file()
    assert stamps(project.public) == before


def test_without_memory_an_output_that_is_no_longer_planned_is_a_stranger(
    project: Project,
) -> None:
    before = public(project)
    shutil.rmtree(project.state)
    (project.root / "content/articles/storm.md").unlink()
    (problem,) = problems_at(project)
    assert "got one that holds 2025/11/storm/index.html" in problem.message
    assert public(project) == before


def test_lost_bodies_are_read_again_and_nothing_else(project: Project) -> None:
    before = public(project)
    changed(project, "DELETE FROM bodies")
    write(project.root, {"layouts/article.html": "{{ page.body|html }}"})
    report = build_at(project, clock_ns=settled())
    assert report.read == 0
    assert set(report.rendered) == {"2025/11/call/index.html", "2025/11/storm/index.html"}
    assert public(project)["2025/11/call/index.html"] == b"<p>First.</p>\n<p>Second.</p>\n"
    assert public(project)["feed.xml"] == before["feed.xml"]


def test_a_lost_body_whose_file_changed_meanwhile_is_a_problem(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changing(*arguments: object) -> object:
        edit(project, "content/articles/call.md", "First.", "Secret.")
        return stale(*arguments)  # type: ignore[arg-type]

    changed(project, "DELETE FROM bodies")
    write(project.root, {"layouts/article.html": "{{ page.body|html }}"})
    monkeypatch.setattr("generator.building.pipeline.stale", changing)
    before = public(project)
    with pytest.raises(ProblemsFound, match="changed during the build"):
        build_at(project, clock_ns=settled())
    assert public(project) == before


def test_many_lost_bodies_cost_one_scan(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    scans: list[Path] = []

    def counted(root: Path) -> object:
        scans.append(root)
        return scan(root)

    changed(project, "DELETE FROM bodies")
    write(project.root, {"layouts/article.html": "{{ page.body|html }}"})
    monkeypatch.setattr("generator.building.gathering.scan", counted)
    build_at(project, clock_ns=settled())
    assert len(scans) == 1  # beside the one with which every build begins


ROOMS = {"readings": "room = 'readings'", "outputs": "room = 'outputs public'"}


@pytest.mark.parametrize("statement", [
    *(f"DELETE FROM shelves WHERE {room}" for room in ROOMS.values()), "DELETE FROM bodies",
    "DELETE FROM builds",
])  # fmt: skip
def test_what_was_emptied_is_a_miss(project: Project, statement: str) -> None:
    changed(project, statement)
    survives(project, public(project))


def test_a_lost_row_is_a_miss_of_that_row_alone(project: Project) -> None:
    for room, key in zip(ROOMS.values(), (CALL, "feed.xml"), strict=True):
        changed(project, f"DELETE FROM shelves WHERE {room} AND shelf = ?", shelf_of(key))
    report = survives(project, public(project))
    assert report.read == 1
    assert dict(report.rendered) == {"feed.xml": Reason.NEW}


# What is damaged


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("shelves", "record", b"\x00"),
        ("shelves", "record", None),
        ("shelves", "record", "text"),
        ("shelves", "checksum", "0"),
        ("shelves", "checksum", None),
        ("bodies", "html", b"<p>Injected.</p>"),
        ("bodies", "html", b"\xff\xfe"),
        ("bodies", "html", "text"),
        ("builds", "record", b"\x00"),
        ("builds", "checksum", "0"),
    ],
)
def test_a_value_that_was_changed_is_a_miss(
    project: Project, table: str, column: str, value: object
) -> None:
    before = public(project)
    changed(project, f"UPDATE {table} SET {column} = ?", value)
    write(project.root, {"layouts/article.html": "{{ page.body|html }}"})
    build_at(project, clock_ns=settled())
    assert not any(b"Injected" in data for data in public(project).values())
    assert public(project)["2025/11/storm/index.html"] == b"<p>Third.</p>\n"
    (project.root / "layouts/article.html").unlink()
    shutil.copy(
        project.root / "layouts/page.html", project.root / "layouts/article.html"
    )  # the two are alike
    assert survives(project, before).notices == ()


def test_what_stands_on_another_shelf_than_it_was_put_is_a_miss(project: Project) -> None:
    changed(project, "UPDATE shelves SET shelf = shelf + ?", SHELVES)
    assert survives(project, public(project)).read == len(CONTENT)


def test_a_record_of_another_build_is_no_proof(project: Project) -> None:
    old = public(project)
    query = "SELECT record, checksum, shelf FROM shelves WHERE room = 'outputs public'"
    with closing(sqlite3.connect(file_of(project))) as database:
        records = database.execute(query).fetchall()
    edit(project, "content/articles/call.md", "First.", "Other.")
    build_at(project)
    edit(project, "content/articles/call.md", "Other.", "First.")
    statement = (
        "UPDATE shelves SET record = ?, checksum = ? WHERE room = 'outputs public' AND shelf = ?"
    )
    with closing(sqlite3.connect(file_of(project))) as database, database:
        database.executemany(statement, records)
    build_at(project)
    assert public(project) == old


def overwritten(_: bytes) -> bytes:
    return b"This is no database." * 500


def emptied(_: bytes) -> bytes:
    return b""


def halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def headless(data: bytes) -> bytes:
    return bytes(100) + data[100:]


def zeroed(data: bytes) -> bytes:
    return data[:4096] + bytes(len(data) - 4096)


@pytest.mark.parametrize("damage", [overwritten, emptied, halved, headless, zeroed])
def test_a_damaged_file_is_set_aside_with_one_line_at_the_most(
    project: Project, damage: Callable[[bytes], bytes]
) -> None:
    file = file_of(project)
    file.write_bytes(damage(file.read_bytes()))
    report = survives(project, public(project))
    assert report.notices in ((), (DAMAGED,))


def test_what_was_damaged_is_kept_for_whoever_asks(project: Project) -> None:
    file_of(project).write_bytes(b"This is no database." * 500)
    assert survives(project, public(project)).notices == (DAMAGED,)
    assert (project.state / "store.damaged").read_bytes() == b"This is no database." * 500


def test_a_store_of_another_schema_is_set_aside(project: Project) -> None:
    changed(project, "UPDATE facts SET value = '99' WHERE name = 'schema'")
    assert survives(project, public(project)).notices == (OTHER_VERSION,)


def test_a_store_with_other_columns_is_set_aside(project: Project) -> None:
    changed_schema = "ALTER TABLE shelves RENAME COLUMN record TO receipt"
    with closing(sqlite3.connect(file_of(project))) as database:
        database.execute(changed_schema)
        database.execute("ALTER TABLE shelves ADD COLUMN more TEXT")
        database.commit()
    report = survives(project, public(project))
    assert report.notices in ((), (DAMAGED,))


@pytest.mark.parametrize("seed", range(25))
def test_flipped_bits_never_reach_an_output(project: Project, seed: int) -> None:
    chance = random.Random(seed)
    file = file_of(project)
    data = bytearray(file.read_bytes())
    for _ in range(chance.choice([1, 10, 200])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)
    before = public(project)
    edit(project, "layouts/parts/foot.html", "footer", "section")
    first = build_at(project, clock_ns=settled())
    assert len(first.notices) <= 1
    edit(project, "layouts/parts/foot.html", "section", "footer")
    build_at(project, clock_ns=settled())
    assert public(project) == before


@pytest.mark.parametrize("at", range(0, 40_000, 3_571))
def test_a_truncated_store_never_reaches_an_output(project: Project, at: int) -> None:
    file = file_of(project)
    file.write_bytes(file.read_bytes()[:at])
    survives(project, public(project))


def test_the_journal_of_another_database_is_harmless(project: Project) -> None:
    (project.state / "store.sqlite-journal").write_bytes(random.Random(1).randbytes(5000))
    survives(project, public(project))


# Who else is there


def test_a_store_that_is_busy_is_not_taken_for_damaged(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sqlite3.connect

    def impatient(name: str, **options: object) -> sqlite3.Connection:
        return real(name, timeout=0, **options)  # type: ignore[call-overload, no-any-return]

    before = public(project)
    edit(project, "content/articles/call.md", "title: The call", "title: The  call")
    with closing(real(file_of(project))) as other:
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr("sqlite3.connect", impatient)
        report = build_at(project)
        assert report.notices != (DAMAGED,)
        assert len(report.notices) == 1
        other.rollback()
    assert public(project) == before
    assert not (project.state / "store.damaged").exists()
    assert build_at(project).notices == ()


# What is kept


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "store.sqlite")) as opened:
        yield opened


def test_readings_come_back_as_they_were_kept(store: Store) -> None:
    store.keep_readings({PATH: KEPT})
    assert store.readings() == {PATH: KEPT}
    store.keep_readings({}, [PATH])
    assert store.readings() == {}


def test_much_more_is_kept_than_there_are_shelves(store: Store) -> None:
    paths = [SourcePath(f"content/{number}.pdf") for number in range(3 * SHELVES)]
    readings = {path: Kept(KEPT.stamp, digest(path.encode()), KEPT.content) for path in paths}
    store.keep_readings(readings)
    store.keep_readings({paths[7]: KEPT})
    store.keep_readings({}, paths[::2])
    expected = {**readings, paths[7]: KEPT}
    assert store.readings() == {path: expected[path] for path in paths[1::2]}


@pytest.mark.parametrize("inode", [0, 2**63 - 1, 2**63, 2**64 - 1])
def test_an_inode_of_any_size_is_kept(store: Store, inode: int) -> None:
    kept = Kept(Stamp(1, 1, 2, inode), Digest("4"), KEPT.content)
    store.keep_readings({PATH: kept})
    assert store.readings() == {PATH: kept}


def test_bodies_come_back_by_their_digest(store: Store) -> None:
    texts = [f"<p>{number} é</p>" for number in range(1203)]
    bodies = {digest(text.encode()): text for text in texts}
    store.keep_bodies(bodies)
    assert store.bodies(bodies.keys()) == bodies
    first = next(iter(bodies))
    store.keep_only_bodies([first])
    assert store.bodies(bodies.keys()) == {first: bodies[first]}


def test_outputs_are_kept_for_each_target_apart(store: Store) -> None:
    one, two = made("1"), made("2")
    store.keep_outputs("one", {INDEX: one})
    store.keep_outputs("two", {INDEX: two})
    assert (store.outputs("one"), store.outputs("two")) == ({INDEX: one}, {INDEX: two})
    store.keep_outputs("one", {}, [INDEX])
    assert (store.outputs("one"), store.outputs("two")) == ({}, {INDEX: two})


def test_how_all_outputs_were_made_is_loaded_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.keep_outputs("public", {INDEX: made("1")})
    last = LastMade(store, "public")
    assert last.some([INDEX]) == last.all() == {INDEX: made("1")}
    monkeypatch.setattr(Store, "outputs", lambda *_: {})
    assert last.some([INDEX]) == last.all() == {INDEX: made("1")}


def test_what_was_not_committed_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    for commits, expected in ((False, {}), (True, {PATH: KEPT})):
        with closing(Store(path)) as store:
            store.keep_readings({PATH: KEPT})
            if commits:
                store.commit()
        with closing(Store(path)) as store:
            assert store.readings() == expected


def test_other_code_forgets_what_was_read_and_keeps_how_outputs_were_made(store: Store) -> None:
    outputs = {INDEX: made("1")}
    store.begin(Fingerprint("one"))
    store.keep_readings({PATH: KEPT})
    store.keep_bodies({digest(b"x"): "x"})
    store.keep_outputs("public", outputs)
    store.begin(Fingerprint("one"))
    assert store.readings() == {PATH: KEPT}
    store.begin(Fingerprint("two"))
    assert (store.readings(), store.bodies([digest(b"x")])) == ({}, {})
    assert store.outputs("public") == outputs


def test_a_store_without_a_file_writes_none(tmp_path: Path) -> None:
    with closing(Store(None)) as store:
        store.keep_readings({PATH: KEPT})
        assert store.readings() == {PATH: KEPT}
    assert tree(tmp_path) == {}


def test_nothing_of_an_article_that_is_gone_stays_in_the_store(project: Project) -> None:
    edit(project, "content/articles/storm.md", "Third.", "Canary")
    build_at(project)
    (project.root / "content/articles/storm.md").unlink()
    build_at(project)
    with closing(sqlite3.connect(file_of(project))) as database:
        bodies = [bytes(html) for (html,) in database.execute("SELECT html FROM bodies")]
        records = [bytes(record) for (record,) in database.execute("SELECT record FROM shelves")]
        kept = [bytes(record) for (record,) in database.execute("SELECT record FROM builds")]
    assert not any(b"Canary" in html for html in bodies)
    assert any(CALL.encode() in record for record in records)
    assert not any(b"storm" in record for record in (*records, *kept))
