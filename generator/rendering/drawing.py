"""Recipes that are drawn: pictures, cards, icons. What cannot be drawn is its file's problem.

Each library is loaded by the first recipe that needs it.
"""

from collections.abc import Callable

from generator.errors import Problem, ProblemsFound
from generator.paths import SourcePath
from generator.planning.recipes import Card, FileOf, Icon, Resize

BytesOf = Callable[[FileOf], bytes]


def draw(recipe: Resize | Card | Icon, bytes_of: BytesOf) -> bytes:
    """Return the bytes of a drawn output."""
    match recipe:
        case Resize():
            return _resized(recipe, bytes_of(recipe.file))
        case Card():
            return _card(recipe, bytes_of)
        case Icon():
            return _icon(recipe, bytes_of(recipe.file))


def _resized(recipe: Resize, data: bytes) -> bytes:
    from generator.imaging.inspecting import NotAPicture
    from generator.imaging.resizing import resized

    try:
        return resized(
            data,
            box=recipe.box,
            width=recipe.width,
            height=recipe.height,
            format=recipe.format,
            words=recipe.words,
            animated=recipe.animated,
        )
    except NotAPicture as error:
        raise _fault(recipe.file.source, error.message, error.hint) from error


def _card(recipe: Card, bytes_of: BytesOf) -> bytes:
    from generator.imaging.cards import NotAFont, card

    title, label = recipe.fonts
    try:
        return card(
            label=recipe.label,
            title=recipe.title,
            site=recipe.site,
            fonts=(bytes_of(title), bytes_of(label)),
            paper=recipe.paper,
            ink=recipe.ink,
            accent=recipe.accent,
        )
    except NotAFont as error:
        raise _fault(recipe.fonts[error.font].source, error.message, error.hint) from error


def _icon(recipe: Icon, data: bytes) -> bytes:
    from generator.imaging.icons import NotADrawing, icon

    try:
        return icon(data, sizes=recipe.sizes, paper=recipe.paper)
    except NotADrawing as error:
        raise _fault(recipe.file.source, error.message, error.hint) from error


def _fault(source: SourcePath, message: str, hint: str = "") -> ProblemsFound:
    return ProblemsFound([Problem(source, 0, 0, "", message, hint)])
