"""A branch of a repository elsewhere, of which the trees are kept here and hardly any file.

The repository here is bare, ours alone, and may be lost. It holds exactly the trees of the branch's
head, in one pack: so git knows which files are there already, without having them. What a deploy
adds stands in it loose, and outlives an interruption.
"""

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from generator.deploy.kinds.git_program import LONG, REMOTE, Git, GitFailed
from generator.paths import OutputPath

CHUNK = 500  # files that are stored at once
SHA1, SHA256 = 40, 64  # digits of a name
NAMES = {SHA1: "sha1", SHA256: "sha256"}
FILE = "100644"
PARENT = b"\nparent "
# What git says where it would send a file that is at the host, and not here.
MISSING = re.compile("(unable to|could not) read (object )?[0-9a-f]{40}|missing (blob|object)")

# For commands that may miss a file: they fetch it. Not for `push`: it would fetch the old bytes of
# all that has changed, to send the differences only.
LAZY = (f"remote.{REMOTE}.promisor=true", f"remote.{REMOTE}.partialclonefilter=blob:none")


class Moved(Exception):
    """Raised where the branch has got another head than the one that was looked at."""


class Branch:
    """The branch, as it was looked at. Everything raises `GitFailed` where it fails."""

    def __init__(self, git: Git, folder: Path, url: str, name: str) -> None:
        """Take a folder of our own for the repository; `git` is set to work on it."""
        self._url = url
        self._ref = f"refs/heads/{name}"
        self._folder = folder.resolve()  # git works elsewhere
        self._git = replace(git, folder=self._folder, settings=(f"remote.{REMOTE}.url={url}",))
        self._nowhere = replace(self._git, folder=self._folder.with_name("nothing"))
        self._lazy = replace(self._git, settings=(*self._git.settings, *LAZY))
        self._digits = SHA1
        self.head = ""  # a commit's name; "" where there is no such branch

    def look(self) -> None:
        """See what the branch is now."""
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        self.head = self._ask()
        if self._is_known() and self._is_sound():
            with suppress(GitFailed):
                self._read_tree()
                return
        self._fetch()
        self._read_tree()

    def has_moved(self) -> bool:
        """Whether the branch is another one than was looked at."""
        return self._ask() != self.head

    def read(self, path: OutputPath) -> bytes | None:
        """Return a file of the head."""
        if not self.head or "\n" in path:
            return None
        name = f"{self.head}:{path}\n".encode()
        try:
            return _file_in(self._lazy.run("cat-file", "--batch", given=name))
        except GitFailed:
            # What is here is damaged, or files are not to be had one by one.
            self._fetch(whole=True)
            self._read_tree()
        return _file_in(self._git.run("cat-file", "--batch", given=name))

    def has_history(self) -> bool:
        """Whether there are commits before the head, which a deploy would take away."""
        if not self.head:
            return False
        about, _, _ = self._git.run("cat-file", "commit", self.head).partition(b"\n\n")
        return PARENT in about

    def paths(self) -> Iterator[str]:
        """Yield all paths of the head, and of what was changed here."""
        listing = self._git.run("ls-files", "-z").decode(errors="replace")
        return (path for path in listing.split("\0") if path)

    def store(self, files: Sequence[Path]) -> Iterator[str]:
        """Store the bytes of files, as they are, and yield their names in order."""
        self._unsure.touch()
        for start in range(0, len(files), CHUNK):
            paths = "".join(f"{file.resolve()}\n" for file in files[start : start + CHUNK])
            stored = self._git.run(
                "hash-object", "-w", "--no-filters", "--stdin-paths", given=os.fsencode(paths)
            )
            yield from stored.decode("ascii").split()

    def store_data(self, data: bytes) -> str:
        """Store some bytes, and return their name."""
        return self._git.run("hash-object", "-w", "--stdin", given=data).decode("ascii").strip()

    def has(self, path: OutputPath) -> bool:
        """Whether there is a file of a plain name."""
        return bool(self._git.run("ls-files", "-z", "--", path))

    def commit(
        self, changes: Mapping[OutputPath, str], gone: Sequence[OutputPath], word: str
    ) -> str:
        """Make a commit of the head without some paths and with others; return its name.

        It has no parents: history would keep public what was withdrawn, and grow for ever.
        """
        nothing = "0" * self._digits
        lines = [f"0 {nothing}\t{path}\0" for path in gone]
        lines += [f"{FILE} {name}\t{path}\0" for path, name in changes.items()]
        self._git.run("update-index", "-z", "--index-info", given="".join(lines).encode())
        tree = self._git.run("write-tree", "--missing-ok").decode("ascii").strip()
        return self._git.run("commit-tree", tree, "-m", word).decode("ascii").strip()

    def push(self, commit: str) -> None:
        """Make a commit the head, if the head is still what it was; else raise `Moved`."""
        try:
            self._push(self._git, commit)
        except GitFailed as error:
            # The line may have been cut before or after the host did it: only the host knows.
            now = self.head
            with suppress(GitFailed):
                now = self._ask()
            if now == commit:
                return
            if now != self.head:
                raise Moved from None
            if not MISSING.search(str(error)):
                raise
            self._push(self._lazy, commit)  # dear, but it goes whatever a version of git looks at

    def _push(self, git: Git, commit: str) -> None:
        lease = f"--force-with-lease={self._ref}:{self.head}"
        refs = f"{commit}:{self._ref}"
        git.run("push", "--porcelain", "--no-verify", "--thin", lease, REMOTE, refs, limit=LONG)

    def keep(self, commit: str, files: Sequence[str]) -> None:
        """Keep what is now the head's: its trees, a few files, and nothing else."""
        listed = self._git.run(
            "rev-list", "--objects", "--no-object-names", "--filter=blob:none", commit
        ).decode("ascii")
        kept = self._folder / "kept"
        _remove(kept)
        kept.mkdir()
        names = "".join(f"{name}\n" for name in (*listed.split(), *files))
        self._git.run("pack-objects", "-q", str(kept / "pack"), given=names.encode())
        self._note.unlink(missing_ok=True)  # from here to the end it is no repository that counts
        _remove(self._folder / "objects")
        kept.rename(_made(self._folder / "objects") / "pack")
        self.head = commit
        self._seal()

    def _ask(self) -> str:
        """Ask for the head of the branch, and learn how names are made there."""
        # Asked from no repository, since ours may be damaged, and that of the site is not ours.
        answer = self._nowhere.run("ls-remote", "--heads", REMOTE).decode(errors="replace")
        heads = {
            ref: name for name, _, ref in (line.partition("\t") for line in answer.splitlines())
        }
        self._digits = max(map(len, heads.values()), default=SHA1)
        return heads.get(self._ref, "")

    def _fetch(self, *, whole: bool = False) -> None:
        """Make the repository anew: the head's trees, or all of it."""
        _remove(self._folder)
        self._git.run(
            "init", "--quiet", "--bare", "--template=", f"--object-format={NAMES[self._digits]}"
        )
        if self.head:
            fetch = ("fetch", "--quiet", "--depth=1", "--no-tags", REMOTE, self.head)
            if whole:
                self._git.run(*fetch, limit=LONG)
            else:
                self._lazy.run(*fetch, "--filter=blob:none", limit=LONG)
        self._seal()

    def _seal(self) -> None:
        """Write down what the repository is of. Nothing that a deploy was about is left in it."""
        pack = self._folder / "objects" / "pack"
        for name in pack.glob("*.pack"):
            name.with_suffix(".promisor").touch()  # says that what is missing is to be had there
        if self.head:
            # A head without parents is no less than it was by being called shallow; yet only so
            # does git see, as it pushes a commit that is not its child, which files they share.
            (self._folder / "shallow").write_text(f"{self.head}\n", "ascii")
        self._unsure.unlink(missing_ok=True)
        self._note.write_text(self._what, "utf-8")

    @property
    def _note(self) -> Path:
        return self._folder / "broadsheet-of"

    @property
    def _unsure(self) -> Path:
        """A file that is there while a deploy stores things, and after one that did not end."""
        return self._folder / "broadsheet-unsure"

    @property
    def _what(self) -> str:
        return f"{self._url}\n{self._ref}\n{NAMES[self._digits]}\n{self.head}\n"

    def _is_known(self) -> bool:
        try:
            return self._note.read_text("utf-8") == self._what
        except (OSError, UnicodeDecodeError):
            return False

    def _is_sound(self) -> bool:
        """Whether what an interruption has left can be built on: power may have failed, too."""
        self._forget_tree()
        if not self._unsure.exists():
            return True
        try:
            self._lazy.run("fsck", "--no-dangling", "--no-progress", limit=LONG)
        except GitFailed:
            return False
        return True

    def _read_tree(self) -> None:
        self._forget_tree()
        self._git.run("read-tree", self.head or "--empty")

    def _forget_tree(self) -> None:
        for name in ("wanted", "wanted.lock"):
            (self._folder / name).unlink(missing_ok=True)


def _file_in(answer: bytes) -> bytes | None:
    """Return the file in an answer of `cat-file --batch`; None for a folder or nothing."""
    first, _, rest = answer.partition(b"\n")
    words = first.split()
    if len(words) != 3 or words[1] != b"blob":
        return None
    return rest[: int(words[2])]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _remove(folder: Path) -> None:
    """Remove a folder; git makes its files such that Windows does not remove them."""
    for where, folders, files in os.walk(folder, topdown=False):
        for name in files:
            file = Path(where, name)
            if os.name == "nt":
                file.chmod(stat.S_IWRITE)
            file.unlink()
        for name in folders:
            inner = Path(where, name)
            if inner.is_symlink():
                inner.unlink()
            else:
                inner.rmdir()
    if folder.is_dir():
        folder.rmdir()
