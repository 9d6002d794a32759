"""The files of the theme, wherever they lie: the site's own before the packaged ones."""

from collections.abc import Collection, Iterator
from pathlib import Path

from generator.errors import Problem, ProblemsFound
from generator.fields import Field, Notes, read_fields
from generator.fingerprint import digest, fingerprint
from generator.paths import SourcePath
from generator.planning.theme import DARK, LIGHT, STYLE, THEME_FILE, Theme, ThemeFile
from generator.project import Project
from generator.reading.sources import is_leaving
from generator.rendering.stylesheets import faults, uses
from generator.site_fields import FONTS, SCHEME
from generator.toml_nodes import read_toml

LAYOUTS = "layouts/"
ASSETS = "assets"
THEME_FIELDS = (
    Field("light", SCHEME, "The colours of the light scheme.", required=True),
    Field("dark", SCHEME, "The colours of the dark scheme.", required=True),
    Field("fonts", FONTS, "The typefaces of cards; their files are names under assets/."),
)


def theme_of(project: Project) -> Theme:
    """Return the theme; raise `ProblemsFound` where its theme.toml is at fault."""
    file = file_of(project, THEME_FILE)
    files = theme_files(project)
    if not file.is_file():
        return Theme(files)
    notes = Notes(THEME_FILE, assign=" = ")
    root = read_toml(file.read_bytes(), notes)
    values = read_fields(root, THEME_FIELDS, notes) if root else {}
    if notes.problems:
        raise ProblemsFound(notes.in_order())
    fonts = values.get("fonts", {})
    return Theme(
        files=files,
        light=values["light"].over(LIGHT),
        dark=values["dark"].over(DARK),
        headline=fonts.get("headline"),
        label=fonts.get("label"),
    )


def theme_files(project: Project) -> tuple[ThemeFile, ...]:
    """Return the assets of the theme, each with its digest, by name."""
    found: dict[str, Path] = {}
    for folder in reversed(project.layouts):
        found.update(
            (file.relative_to(folder / ASSETS).as_posix(), file) for file in _files(folder)
        )
    problems: list[Problem] = []
    files = [
        _theme_file(name, file.read_bytes(), found.keys(), problems)
        for name, file in sorted(found.items())
    ]
    if problems:
        raise ProblemsFound(problems)
    return tuple(files)


def _theme_file(
    name: str, data: bytes, known: Collection[str], problems: list[Problem]
) -> ThemeFile:
    source = SourcePath(f"{LAYOUTS}{ASSETS}/{name}")
    if not name.endswith(STYLE):
        return ThemeFile(name, source, digest(data))
    try:
        css = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(source, 0, 0, "", "expected text in UTF-8, got other bytes"))
        return ThemeFile(name, source, digest(data))
    problems += [
        Problem(source, line, 1, "", message, hint)
        for line, message, hint in faults(name, css, known)
    ]
    return ThemeFile(name, source, digest(data), uses(name, css))


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
    """Yield the assets of a folder, without links and without what editors leave behind."""
    for file in sorted((folder / ASSETS).rglob("*")):
        parts = file.relative_to(folder).parts
        if file.is_file() and not file.is_symlink() and not any(map(is_leaving, parts)):
            yield file
