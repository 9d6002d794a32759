"""From an output to its bytes, whatever its recipe."""

from collections.abc import Callable, Iterable, Mapping
from typing import assert_never

from generator.errors import Problem, ProblemsFound
from generator.fingerprint import Digest, digest
from generator.pages import (
    ArticlePage,
    AuthorCard,
    BodyHtml,
    FeedPage,
    ListingPage,
    Page,
    StaticPage,
)
from generator.paths import SourcePath
from generator.planning.plan import Output
from generator.planning.recipes import (
    Card,
    Copy,
    FileOf,
    Icon,
    Recipe,
    Resize,
    Stylesheet,
    Template,
)
from generator.rendering.stylesheets import whole
from generator.rendering.templates import Templates

SourceBytes = Callable[[SourcePath], bytes]


def render(
    output: Output,
    templates: Templates,
    bodies: Mapping[Digest, str],
    source_bytes: SourceBytes,
) -> bytes:
    """Return an output's bytes; raise `ProblemsFound` where its layout or its file is at fault.

    `bodies` holds the HTML of each body that `bodies_of` names. Pictures are drawn by libraries
    that are loaded with the first of them.
    """
    recipe = output.recipe
    match recipe:
        case Template():
            return templates.render(recipe, bodies)
        case Copy():
            return _bytes(recipe.file, source_bytes)
        case Stylesheet():
            texts = {
                name: _bytes(file, source_bytes).decode("utf-8-sig") for name, file in recipe.parts
            }
            return whole(recipe, texts).encode()
        case Resize() | Card() | Icon():
            from generator.rendering.drawing import draw

            return draw(recipe, lambda file: _bytes(file, source_bytes))
        case _:
            assert_never(recipe)


def bodies_of(recipe: Recipe) -> tuple[Digest, ...]:
    """Return the digests of the bodies that a recipe needs, each once."""
    match recipe:
        case Template(page=page):
            return tuple(dict.fromkeys(body.digest for body in _bodies_on(page)))
        case _:
            return ()


def _bodies_on(page: Page) -> Iterable[BodyHtml]:
    match page:
        case ArticlePage():
            return (page.body, *_biographies(page.authors))
        case StaticPage():
            return (page.body,)
        case ListingPage(author=AuthorCard() as author):
            return _biographies((author,))
        case FeedPage():
            return (item.body for item in page.items)
        case _:
            return ()


def _biographies(authors: tuple[AuthorCard, ...]) -> tuple[BodyHtml, ...]:
    return tuple(author.body for author in authors if author.body)


def _bytes(file: FileOf, source_bytes: SourceBytes) -> bytes:
    """Return a file's bytes if they are those that the plan was made for."""
    try:
        data = source_bytes(file.source)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        raise ProblemsFound([Problem(file.source, 0, 0, "", message)]) from error
    if digest(data) != file.digest:
        message = "the file was changed during the build"
        raise ProblemsFound([Problem(file.source, 0, 0, "", message, "build again")])
    return data
