"""Tells what may have changed of all that a site is made from; whoever is told looks for himself.

Two watches run side by side. One follows the folders with all that is in them; the other the
site's own folder, for site.toml and addresses.toml (which are replaced rather than written) and for
folders that come and go.
"""

import asyncio
import platform
import threading
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from pathlib import Path, PurePosixPath

from watchfiles import Change, awatch

from generator.config import SITE_FILE
from generator.project import Project
from generator.recorded import ADDRESSES_FILE

FOLDERS = ("content", "layouts")
EVERYTHING = None  # what is told where nobody knows what has changed
FILES = (SITE_FILE, ADDRESSES_FILE)
STEP = 10  # milliseconds of quiet after which changes are passed on
LONGEST = 200  # milliseconds for which they are held back at most
ECHO = 2.1  # seconds
SETTLED = 1000  # milliseconds after which a new watch is known to stand
FAULTY = 1.0  # seconds after which a folder that cannot be watched is tried again
LIMIT = (
    "warning: the system will not watch so many files ({reason}); looking at each of them every "
    "0.3 seconds instead\n  hint: on Linux: sudo sysctl fs.inotify.max_user_watches=524288"
)


Tell = Callable[[Collection[str] | None], None]


class Watch:
    """Tells every change of content/, layouts/, the theme, and the files beside them.

    As paths below the site's folder; those of the theme too, wherever it lies.
    """

    def __init__(
        self,
        project: Project,
        tell: Tell,
        announce: Callable[[str], None],
        *,
        force_polling: bool = False,
    ) -> None:
        """Take whom to call; polling helps where the system reports no changes, as on shares."""
        # The Linux inside Windows hears nothing of what Windows programs save.
        in_windows = "microsoft" in platform.uname().release.lower()
        content, layouts = FOLDERS
        self._root = project.root
        self._names = {project.root / content: content} | dict.fromkeys(project.layouts, layouts)
        self._told = tell
        self._announce = announce
        self._polling = force_polling or in_windows
        self._stopping = threading.Event()
        self._folders_moved = threading.Event()

    @property
    def paths(self) -> tuple[Path, ...]:
        """What is watched, whether it is there yet or not."""
        return (*self._names, *(self._root / name for name in FILES))

    async def run(self) -> None:
        """Watch until stopped."""
        await asyncio.gather(self._watch_folders(), self._watch_root())

    def stop(self) -> None:
        """End `run` soon; its threads notice within a step."""
        self._stopping.set()
        self._folders_moved.set()

    async def _watch_folders(self) -> None:
        while not self._stopping.is_set():
            self._folders_moved.clear()
            folders = [folder for folder in self._names if folder.is_dir()]
            follow = self._changes(folders, self._folders_moved, recursive=True)
            is_new = True
            async for changes in follow:
                # What changed before the watch stood went by unseen: so tell once in any case.
                parts = {self._part(path) for _, path in changes if _counts(path, folders)}
                if is_new or parts:
                    self._tell(EVERYTHING if is_new or "" in parts else parts)
                is_new = False
            if is_new:
                self._tell(EVERYTHING)  # nothing could be watched: whoever looks finds out why

    async def _watch_root(self) -> None:
        async for changes in self._changes([self._root], self._stopping, recursive=False):
            named = {(change, Path(path).name) for change, path in changes}
            if any(name in FOLDERS and change is not Change.modified for change, name in named):
                self._folders_moved.set()  # the watch is on the folder that was there before
            if any(name in FOLDERS for _, name in named):
                self._tell(EVERYTHING)
            elif files := {name for _, name in named if name in FILES}:
                self._tell(files)

    async def _changes(
        self, paths: Sequence[Path], stop: threading.Event, *, recursive: bool
    ) -> AsyncIterator[Collection[tuple[Change, str]]]:
        """Yield what changes, and now and then nothing.

        End with `stop`, when a path goes away, and where the disk has a fault: try again then.
        """
        while not stop.is_set():
            try:
                async for changes in self._awatch(paths, stop, recursive=recursive):
                    yield changes
            except FileNotFoundError:
                return
            except (OSError, RuntimeError, ExceptionGroup) as error:
                # Not `ignore_permission_denied`: it keeps quiet about the system's limit as well.
                if self._polling or isinstance(error, PermissionError):
                    await asyncio.sleep(FAULTY)
                    return
                self._poll_from_now_on(error)

    def _awatch(
        self, paths: Sequence[Path], stop: threading.Event, *, recursive: bool
    ) -> AsyncIterator[set[tuple[Change, str]]]:
        return awatch(
            *paths,
            watch_filter=None,  # the usual one passes over all that is installed, so over the theme
            debounce=LONGEST,
            step=STEP,
            stop_event=stop,
            rust_timeout=SETTLED,
            yield_on_timeout=True,
            force_polling=self._polling,
            recursive=recursive,
        )

    def _part(self, path: str) -> str:
        """Return a path as the site names it; "" where it cannot be told."""
        file = Path(path)
        for folder, name in self._names.items():
            if file.is_relative_to(folder):
                return PurePosixPath(name, file.relative_to(folder)).as_posix()
        return ""

    def _tell(self, parts: Collection[str] | None) -> None:
        """Tell; when polling, once more: it cannot tell two saves within one second, or two."""
        self._told(parts)
        if self._polling:
            asyncio.get_running_loop().call_later(ECHO, self._told, parts)

    def _poll_from_now_on(self, error: Exception) -> None:
        if not self._polling:
            self._polling = True
            reason = str(error).partition(" about ")[0].rstrip(".")
            self._announce(LIMIT.format(reason=reason))


def _counts(path: str, folders: Collection[Path]) -> bool:
    """Whether a file is neither hidden nor what an editor keeps beside the real one."""
    file = Path(path)
    folder = next((folder for folder in folders if file.is_relative_to(folder)), file.parent)
    parts = file.relative_to(folder).parts
    return not any(part.startswith(".") or part.endswith(("~", ".swp", ".swx")) for part in parts)
