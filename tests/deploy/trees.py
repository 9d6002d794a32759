"""What lies in a folder that a host of the tests serves."""

from pathlib import Path


def files_in(folder: Path) -> dict[str, bytes]:
    """Return all files by their posix paths."""
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}
