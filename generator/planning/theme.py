"""The theme as planning knows it: its assets, and what it says of its own colours and type."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.config import Face, Scheme
from generator.fingerprint import Digest, digest
from generator.paths import OutputPath, SourcePath, UrlPath, url_of
from generator.planning.recipes import FileOf

THEME_FILE = SourcePath("layouts/theme.toml")
STYLE = ".css"
SETTINGS = "settings.css"  # what a style sheet imports to get the colours and type of site.toml


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A file of `layouts/assets/`: its name there, its digest, the names of what it uses."""

    name: str
    source: SourcePath
    digest: Digest
    uses: tuple[str, ...] = ()

    @property
    def file(self) -> FileOf:
        """The file, as recipes name it."""
        return FileOf(self.source, self.digest)


# The colours of a theme that says nothing of its own.
LIGHT = Scheme("#ffffff", "#000000", "#000000")
DARK = Scheme("#000000", "#ffffff", "#ffffff")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its assets by name, and how it looks where site.toml says nothing.

    The files of its typefaces are names of assets.
    """

    files: tuple[ThemeFile, ...] = ()
    light: Scheme = LIGHT
    dark: Scheme = DARK
    headline: Face | None = None
    label: Face | None = None

    def file(self, name: str) -> ThemeFile | None:
        """Return an asset by its name."""
        return next((each for each in self.files if each.name == name), None)


def plain_path(asset: ThemeFile) -> OutputPath:
    """Return where an asset is published as it is; its name carries its digest."""
    return _named(asset.name, asset.digest)


def style_path(name: str, parts: tuple[tuple[str, FileOf], ...], *rest: str) -> OutputPath:
    """Return where a style sheet is published; its name carries all that it is made from."""
    made_from = "\0".join((*(f"{each}:{file.digest}" for each, file in parts), *rest))
    return _named(name, digest(made_from.encode()))


def _named(name: str, key: Digest) -> OutputPath:
    path = PurePosixPath(name)
    return OutputPath(f"assets/{path.with_suffix('')}.{key[:12]}{path.suffix}")


def plain_url(asset: ThemeFile) -> UrlPath:
    """Return the address of an asset that is published as it is."""
    return url_of(plain_path(asset))
