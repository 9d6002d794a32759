"""The files of the theme, wherever they lie: the site's own before the packaged ones."""

from collections.abc import Iterator
from pathlib import Path

from generator.config import Scheme
from generator.errors import ProblemsFound
from generator.fields import Field, Notes, read_fields
from generator.fingerprint import digest, fingerprint
from generator.paths import SourcePath
from generator.planning.theme import DARK, LIGHT, STYLE, Theme, ThemeFile
from generator.project import Project
from generator.rendering.stylesheets import uses
from generator.site_fields import FONTS, SCHEME
from generator.toml_nodes import read_toml

LAYOUTS = "layouts/"
ASSETS = "assets"
THEME_FILE = "theme.toml"
THEME_FIELDS = (
    Field("light", SCHEME, "The colours of the light scheme.", required=True),
    Field("dark", SCHEME, "The colours of the dark scheme.", required=True),
    Field("fonts", FONTS, "The typefaces of cards; their files are names under assets/."),
)


def theme_of(project: Project) -> Theme:
    """Return the theme; raise `ProblemsFound` where its theme.toml is at fault."""
    file = file_of(project, SourcePath(LAYOUTS + THEME_FILE))
    files = theme_files(project)
    if not file.is_file():
        return Theme(files)
    notes = Notes(LAYOUTS + THEME_FILE, assign=" = ")
    root = read_toml(file.read_bytes(), notes)
    values = read_fields(root, THEME_FIELDS, notes) if root else {}
    if notes.problems:
        raise ProblemsFound(notes.in_order())
    fonts = values.get("fonts", {})
    return Theme(
        files=files,
        light=_complete(values["light"], LIGHT),
        dark=_complete(values["dark"], DARK),
        headline=fonts.get("headline"),
        label=fonts.get("label"),
    )


def _complete(given: Scheme, usual: Scheme) -> Scheme:
    return Scheme(given.paper or usual.paper, given.ink or usual.ink, given.accent or usual.accent)


def theme_files(project: Project) -> tuple[ThemeFile, ...]:
    """Return the assets of the theme, each with its digest, by name."""
    found: dict[str, Path] = {}
    for folder in reversed(project.layouts):
        found.update(
            (file.relative_to(folder / ASSETS).as_posix(), file) for file in _files(folder)
        )
    return tuple(_theme_file(name, file.read_bytes()) for name, file in sorted(found.items()))


def _theme_file(name: str, data: bytes) -> ThemeFile:
    used = uses(name, data.decode(errors="replace")) if name.endswith(STYLE) else ()
    return ThemeFile(name, SourcePath(f"{LAYOUTS}{ASSETS}/{name}"), digest(data), used)


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
