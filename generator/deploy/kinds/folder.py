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
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.building.disk import exchange, flush, insist
from generator.building.lock import site_lock
from generator.deploy.plain import CLAIMS, Plain, read_claim
from generator.deploy.record import HEAD, NotARecord, list_path, read_head, read_list
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

READABLE, OPEN = 0o644, 0o755  # files and folders, to the server, whoever it runs as
BEGUN = ".broadsheet"  # what a file is called that is not whole yet, after its name and a dot
TREES = "a", "b"
SECOND = 10**9  # nanoseconds
SOURCES = "content", "layouts", ".broadsheet"
Inode = tuple[int, int]


def target(to: str, means: Means) -> Target:
    """Return a folder as a target; a relative one counts from the site's."""
    root = Path(os.path.normpath(means.site / to))  # as it is shown in messages
    if not root.parent.is_dir():
        raise UsageError(f"{root} cannot be deployed to: there is no folder {root.parent}")
    site, place = means.site.resolve(), root.resolve()
    if place.is_relative_to(site / "public"):
        raise UsageError(f"{root} cannot be deployed to: builds write there")
    if site.is_relative_to(place) or any(place.is_relative_to(site / name) for name in SOURCES):
        raise UsageError(f"{root} cannot be deployed to: what the site is made of lies there")
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

    def forget(self) -> None:
        """Remove the tree that readers saw before; the next deploy makes it anew."""
        with _failing():
            if _trees(self.root).is_dir() and can_switch(self.root):
                with _locked(self.root):
                    _remove_others(self.root)


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
        _open_folder(_trees(self._root))
        self._stack.enter_context(_locked(self._root))
        self._make_sure(head)
        self._head = head
        _open_folder(self._next)
        _make_alike(self._root, self._next)

    def send(self, parcels: Sequence[Parcel], done: Done) -> None:
        """Put files into the other tree."""
        for parcel in parcels:
            target = self._next / parcel.path
            _put(parcel.file, self._next, parcel.path, self._root)
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
            found = (each.name for each in os.scandir(self.root / folder) if each.is_file())
            return [name for name in found if not name.endswith(BEGUN)]
        return ()

    def read(self, path: OutputPath) -> bytes | None:
        """Return a file; None if there is none."""
        return _read(self.root / path)

    def write(self, path: OutputPath, data: bytes) -> None:
        """Write a small file as a whole."""
        with _replacing(self.root, path, self.root) as begun:
            begun.write_bytes(data)

    def send(self, parcels: Sequence[Parcel], done: Done) -> None:
        """Put files, one by one; each is there as a whole."""
        for parcel in parcels:
            _put(parcel.file, self.root, parcel.path, self.root)
            flush([self.root / parcel.path])
            done(parcel)

    def remove(self, paths: Sequence[OutputPath]) -> None:
        """Remove files, and folders that are empty then."""
        begun = (OutputPath(_begun(path)) for path in paths)
        _remove(self.root, [*begun, *paths])


# -- two trees


def _trees(root: Path) -> Path:
    return root.with_name(f"{root.name}.deploys")


def _locked(root: Path) -> AbstractContextManager[None]:
    return site_lock(_trees(root), f"another deploy to {root} is running")


def _remove_others(root: Path) -> None:
    """Remove the trees that readers do not see."""
    live = root.resolve()
    for tree in (_trees(root).resolve() / name for name in TREES):
        if tree != live and tree.is_dir():
            shutil.rmtree(tree)


def _make_alike(live: Path, other: Path) -> None:
    """Make a tree hold the files and folders of another; files as links: equal ones are already."""
    wanted, found = (dict(_entries(tree)) for tree in (live, other))
    amiss = [path for path, entry in found.items() if path not in wanted or wanted[path] != entry]
    _remove(other, [path for path in amiss if found[path] is not None])
    for path in sorted(amiss, reverse=True):  # folders that only the other has; a file may be next
        if found[path] is None:
            with suppress(OSError):  # removed with its files
                (other / path).rmdir()
    for path, entry in wanted.items():  # a folder before what is in it
        if entry is None:
            (other / path).mkdir(parents=True, exist_ok=True)
            _look_alike(live / path, other / path)
        elif found.get(path) != entry:
            _link_file(live / path, other / path)
    if live.is_dir():
        _look_alike(live, other)


def _look_alike(source: Path, target: Path) -> None:
    """Let those into a folder who come into another."""
    found, own = source.stat(), target.stat()
    if (found.st_uid, found.st_gid) != (own.st_uid, own.st_gid):
        with suppress(OSError):  # only root may give a folder away
            shutil.chown(target, found.st_uid, found.st_gid)
    if found.st_mode != own.st_mode:
        shutil.copymode(source, target)


def _link_file(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # of somebody else, which some systems do not let us link
        shutil.copy2(source, target, follow_symlinks=False)


def _entries(folder: Path, prefix: str = "") -> Iterator[tuple[OutputPath, Inode | None]]:
    """Yield all files below a folder, and which each of them is; of a folder, None."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield OutputPath(name), None
                yield from _entries(folder / entry.name, f"{name}/")
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


def _put(source: Path, root: Path, path: OutputPath, live: Path) -> None:
    with _replacing(root, path, live) as begun:
        shutil.copyfile(source, begun)


@contextmanager
def _replacing(root: Path, path: OutputPath, live: Path) -> Iterator[Path]:
    """Give a name to write to, and have it stand for the path at the end: never a half of it.

    What was a page may be a folder now, and the other way round. `live` tells what is ours.
    """
    target = root / path
    if not target.parent.is_dir():
        for folder in reversed(target.relative_to(root.parent).parents[:-1]):
            if (place := root.parent / folder).is_file():
                _make_way(place, [OutputPath(place.relative_to(root).as_posix())], live)
            _open_folder(place)
    if target.is_dir() and not target.is_symlink():
        _make_way(target, [each for each, i in _entries(target, f"{path}/") if i], live)
    begun = root / _begun(path)
    try:
        yield begun
        begun.chmod(READABLE)
        _make_later(begun, target)
        insist(partial(begun.replace, target))
    except OSError:  # the disk may be full
        begun.unlink(missing_ok=True)
        raise


def _make_later(begun: Path, target: Path) -> None:
    """Have a file be of a later second than the one it replaces.

    Web servers tell versions apart by second and size: two corrections may be alike in both.
    """
    with suppress(FileNotFoundError):
        earliest = target.stat().st_mtime_ns // SECOND + 1
        if begun.stat().st_mtime_ns // SECOND < earliest:
            os.utime(begun, (earliest, earliest))


def _make_way(name: Path, paths: Collection[OutputPath], live: Path) -> None:
    """Remove a file, or a folder; `paths` are what it holds."""
    if not _known(live).issuperset(paths):
        raise DeployFailed(f"{name} is in the way, and holds what no deploy has put there: move it")
    if name.is_dir():
        shutil.rmtree(name)
    else:
        name.unlink()


def _known(live: Path) -> set[OutputPath]:
    """Return what deploys have put into a folder, as far as it says so itself."""
    claims = (_read(live / CLAIMS / name) for name in FolderStore(live).names(CLAIMS))
    known = {path for data in claims for path in read_claim(data or b"").paths}
    with suppress(NotARecord):
        head = read_head(_read(live / HEAD) or b"")
        files = read_list(_read(live / list_path(head.list)) or b"", head.list)
        known |= {*files.files, *files.leaving}
    return known


def _begun(path: OutputPath) -> str:
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name}{BEGUN}"


def _open_folder(folder: Path) -> None:
    """Make a folder that others can read, where there is none."""
    with suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(OPEN)


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
