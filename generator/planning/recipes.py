"""How the bytes of an output are made. A recipe holds all that decides them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.fingerprint import Digest
from generator.paths import SourcePath, UrlPath
from generator.pictures import Box, Format, Words

if TYPE_CHECKING:  # a build with nothing to do needs no page
    from generator.pages import Page


@dataclass(frozen=True, slots=True)
class FileOf:
    """A file of the site or the theme, and the digest of its bytes."""

    source: SourcePath
    digest: Digest


@dataclass(frozen=True, slots=True)
class Template:
    """A page, put through a layout."""

    layout: str
    page: "Page"


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of the site, as it is."""

    file: FileOf


@dataclass(frozen=True, slots=True)
class Resize:
    """A picture, or the part of it in `box`, drawn at a size, with its words in the file."""

    file: FileOf
    box: Box | None
    width: int
    height: int
    format: Format
    words: Words
    animated: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A picture for links to what has none: texts, set in the site's type and colours.

    `fonts` are for the title, then for the two labels.
    """

    label: str
    title: str
    site: str
    fonts: tuple[FileOf, FileOf]
    paper: str
    ink: str
    accent: str


@dataclass(frozen=True, slots=True)
class Icon:
    """The site's icon drawn at some sizes: one for a PNG file, several for a favicon.ico.

    With a `paper` it fills its square, with room around it that a system may cut off.
    """

    file: FileOf
    sizes: tuple[int, ...]
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A style sheet with what it imports, and with the addresses of what it uses.

    `parts` are its files by name, itself first; `urls` the addresses of assets by name. `settings`
    stands in for the file of that name: what site.toml says of the look, as CSS.
    """

    parts: tuple[tuple[str, FileOf], ...]
    urls: tuple[tuple[str, UrlPath], ...]
    settings: str


Recipe = Template | Copy | Resize | Card | Icon | Stylesheet


def files_of(recipe: Recipe) -> tuple[FileOf, ...]:
    """Return the files that a recipe is made from."""
    match recipe:
        case Template():
            return ()
        case Stylesheet():
            return tuple(file for _, file in recipe.parts)
        case Card():
            return recipe.fonts
        case _:
            return (recipe.file,)
