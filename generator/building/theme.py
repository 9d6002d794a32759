"""The files of the theme, wherever they lie: the site's own before the packaged ones."""

from collections.abc import Iterator
from pathlib import Path

from generator.fingerprint import digest, fingerprint
from generator.paths import SourcePath
from generator.planning.addresses import ThemeFile
from generator.project import Project

LAYOUTS = "layouts/"
ASSETS = "assets"


def theme_files(project: Project) -> tuple[ThemeFile, ...]:
    """Return the assets of the theme, each with its digest, by name."""
    found: dict[str, Path] = {}
    for folder in reversed(project.layouts):
        found.update(
            (file.relative_to(folder / ASSETS).as_posix(), file) for file in _files(folder)
        )
    return tuple(
        ThemeFile(name, SourcePath(f"{LAYOUTS}{ASSETS}/{name}"), digest(file.read_bytes()))
        for name, file in sorted(found.items())
    )


def file_of(project: Project, source: SourcePath) -> Path:
    """Return where a source lies on the disk."""
    if source.startswith(LAYOUTS):
        name = source.removeprefix(LAYOUTS)
        candidates = [folder / name for folder in project.layouts]
        return next((file for file in candidates if file.is_file()), candidates[0])
    return project.root / source


def layouts_version(project: Project) -> str:
    """Return a name for the state of all layouts: it differs after any edit of any of them.

    By their bytes. A stamp may stay the same through an edit, and a process that lives on, such as
    a preview, would keep the old layout and file its pages under the new one.
    """
    files = (file for folder in project.layouts for file in sorted(folder.rglob("*")))
    return fingerprint(tuple((str(f), digest(f.read_bytes())) for f in files if f.is_file()))


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted((folder / ASSETS).rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            yield file
