"""A folder on this machine, or one that is mounted: readers see one deploy or the next.

Beside the folder lie two trees, of which it is one, by a symbolic link; each deploy brings the
other up to date and switches. A folder that was there before is exchanged with the other tree
instead, where the system can do that; where it cannot, or the folder is a mount of its own, files
are replaced one by one, in order.

    courier -> courier.deploys/a/
    courier.deploys/a/      what readers see
    courier.deploys/b/      what they saw before, and will see next
"""

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.building.disk import exchange, flush, insist
from generator.building.lock import site_lock
from generator.deploy.plain import Plain
from generator.deploy.record import HEAD
from generator.deploy.target import (
    DeployFailed,
    Done,
    Means,
    Parcel,
    Session,
    Target,
    TargetMoved,
)  # fmt: skip
from generator.errors import UsageError
from generator.paths import OutputPath

Inode = tuple[int, int]
READABLE = 0o644  # by the server, whoever it runs as
TREES = "a", "b"


def target(to: str, means: Means) -> Target:
    """Return a folder as a target; a relative one counts from the site's."""
    root = means.site / to
    if not root.parent.is_dir():
        raise UsageError(f"{root} cannot be deployed to: there is no folder {root.parent}")
    if root.resolve().is_relative_to(means.site.resolve() / "public"):
        raise UsageError(f"{root} cannot be deployed to: builds write there")
    return Folder(root, means)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that readers are served from."""

    root: Path
    means: Means
    keeps_headers: bool = False

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Choose how readers are brought from one deploy to the next."""
        with _failing(), ExitStack() as stack:
            if can_switch(self.root):
                yield Switching(self.root, stack)
            else:
                yield Plain(FolderStore(self.root), self.means)


def can_switch(root: Path) -> bool:
    """Whether a folder can be a link to one of two trees, or be exchanged with another."""
    if root.is_symlink():
        return root.resolve().parent == _trees(root).resolve()
    return _is_linking(root.parent) and (not root.exists() or _is_exchanging(root))


class Switching:
    """A session with two trees, of which readers see one."""

    def __init__(self, root: Path, stack: ExitStack) -> None:
        """Take the folder; what is locked is let go of when the stack ends."""
        self._root = root
        self._stack = stack
        self._new: list[Path] = []
        live = root.resolve() if root.exists() else None
        is_tree = live is not None and live.parent == _trees(root).resolve()
        self._next = _trees(root) / (TREES[1] if live and live.name == TREES[0] else TREES[0])
        self._switch = partial(_link if is_tree or live is None else exchange, self._next, root)

    def read(self, path: OutputPath) -> bytes | None:
        """Return a file that readers see; None if there is none."""
        return _read(self._root / path)

    def uncertain(self) -> Collection[OutputPath]:
        """Return nothing: what readers see is never changed in place."""
        return ()

    def begin(self, head: bytes, _: Collection[OutputPath]) -> None:
        """Lock the folder, and make the other tree what readers see."""
        busy = f"another deploy to {self._root} is running"
        self._stack.enter_context(site_lock(_trees(self._root), busy))
        self._make_sure(head)
        self._head = head
        self._next.mkdir(exist_ok=True)
        _make_alike(self._root, self._next)

    def send(self, parcels: Sequence[Parcel], done: Done) -> None:
        """Put files into the other tree."""
        for parcel in parcels:
            target = self._next / parcel.path
            _put(parcel.file, target)
            self._new.append(target)
            done(parcel)

    def finish(self, record: Sequence[Parcel], removals: Sequence[OutputPath]) -> None:
        """Put the record there, remove paths, and let readers see it all at once."""
        self.send(record, lambda _: None)
        _remove(self._next, removals)
        flush(self._new)
        self._make_sure(self._head)
        self._switch()

    def _make_sure(self, head: bytes) -> None:
        if (self.read(HEAD) or b"") != head:
            raise TargetMoved


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A folder as a plain store."""

    root: Path

    def names(self, folder: str) -> Collection[str]:
        """Return the names of the files in a folder."""
        with suppress(FileNotFoundError):
            return [each.name for each in os.scandir(self.root / folder) if each.is_file()]
        return ()

    def read(self, path: OutputPath) -> bytes | None:
        """Return a file; None if there is none."""
        return _read(self.root / path)

    def write(self, path: OutputPath, data: bytes) -> None:
        """Write a small file as a whole."""
        target = self.root / path
        with _replacing(target) as begun:
            begun.write_bytes(data)

    def send(self, parcels: Sequence[Parcel], done: Done) -> None:
        """Put files, one by one; each is there as a whole."""
        for parcel in parcels:
            _put(parcel.file, self.root / parcel.path)
            flush([self.root / parcel.path])
            done(parcel)

    def remove(self, paths: Sequence[OutputPath]) -> None:
        """Remove files, and folders that are empty then."""
        _remove(self.root, paths)


# -- two trees


def _trees(root: Path) -> Path:
    return root.with_name(f"{root.name}.deploys")


def _make_alike(live: Path, other: Path) -> None:
    """Make a tree hold the files of another, as links: equal ones are links already."""
    wanted, found = (dict(_inodes(str(tree))) for tree in (live, other))
    _remove(other, [path for path, inode in found.items() if wanted.get(path) != inode])
    for path, inode in wanted.items():
        if found.get(path) != inode:
            target = other / path
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(live / path, target, follow_symlinks=False)


def _inodes(folder: str, prefix: str = "") -> Iterator[tuple[OutputPath, Inode]]:
    """Yield all files below a folder, and which of the system's each of them is.

    What a folder says of its entries by itself is not the same for all links of a file everywhere.
    """
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            name = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _inodes(entry.path, f"{name}/")
            else:
                found = os.lstat(entry.path)
                yield OutputPath(name), (found.st_dev, found.st_ino)


def _link(tree: Path, root: Path) -> None:
    """Make the root a link to a tree, from one moment to the next."""
    begun = root.with_name(f".{root.name}.next")
    begun.unlink(missing_ok=True)
    begun.symlink_to(tree.relative_to(root.parent), target_is_directory=True)
    begun.replace(root)


def _is_linking(folder: Path) -> bool:
    """Whether a folder can hold links of both kinds."""

    def try_both(file: Path) -> None:
        file.with_name("other").hardlink_to(file)
        file.with_name("link").symlink_to(file.name)

    return _works(folder, try_both)


def _is_exchanging(root: Path) -> bool:
    """Whether a folder can be exchanged with one beside it."""
    if os.path.ismount(root) or not root.is_dir():
        return False
    return _works(root.parent, lambda file: exchange(_made(file, "x"), _made(file, "y")))


def _made(file: Path, name: str) -> Path:
    made = file.with_name(name)
    made.mkdir()
    return made


def _works(folder: Path, action: Callable[[Path], object]) -> bool:
    """Whether something can be done with a file in a folder, in a place of its own there."""
    trial = folder / f".broadsheet-{os.getpid()}"
    try:
        trial.mkdir()
        (trial / "file").write_bytes(b"")
        action(trial / "file")
    except OSError:
        return False
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    return True


# -- files


def _read(file: Path) -> bytes | None:
    with suppress(FileNotFoundError, NotADirectoryError):
        return file.read_bytes()
    return None


def _put(source: Path, target: Path) -> None:
    with _replacing(target) as begun:
        shutil.copyfile(source, begun)


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Give a name to write to, and have it stand for the target at the end: never a half of it."""
    for folder in reversed(target.parents):
        if folder.is_file():  # what was a page is a folder now
            folder.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    begun = target.with_name(f".{os.getpid()}.broadsheet")
    yield begun
    begun.chmod(READABLE)
    insist(partial(begun.replace, target))


def _remove(root: Path, paths: Collection[OutputPath]) -> None:
    """Remove files, and folders that are empty then."""
    for path in paths:
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            insist((root / path).unlink)
    for folder in sorted(
        {parent for path in paths for parent in (root / path).parents}, reverse=True
    ):
        if folder.is_relative_to(root) and folder != root:
            with suppress(OSError):  # not empty
                folder.rmdir()


@contextmanager
def _failing() -> Iterator[None]:
    """Turn what the disk says into what a deploy raises."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise DeployFailed(f"{where}{error.strerror or error}") from None
