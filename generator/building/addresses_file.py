"""addresses.toml on the disk."""

from collections.abc import Iterable

from generator.building.disk import write_whole
from generator.project import Project
from generator.recorded import ADDRESSES_FILE, Recorded, read_recorded, written


def load_recorded(project: Project) -> tuple[Recorded, ...]:
    """Return a project's recorded addresses; none before the first recording."""
    try:
        data = (project.root / ADDRESSES_FILE).read_bytes()
    except FileNotFoundError:
        return ()
    return read_recorded(data)


def save_recorded(project: Project, entries: Iterable[Recorded]) -> bool:
    """Write a project's recorded addresses at once; return whether that changed anything."""
    file = project.root / ADDRESSES_FILE
    text = written(entries)
    # A checkout on Windows may have other ends of lines, which are no change.
    if file.exists() and file.read_bytes().replace(b"\r\n", b"\n") == text.encode():
        return False
    write_whole(file, text.encode())
    return True
