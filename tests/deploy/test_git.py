"""Deploying to a branch of a git repository."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.deploy.kinds import git_branch
from generator.deploy.kinds.git import Served, Session, target
from generator.deploy.kinds.git_address import EXAMPLE
from generator.deploy.record import HEAD, Deployed, Head, written_head
from generator.deploy.target import DeployFailed, Means, Parcel, TargetMoved
from generator.errors import UsageError
from generator.fingerprint import Digest, digest
from generator.paths import OutputPath
from tests.deploy.git_host import (
    BRANCH,
    PASSWORD,
    VARIABLE,
    files_of,
    git,
    git_host,
    git_http_host,
    new_repository,
    plain_environment,
)
from tests.deploy.hosts import Host

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not shutil.which("git"), reason="scripts stand in for git and ssh"
)
ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2025, 11, 20, 9, 30, tzinfo=UTC)
PATHS = (
    "index.html",
    "a page/with spaces.html",
    "2025/año/niño.html",
    "日本/記事.html",
    "100%/a+b#c.html",
    ".well-known/security.txt",
    "_private/[brackets]/{braces}.html",
    "quote'and\"double.html",
    "-dash/--option",
    "tab\there.txt",
)


@dataclass(frozen=True)
class Newsroom:
    """A copy of a site, with the objects that it would send."""

    folder: Path
    to: str
    environment: Mapping[str, str] = field(default_factory=plain_environment)
    take_over: bool = False

    @property
    def target(self) -> Served:
        site = self.folder / "site"
        site.mkdir(parents=True, exist_ok=True)
        memory = self.folder / "memory"
        return target(self.to, Means("live", site, memory, self.environment, NOW, self.take_over))

    @property
    def repository(self) -> Path:
        return self.folder / "memory" / "repository.git"

    def deploy(self, files: Mapping[str, bytes], *removals: str, number: int = 1) -> list[str]:
        """Deploy, onto what is there, and return what was told to have arrived."""
        arrived: list[str] = []
        with self.target.session() as session:
            session.begin(session.read(HEAD) or b"", [OutputPath(path) for path in files])
            session.send(self.parcels(files), lambda parcel: arrived.append(parcel.path))
            self.finish(session, *removals, number=number)
        return arrived

    def finish(self, session: Session, *removals: str, number: int = 1) -> None:
        session.finish(self.record(number), [OutputPath(path) for path in removals])

    def parcels(self, files: Mapping[str, bytes]) -> list[Parcel]:
        return [self.parcel(path, data) for path, data in files.items()]

    def record(self, number: int) -> list[Parcel]:
        return [self.parcel(HEAD, head(number))]

    def parcel(self, path: str, data: bytes) -> Parcel:
        name = digest(data)
        file = self.folder / "objects" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return Parcel(OutputPath(path), file, Deployed(name, len(data), "text/html", ""))


def head(number: int) -> bytes:
    return written_head(Head(1, number, NOW, "me", "https://courier.example", Digest("")))


def with_record(files: Mapping[str, bytes], number: int = 1) -> dict[str, bytes]:
    return {**files, ".nojekyll": b"", HEAD: head(number)}


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with git_host(tmp_path / "host") as found:
        yield found


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return tmp_path / "host" / "bare.git"


@pytest.fixture
def newsroom(tmp_path: Path, host: Host) -> Newsroom:
    return Newsroom(tmp_path / "one", host.to)


@pytest.fixture
def another(tmp_path: Path, host: Host) -> Newsroom:
    return Newsroom(tmp_path / "two", host.to)


def commits(bare: Path) -> list[str]:
    return git("rev-list", BRANCH, at=bare).decode().split()


def put_by_others(bare: Path, files: Mapping[str, bytes], *, parent: str = "") -> str:
    """Commit files to the branch, as its host's settings page does; return the commit."""
    entries = []
    for path, data in files.items():
        name = git("hash-object", "-w", "--stdin", at=bare, given=data).decode().strip()
        entries.append(f"100644 blob {name}\t{path}")
    tree = git("mktree", at=bare, given="\n".join(entries).encode()).decode().strip()
    above = ("-p", parent) if parent else ()
    commit = git("commit-tree", tree, *above, "-m", "by others", at=bare).decode().strip()
    git("update-ref", f"refs/heads/{BRANCH}", commit, at=bare)
    return commit


def test_what_is_deployed_is_what_readers_see(newsroom: Newsroom, host: Host) -> None:
    files = {path: f"<p>{path}".encode() for path in PATHS}
    assert newsroom.deploy(files) == list(PATHS)
    assert host.read() == with_record(files)


def test_nothing_is_seen_before_the_end(newsroom: Newsroom, host: Host) -> None:
    with newsroom.target.session() as session:
        session.begin(b"", [])
        session.send(newsroom.parcels({"index.html": b"new"}), lambda _: None)
        assert host.read() == {}
        newsroom.finish(session)
    assert host.read() == with_record({"index.html": b"new"})


def test_a_session_reads_what_stands_there(newsroom: Newsroom, another: Newsroom) -> None:
    newsroom.deploy({path: path.encode() for path in PATHS})
    for who in (newsroom, another):
        with who.target.session() as session:
            assert session.read(HEAD) == head(1)
            for path in PATHS:
                assert session.read(OutputPath(path)) == path.encode()
            for path in ("missing.html", "a page", "index.html/below", "two\nlines"):
                assert session.read(OutputPath(path)) is None


def test_an_empty_repository_has_nothing_to_read(newsroom: Newsroom) -> None:
    with newsroom.target.session() as session:
        assert session.read(HEAD) is None
        assert not session.uncertain()


def test_a_file_of_equal_size_and_time_is_replaced(newsroom: Newsroom, host: Host) -> None:
    newsroom.deploy({"index.html": b"one"})
    parcel = newsroom.parcel("index.html", b"two")
    os.utime(parcel.file, ns=(0, 0))
    newsroom.deploy({"index.html": b"two"}, number=2)
    assert host.read() == with_record({"index.html": b"two"}, 2)


def test_files_are_sent_byte_for_byte_whatever_is_set(tmp_path: Path, host: Host) -> None:
    config, attributes = tmp_path / "config", tmp_path / "attributes"
    attributes.write_text("* text eol=crlf filter=shout ident\n", "utf-8")
    config.write_text(
        "[core]\nautocrlf = true\nsafecrlf = true\n"
        f"attributesFile = {attributes}\nhooksPath = {tmp_path / 'hooks'}\n"
        '[filter "shout"]\nclean = tr a-z A-Z\nrequired = true\n'
        "[commit]\ngpgSign = true\n[push]\ngpgSign = true\n"
        "[push]\nfollowTags = true\npushOption = ci.skip\n"
        "[user]\nname = Anna\nemail = anna@example.org\nsigningKey = none\n"
        "[i18n]\ncommitEncoding = ISO-8859-1\n[pack]\npackSizeLimit = 1m\n"
        "[safe]\nbareRepository = explicit\n[fetch]\nprune = true\nfsckObjects = true\n",
        "utf-8",
    )
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-push", "post-index-change"):
        (hooks / name).write_text("#!/bin/sh\nexit 1\n", "utf-8")
        (hooks / name).chmod(0o755)
    environment = {**plain_environment(), "GIT_CONFIG_GLOBAL": str(config)}
    newsroom = Newsroom(tmp_path / "one", host.to, environment)
    files = {"unix.txt": b"a $Id$\n", "windows.txt": b"a\r\nb\r\n", "mixed.txt": b"a\r\nb\n\xff\0"}
    newsroom.deploy(files)
    newsroom.deploy({"unix.txt": b"b\n"}, number=2)
    assert host.read() == with_record({**files, "unix.txt": b"b\n"}, 2)


def test_a_commit_has_no_past_and_says_nothing_of_people(newsroom: Newsroom, bare: Path) -> None:
    newsroom.deploy({"index.html": b"withdrawn"})
    newsroom.deploy({"index.html": b"new"}, number=2)
    assert len(commits(bare)) == 1
    _, _, about = git("cat-file", "commit", BRANCH, at=bare).decode().partition("\n")
    who = f"Broadsheet <noreply@broadsheet.invalid> {int(NOW.timestamp())} +0000"
    assert about == f"author {who}\ncommitter {who}\n\nDeploy 2\n"


def test_equal_deploys_make_equal_commits(tmp_path: Path, newsroom: Newsroom, bare: Path) -> None:
    newsroom.deploy({"index.html": b"one"})
    other = new_repository(tmp_path / "other.git")
    Newsroom(tmp_path / "three", f"git:{other}").deploy({"index.html": b"one"})
    assert commits(bare) == commits(other)


def test_paths_are_removed_those_that_are_not_there_too(newsroom: Newsroom, host: Host) -> None:
    newsroom.deploy({"old/index.html": b"old", "index.html": b"one"})
    newsroom.deploy({}, "old/index.html", "never/there.html", "old", number=2)
    assert host.read() == with_record({"index.html": b"one"}, 2)


def test_a_file_becomes_a_folder_and_back(newsroom: Newsroom, host: Host) -> None:
    newsroom.deploy({"about": b"file", "team/index.html": b"folder"})
    swapped = {"about/index.html": b"folder", "team": b"file"}
    newsroom.deploy(swapped, "about", "team/index.html", number=2)
    assert host.read() == with_record(swapped, 2)


def test_files_of_others_stay(newsroom: Newsroom, host: Host, bare: Path) -> None:
    put_by_others(bare, {"CNAME": b"courier.example\n", "README.md": b"pages"})
    newsroom.deploy({"index.html": b"one"})
    assert host.read() == with_record(
        {"index.html": b"one", "CNAME": b"courier.example\n", "README.md": b"pages"}
    )


def test_a_history_of_others_ends_only_when_somebody_says_so(
    newsroom: Newsroom, host: Host, bare: Path
) -> None:
    second = put_by_others(bare, {"index.html": b"2"}, parent=put_by_others(bare, {"a": b"1"}))
    with pytest.raises(DeployFailed, match=r"has a history.*--take-over"):
        newsroom.deploy({"index.html": b"one"})
    assert commits(bare)[0] == second
    replace(newsroom, take_over=True).deploy({"index.html": b"one"})
    assert host.read() == with_record({"index.html": b"one"})


def test_a_rehearsal_refuses_a_branch_as_the_deploy_would(newsroom: Newsroom, bare: Path) -> None:
    put_by_others(bare, {"index.html": b"2"}, parent=put_by_others(bare, {"a": b"1"}))
    with newsroom.target.session() as session, pytest.raises(DeployFailed, match="has a history"):
        session.read(HEAD)
    with replace(newsroom, take_over=True).target.session() as session:
        assert session.read(HEAD) is None
    put_by_others(bare, {"site.toml": b""})
    with newsroom.target.session() as session, pytest.raises(UsageError, match="a site's sources"):
        session.read(HEAD)


def test_sources_are_never_replaced(newsroom: Newsroom, bare: Path) -> None:
    mine = put_by_others(bare, {"site.toml": b"", "README.md": b""})
    with pytest.raises(UsageError, match="holds a site's sources"):
        replace(newsroom, take_over=True).deploy({"index.html": b"one"})
    assert commits(bare) == [mine]


def test_jekyll_is_switched_off_where_the_site_does_not_say_so(
    newsroom: Newsroom, host: Host
) -> None:
    newsroom.deploy({".nojekyll": b"mine"})
    assert host.read() == with_record({}) | {".nojekyll": b"mine"}
    newsroom.deploy({}, ".nojekyll", number=2)
    assert host.read() == with_record({}, 2)


def test_somebody_who_was_first_is_seen_at_the_beginning(
    newsroom: Newsroom, another: Newsroom, host: Host
) -> None:
    with newsroom.target.session() as session:
        another.deploy({"index.html": b"theirs"})
        with pytest.raises(TargetMoved):
            session.begin(b"", [])
        assert session.read(HEAD) == head(1)  # so it can go on from there
        session.begin(head(1), [])
        newsroom.finish(session, number=2)
    assert host.read() == with_record({"index.html": b"theirs"}, 2)


def test_somebody_who_was_first_is_seen_at_the_end(
    newsroom: Newsroom, another: Newsroom, host: Host
) -> None:
    with newsroom.target.session() as session:
        session.begin(b"", [])
        session.send(newsroom.parcels({"index.html": b"mine"}), lambda _: None)
        another.deploy({"index.html": b"theirs"})
        with pytest.raises(TargetMoved, match="nothing was changed"):
            newsroom.finish(session)
    assert host.read() == with_record({"index.html": b"theirs"})
    newsroom.deploy({"index.html": b"mine"}, number=2)
    assert host.read() == with_record({"index.html": b"mine"}, 2)


def test_a_record_that_is_not_what_was_read_is_a_target_that_moved(newsroom: Newsroom) -> None:
    newsroom.deploy({})
    with newsroom.target.session() as session, pytest.raises(TargetMoved):
        session.begin(head(7), [])


def test_machines_take_turns(newsroom: Newsroom, another: Newsroom, host: Host) -> None:
    files = {f"{number}.html": f"{number}".encode() for number in range(6)}
    newsroom.deploy(files)
    for number in range(2, 6):
        who = another if number % 2 else newsroom
        files[f"{number}.html"] = b"corrected"
        who.deploy({f"{number}.html": b"corrected"}, number=number)
        assert host.read() == with_record(files, number)


def test_what_was_taken_back_long_ago_can_come_again(
    newsroom: Newsroom, host: Host, bare: Path
) -> None:
    """The host has removed the file by then, so it must be sent again."""
    newsroom.deploy({"index.html": b"first", "kept.html": b"kept"})
    newsroom.deploy({"index.html": b"second"}, number=2)
    git("gc", "--prune=now", "--quiet", at=bare)
    newsroom.deploy({"index.html": b"first"}, number=3)
    assert host.read() == with_record({"index.html": b"first", "kept.html": b"kept"}, 3)
    git("fsck", "--full", at=bare)


def test_three_hundred_files_arrive(newsroom: Newsroom, host: Host) -> None:
    files = {f"{number % 7}/{number}.html": b"%d" % number for number in range(300)}
    assert len(newsroom.deploy(files)) == 300
    assert host.read() == with_record(files)


def test_a_large_file_arrives(newsroom: Newsroom, host: Host) -> None:
    film = bytes(range(256)) * (20 * 4096)
    newsroom.deploy({"film.mp4": film})
    assert host.read()["film.mp4"] == film


def test_only_what_has_changed_is_sent(newsroom: Newsroom, bare: Path) -> None:
    newsroom.deploy({f"{number}/index.html": b"%d" % number for number in range(300)})
    git("repack", "-adq", at=bare)
    newsroom.deploy({"7/index.html": b"corrected"}, number=2)
    counted = git("count-objects", "-v", at=bare).decode()
    # Two files, the trees of both and the root, and the commit: nothing else came.
    assert "count: 6\n" in counted


def test_nothing_is_fetched_but_the_record(
    newsroom: Newsroom, another: Newsroom, host: Host
) -> None:
    files = {f"{number}.html": os.urandom(10_000) for number in range(40)}
    newsroom.deploy(files)
    another.deploy({"0.html": b"corrected"}, number=2)
    assert host.read() == with_record({**files, "0.html": b"corrected"}, 2)
    assert size_of(another.repository) < 40_000


def test_what_is_remembered_stays_small(newsroom: Newsroom) -> None:
    for number in range(1, 6):
        newsroom.deploy({"film.mp4": os.urandom(200_000)}, number=number)
    assert size_of(newsroom.repository) < 40_000


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def test_memory_may_be_lost(newsroom: Newsroom, host: Host) -> None:
    newsroom.deploy({"index.html": b"one", "kept.html": b"kept"})
    shutil.rmtree(newsroom.folder / "memory")
    newsroom.deploy({"index.html": b"two"}, number=2)
    assert host.read() == with_record({"index.html": b"two", "kept.html": b"kept"}, 2)


@pytest.mark.parametrize(
    "what", ["*", "objects/pack/*.pack", "objects/pack/*.idx", "HEAD", "config"]
)
@pytest.mark.parametrize("how", ["cut", "garbled", "gone"])
def test_memory_may_be_damaged(newsroom: Newsroom, host: Host, what: str, how: str) -> None:
    newsroom.deploy({"index.html": b"one", "kept.html": b"kept", "deep/er.html": b"kept"})
    for file in [each for each in newsroom.repository.glob(what) if each.is_file()]:
        data = file.read_bytes()
        file.unlink()
        if how != "gone":
            file.write_bytes(data[: len(data) // 2] if how == "cut" else bytes(len(data)))
    newsroom.deploy({"index.html": b"two"}, number=2)
    files = {"index.html": b"two", "kept.html": b"kept", "deep/er.html": b"kept"}
    assert host.read() == with_record(files, 2)


def test_a_host_that_sends_only_whole_branches_will_do(
    newsroom: Newsroom, another: Newsroom, host: Host, bare: Path
) -> None:
    git("config", "uploadpack.allowFilter", "false", at=bare)
    git("config", "uploadpack.allowAnySHA1InWant", "false", at=bare)
    newsroom.deploy({"index.html": b"one", "kept.html": b"kept"})
    another.deploy({"index.html": b"two"}, number=2)
    newsroom.deploy({"more.html": b"more"}, number=3)
    files = {"index.html": b"two", "kept.html": b"kept", "more.html": b"more"}
    assert host.read() == with_record(files, 3)


INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from tests.deploy.test_git import Newsroom
newsroom = Newsroom(Path(sys.argv[1]), sys.argv[2])
newsroom.environment["PATH"] = sys.argv[3]
files = {f"{n}.html": b"%d" % n for n in range(60)}
left = int(sys.argv[4])
def done(parcel):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
with newsroom.target.session() as session:
    session.begin(b"", list(files))
    session.send(newsroom.parcels(files), done)
    newsroom.finish(session)
"""


def interrupt(newsroom: Newsroom, after: int = 30) -> None:
    """Begin a deploy of sixty files in another process, which is killed after some."""
    path = newsroom.environment["PATH"]
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, newsroom.folder, newsroom.to, path, str(after)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL


def test_a_deploy_goes_on_where_it_was_killed(newsroom: Newsroom, host: Host) -> None:
    interrupt(newsroom)
    assert host.read() == {}
    stored = set(newsroom.repository.glob("objects/??/*"))
    assert len(stored) >= 30
    with newsroom.target.session():
        assert set(newsroom.repository.glob("objects/??/*")) == stored
    files = {f"{number}.html": b"%d" % number for number in range(60)}
    newsroom.deploy(files)
    assert host.read() == with_record(files)


def test_what_a_power_failure_has_cut_is_not_built_on(newsroom: Newsroom, host: Host) -> None:
    interrupt(newsroom)
    for file in newsroom.repository.glob("objects/??/*"):
        file.chmod(0o644)
        file.write_bytes(b"")
    (newsroom.repository / "wanted.lock").write_bytes(b"")
    files = {f"{number}.html": b"%d" % number for number in range(60)}
    newsroom.deploy(files)
    assert host.read() == with_record(files)


def with_git(newsroom: Newsroom, script: str) -> Newsroom:
    """Return the newsroom, with a program for git that a script stands in for."""
    folder = newsroom.folder / "bin"
    folder.mkdir(parents=True)
    program = folder / "git"
    program.write_text(f"#!/bin/sh\nreal={shutil.which('git')}\n{script}\n", "utf-8")
    program.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return replace(newsroom, environment={**newsroom.environment, "PATH": path})


PUSHES = 'case " $* " in *" push "*)'
ELSE = ';; esac\nexec $real "$@"'
HUNG_UP = f'echo "fatal: hung up" >&2; exit 128{ELSE}'


@pytest.mark.parametrize(
    ("script", "seen"), [("kill -9 $PPID; exit 1", 0), ('$real "$@"; kill -9 $PPID', 62)]
)
def test_a_deploy_that_was_killed_at_its_push_can_go_on(
    newsroom: Newsroom, host: Host, script: str, seen: int
) -> None:
    interrupt(with_git(newsroom, f"{PUSHES} {script}{ELSE}"), after=61)
    assert len(host.read()) == seen
    files = {f"{number}.html": b"%d" % number for number in range(60)}
    newsroom.deploy(files if not seen else {"0.html": b"corrected"}, number=2)
    files["0.html"] = b"corrected" if seen else b"0"
    assert host.read() == with_record(files, 2)


def test_a_line_cut_after_the_push_is_no_failure(newsroom: Newsroom, host: Host) -> None:
    cut = with_git(
        newsroom,
        f'{PUSHES} $real "$@"; echo "fatal: hung up" >&2; exit 128;; esac\nexec $real "$@"',
    )
    cut.deploy({"index.html": b"one"})
    assert host.read() == with_record({"index.html": b"one"})


def test_a_line_cut_before_the_push_is_tried_again(newsroom: Newsroom, host: Host) -> None:
    cut = with_git(
        newsroom, f'{PUSHES} echo "fatal: hung up" >&2; exit 128;; esac\nexec $real "$@"'
    )
    with pytest.raises(
        DeployFailed, match=r"cannot push to the branch gh-pages of .*: fatal: hung up"
    ):
        cut.deploy({"index.html": b"one"})
    assert host.read() == {}
    newsroom.deploy({"index.html": b"one"})
    assert host.read() == with_record({"index.html": b"one"})


def test_failing_to_tidy_does_not_undo_a_deploy(newsroom: Newsroom, host: Host) -> None:
    full = with_git(
        newsroom, 'case " $* " in *" pack-objects -q "*) exit 1;; esac\nexec $real "$@"'
    )
    full.deploy({"index.html": b"one"})
    newsroom.deploy({"more.html": b"more"}, number=2)
    assert host.read() == with_record({"index.html": b"one", "more.html": b"more"}, 2)


def test_a_git_that_does_not_see_what_is_there_sends_it_again(
    newsroom: Newsroom, host: Host
) -> None:
    newsroom.deploy({"index.html": b"one", "kept.html": b"kept"})
    log = newsroom.folder / "pushed"
    blind = with_git(newsroom, f'{PUSHES} echo >>"{log}"; rm -f "$GIT_DIR/shallow"{ELSE}')
    blind.deploy({"index.html": b"two"}, number=2)
    assert len(log.read_bytes()) == 2
    assert host.read() == with_record({"index.html": b"two", "kept.html": b"kept"}, 2)


def test_a_command_that_does_not_end_is_ended(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = newsroom.folder / "pid"
    stuck = with_git(
        newsroom, f'{PUSHES} sleep 600 & echo $! >"{pid}"; wait;; esac\nexec $real "$@"'
    )
    monkeypatch.setattr(git_branch, "LONG", 0.5)
    with pytest.raises(DeployFailed, match="git push took more than"):
        stuck.deploy({"index.html": b"one"})
    assert ends(int(pid.read_text("ascii")))


def ends(pid: int) -> bool:
    """Whether a process ends within some seconds."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":  # it has ended, and nobody has looked yet
            return True
        time.sleep(0.02)
    return False


def test_a_host_that_refuses_says_why(newsroom: Newsroom, host: Host, bare: Path) -> None:
    hook = bare / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'error: GH006: Protected branch update failed' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(DeployFailed, match=r"GH006.*let the host take pushes by force"):
        newsroom.deploy({"index.html": b"one"})
    assert host.read() == {}


def test_a_host_that_is_not_there_is_named(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "one", "git:../missing.git#pages")
    with pytest.raises(DeployFailed) as caught, newsroom.target.session():
        pass
    missing = tmp_path / "one" / "missing.git"
    assert str(caught.value) == (
        f"live: cannot look at the branch pages of {missing}: "
        f"fatal: '{missing}' does not appear to be a git repository / "
        "fatal: Could not read from remote repository. / Please make sure you have the correct "
        "access rights / and the repository exists.; see whether the address is right, and whether "
        "this account may see it"
    )


def test_a_file_that_is_gone_here_is_named(newsroom: Newsroom, host: Host) -> None:
    parcel = newsroom.parcel("index.html", b"one")
    parcel.file.unlink()
    with newsroom.target.session() as session:
        session.begin(b"", [])
        with pytest.raises(DeployFailed, match=f"cannot store files for .*{parcel.file.name}"):
            session.send([parcel], lambda _: None)
    assert host.read() == {}


def test_a_machine_without_git_is_told(newsroom: Newsroom, tmp_path: Path) -> None:
    bare_machine = replace(newsroom, environment={"PATH": str(tmp_path)})
    with pytest.raises(DeployFailed, match="there is no git on this machine; install git"):
        bare_machine.deploy({})


def test_the_users_own_repository_is_left_alone(newsroom: Newsroom, tmp_path: Path) -> None:
    """A deploy may be run by a hook, which git tells where it is at work."""
    own = tmp_path / "own"
    own.mkdir()
    git("init", "--quiet", at=own)
    (own / "draft.md").write_text("secret", "utf-8")
    git("add", "draft.md", at=own)
    before = {file: file.read_bytes() for file in own.rglob("*") if file.is_file()}
    inside = {
        "GIT_DIR": str(own / ".git"), "GIT_WORK_TREE": str(own),
        "GIT_INDEX_FILE": str(own / ".git" / "index"),
        "GIT_OBJECT_DIRECTORY": str(own / ".git" / "objects"),
    }  # fmt: skip
    replace(newsroom, environment={**newsroom.environment, **inside}).deploy({"a.html": b"a"})
    assert {file: file.read_bytes() for file in own.rglob("*") if file.is_file()} == before


def test_other_branches_are_left_alone(newsroom: Newsroom, bare: Path) -> None:
    mine = put_by_others(bare, {"notes.md": b"notes"})
    git("branch", "--move", BRANCH, "main", at=bare)
    git("tag", "v1", "main", at=bare)
    newsroom.deploy({"index.html": b"one"})
    refs = git("for-each-ref", "--format=%(refname) %(objectname)", at=bare).decode().split("\n")
    assert {f"refs/heads/main {mine}", f"refs/tags/v1 {mine}"} < set(refs)
    assert len(refs) == 4


def test_a_repository_of_longer_names_will_do(tmp_path: Path) -> None:
    bare = new_repository(tmp_path / "bare.git", "--object-format=sha256")
    put_by_others(bare, {"CNAME": b"courier.example"})
    newsroom = Newsroom(tmp_path / "one", f"git:{bare}")
    newsroom.deploy({"index.html": b"one"})
    newsroom.deploy({"index.html": b"two"}, number=2)
    assert files_of(bare) == with_record({"index.html": b"two", "CNAME": b"courier.example"}, 2)


def test_an_empty_repository_of_longer_names_is_explained(tmp_path: Path) -> None:
    bare = new_repository(tmp_path / "bare.git", "--object-format=sha256")
    with pytest.raises(DeployFailed, match="push a first commit to that repository by hand"):
        Newsroom(tmp_path / "one", f"git:{bare}").deploy({"index.html": b"one"})


def test_a_web_server_is_given_the_password(tmp_path: Path) -> None:
    with git_http_host(tmp_path / "host") as host:
        environment = {**plain_environment(), **host.environment}
        one = Newsroom(tmp_path / "one", host.to, environment)
        two = Newsroom(tmp_path / "two", host.to, environment)
        film = os.urandom(3_000_000)  # more than git sends in one piece
        one.deploy({"index.html": b"one", "film.mp4": film})
        two.deploy({"index.html": b"two"}, number=2)
        assert host.read() == with_record({"index.html": b"two", "film.mp4": film}, 2)
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert PASSWORD.encode() not in written


@pytest.mark.parametrize("password", [None, "guessed-word"])
def test_without_the_right_password_nobody_gets_in(tmp_path: Path, password: str | None) -> None:
    with git_http_host(tmp_path / "host") as host:
        secret = {VARIABLE: password} if password else {}
        newsroom = Newsroom(tmp_path / "one", host.to, {**plain_environment(), **secret})
        with pytest.raises(DeployFailed, match=f"; set {VARIABLE} to a token") as caught:
            newsroom.deploy({"index.html": b"one"})
        assert "guessed-word" not in str(caught.value)
        assert host.read() == {}


def test_a_password_stands_on_no_command_line(tmp_path: Path) -> None:
    with git_http_host(tmp_path / "host") as host:
        newsroom = Newsroom(tmp_path / "one", host.to, {**plain_environment(), **host.environment})
        log = tmp_path / "commands"
        with_git(newsroom, f'echo "$@" >>"{log}"\nexec $real "$@"').deploy({"index.html": b"one"})
    assert "credential.helper" in log.read_text("utf-8")
    assert PASSWORD not in log.read_text("utf-8")


SSH = """#!/bin/sh
echo "$@" >>"{log}"
for last; do :; done
exec sh -c "$last"
"""


def test_ssh_is_never_asked_to_ask(tmp_path: Path, host: Host, bare: Path) -> None:
    folder, log = tmp_path / "bin", tmp_path / "calls"
    folder.mkdir()
    (folder / "ssh").write_text(SSH.format(log=log), "utf-8")
    (folder / "ssh").chmod(0o755)
    config = tmp_path / "config"
    config.write_text("[core]\nsshCommand = ssh -i mine\n", "utf-8")
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    environment = {**plain_environment(), "PATH": path, "GIT_CONFIG_GLOBAL": str(config)}
    newsroom = Newsroom(tmp_path / "one", f"git:git@example.org:{bare}#{BRANCH}", environment)
    newsroom.deploy({"index.html": b"one"})
    assert host.read() == with_record({"index.html": b"one"})
    for call in log.read_text("utf-8").splitlines():
        assert call.startswith("-i mine -o BatchMode=yes ")


def means(site: Path, environment: Mapping[str, str] | None = None) -> Means:
    return Means("live", site, site / "memory", environment or plain_environment(), NOW)


@pytest.mark.parametrize(
    ("to", "url", "branch"),
    [
        ("git:git@github.com:paper/courier.git", "git@github.com:paper/courier.git", BRANCH),
        ("git:https://h.example/p/c.git#pages", "https://h.example/p/c.git", "pages"),
        ("git:ssh://git@h.example:22/c.git#a/b", "ssh://git@h.example:22/c.git", "a/b"),
        ("git:file:///srv/c.git#pages", "file:///srv/c.git", "pages"),
    ],
)
def test_an_address_is_read(tmp_path: Path, to: str, url: str, branch: str) -> None:
    address = target(to, means(tmp_path)).address
    assert (address.url, address.branch) == (url, branch)


def test_a_path_counts_from_the_site(tmp_path: Path) -> None:
    assert target("git:../bare.git#p", means(tmp_path / "site")).address.url == str(
        tmp_path / "bare.git"
    )


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("github:paper/courier", 'live: "github:paper/courier" is no branch of a git repository'),
        ("git:", 'live: "git:" names no repository'),
        ("git:#pages", 'live: "git:#pages" names no repository'),
        ("git:--upload-pack=sh#pages", "names no repository"),
        ("git:../bare.git#a b", '"a b" is no name of a branch'),
        ("git:../bare.git#", '"" is no name of a branch'),
        ("git:../bare.git#-f", '"-f" is no name of a branch'),
        ("git:../bare.git#a..b", "is no name of a branch"),
        ("git:../bare.git#x:main", "is no name of a branch"),
        ("git:https://anna:secret@h.example/c.git", f"set {VARIABLE} in the environment"),
        ("gh-pages", 'no git repository with a remote "origin"'),
    ],
)
def test_an_address_that_is_none_is_explained(tmp_path: Path, to: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        target(to, means(tmp_path))
    words = str(caught.value)
    assert said in words
    assert "secret" not in words
    assert EXAMPLE in words or VARIABLE in words


def own_repository(site: Path, origin: str) -> None:
    site.mkdir(parents=True)
    git("init", "--quiet", at=site)
    git("remote", "add", "origin", origin, at=site)


def test_short_for_pages_of_the_sites_own_repository(tmp_path: Path) -> None:
    own_repository(tmp_path / "site", "git@github.com:paper/courier.git")
    address = target("gh-pages", means(tmp_path / "site")).address
    assert (address.url, address.branch) == ("git@github.com:paper/courier.git", "gh-pages")


def test_a_linked_worktree_and_a_folder_below_know_their_origin(
    tmp_path: Path, host: Host, bare: Path
) -> None:
    own_repository(tmp_path / "site", "../host/bare.git")
    git("commit", "--allow-empty", "-qm", "first", at=tmp_path / "site")
    git("worktree", "add", "-q", str(tmp_path / "linked"), at=tmp_path / "site")
    (tmp_path / "linked" / "news").mkdir()
    there = target("gh-pages", means(tmp_path / "linked" / "news"))
    assert there.address.url == str(bare)
    with there.session() as session:
        session.begin(b"", [])
        session.finish(Newsroom(tmp_path / "one", "").record(1), [])
    assert host.read() == with_record({})


def test_a_password_in_the_address_of_origin_is_used_and_not_shown(tmp_path: Path) -> None:
    with git_http_host(tmp_path / "host") as host:
        url = host.to.removeprefix("git:").removesuffix(f"#{BRANCH}")
        known = url.replace("editor@", "editor:correct%20horse%3A%20battery%2Fstaple%40%23%25@")
        own_repository(tmp_path / "one" / "site", known)
        newsroom = Newsroom(tmp_path / "one", "gh-pages")
        assert newsroom.target.address.url == url
        newsroom.deploy({"index.html": b"one"})
        assert host.read() == with_record({"index.html": b"one"})
