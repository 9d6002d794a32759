"""The sentences of a language: `messages/<language>.toml` in the layouts folders.

A region's catalogue lies over its language's, and the site's own over the theme's, message by
message: a site changes one sentence without copying them all.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping

from generator.errors import Problem, ProblemsFound
from generator.rendering.layout_files import LayoutFiles

_TOML_PLACE = re.compile(r"(?P<message>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)")


def languages_of(language: str) -> tuple[str, ...]:
    """Return the languages that a tag falls back to, the widest first: es, es-419."""
    parts = language.split("-")
    return tuple("-".join(parts[: count + 1]) for count in range(len(parts)))


def catalogue_files(language: str, files: LayoutFiles) -> tuple[tuple[str, bytes], ...]:
    """Return the catalogues of a language by name, each to lie over those before it."""
    names = (f"messages/{each}.toml" for each in languages_of(language))
    return tuple((name, data) for name in names for data in reversed(files.versions(name)))


def load_catalogue(language: str, files: LayoutFiles) -> Mapping[str, str]:
    """Return a language's messages; raise `ProblemsFound` where it has none or they are unclear."""
    catalogues = catalogue_files(language, files)
    if not catalogues:
        raise ProblemsFound([_no_catalogue(language)])
    messages: dict[str, str] = {}
    problems: list[Problem] = []
    for name, data in catalogues:
        try:
            messages |= _messages(name, data)
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    return messages


def _no_catalogue(language: str) -> Problem:
    path = f"layouts/messages/{languages_of(language)[0]}.toml"
    message = f'expected the messages of the site\'s language, "{language}", got no such file'
    return Problem(path, 0, 0, "", message, "copy messages/en.toml of the theme and translate it")


def _messages(name: str, data: bytes) -> dict[str, str]:
    path = f"layouts/{name}"
    try:
        values = tomllib.loads(data.decode())
    except UnicodeDecodeError:
        raise ProblemsFound([Problem(path, 0, 0, "", "expected UTF-8, got other bytes")]) from None
    except tomllib.TOMLDecodeError as error:
        raise ProblemsFound([_unreadable(path, str(error))]) from None
    problems = tuple(_not_text(path, values))
    if problems:
        raise ProblemsFound(problems)
    return values


def _unreadable(path: str, error: str) -> Problem:
    found = _TOML_PLACE.fullmatch(error)
    if found is None:
        return Problem(path, 0, 0, "", f"expected TOML: {error}")
    line, column = int(found["line"]), int(found["column"])
    return Problem(path, line, column, "", f"expected TOML: {found['message']}")


def _not_text(path: str, values: Mapping[str, object]) -> Iterator[Problem]:
    for key, value in values.items():
        if not isinstance(value, str):
            kind = type(value).__name__
            yield Problem(path, 0, 0, key, f"expected text, got {kind}", f'{key} = "..."')
