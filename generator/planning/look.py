"""How the site looks: the theme's colours and type, and what site.toml sets in their place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.config import Config, Face, Scheme
from generator.errors import Problem
from generator.model import OtherFile
from generator.paths import SourcePath, UrlPath, url_of
from generator.pictures import TONES
from generator.planning.addresses import file_path
from generator.planning.colors import EASILY, READABLE, contrast, readable_on
from generator.planning.recipes import FileOf
from generator.planning.references import References, content_path
from generator.planning.theme import THEME_FILE, Theme

FIRST_FAMILY = re.compile(r"""\s*(?:"[^"]*"|'[^']*'|[^,]*)""")
FACES = ("headline", "text", "label")
VARIABLES = {"headline": "--headline", "text": "--text", "label": "--grotesque"}


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of both schemes, the look as CSS, and the type of drawn cards.

    `type` pairs the parts of the type that site.toml sets with their files' addresses. `files` are
    the content that it needs. Without `fonts` no card can be drawn.
    """

    light: Scheme
    dark: Scheme
    css: str
    type: tuple[tuple[str, UrlPath | str], ...]
    fonts: tuple[FileOf, FileOf] | None
    files: tuple[SourcePath, ...]
    problems: tuple[Problem, ...]


def look_of(config: Config, theme: Theme, references: References) -> Look:
    """Return how the site looks; a colour that nobody could read is a problem."""
    light = config.theme.light.over(theme.light)
    dark = _dark(config, theme).over(theme.dark)
    faces = _Faces(config, references)
    css = "\n".join((*_colors(light, dark), *faces.css(), *_tones())) + "\n"
    return Look(
        light=light,
        dark=dark,
        css=css,
        type=tuple(faces.addresses()),
        fonts=_fonts(faces, theme),
        files=tuple(each.source for each in faces.found.values()),
        problems=(*_contrasts(config, light, dark), *faces.problems),
    )


def _dark(config: Config, theme: Theme) -> Scheme:
    """Return the dark scheme as given; its accent follows the light one's."""
    given, accent = config.theme.dark, config.theme.light.accent
    if given.accent or accent in ("", theme.light.accent):
        return given
    paper = given.paper or theme.dark.paper
    return replace(given, accent=readable_on(paper, accent, EASILY))


def _contrasts(config: Config, light: Scheme, dark: Scheme) -> Iterator[Problem]:
    for name, scheme in (("light", light), ("dark", dark)):
        for part, color in (("ink", scheme.ink), ("accent", scheme.accent)):
            found = contrast(color, scheme.paper)
            if found < READABLE:
                message = (
                    f"expected a colour with a contrast of {READABLE} to 1 on {scheme.paper}, "
                    f"got {color} with {found:.1f}"
                )
                hint = f'{part} = "{readable_on(scheme.paper, color)}"'
                given: Scheme = getattr(config.theme, name)
                problem = config.problem(_key(config, f"theme.{name}.{part}"), message, hint)
                is_the_themes = not given.paper and not getattr(given, part)
                yield replace(problem, path=THEME_FILE, line=0) if is_the_themes else problem


def _key(config: Config, key: str) -> str:
    """Return the key under which a colour was given: an accent may stand above its scheme."""
    above = key.replace(".light.", ".")
    given = {name for name, *_ in config.places}
    return above if above in given and key not in given else key


def _colors(light: Scheme, dark: Scheme) -> Iterator[str]:
    yield ":root {"
    for part in ("paper", "ink", "accent"):
        yield f"  --{part}-light: {getattr(light, part)};"
        yield f"  --{part}-dark: {getattr(dark, part)};"
    yield "}"


def _tones() -> Iterator[str]:
    """Yield the class of each colour that may stand in a picture's place until it has loaded.

    Dusted with grey: few colours are told apart, and pure ones would shout.
    """
    yield '[class*="tone-"] { background-color: color-mix(in oklab, var(--tone) 45%, #888) }'
    yield from (f".tone-{tone} {{ --tone: #{tone} }}" for tone in TONES)


class _Faces:
    """The typefaces that site.toml sets, and the files of theirs that exist."""

    def __init__(self, config: Config, references: References) -> None:
        self._given: dict[str, Face | None] = {part: getattr(config.theme, part) for part in FACES}
        self.found: dict[str, OtherFile] = {}
        self.problems: list[Problem] = []
        for part, face in self._given.items():
            for path in (face.file, face.italic) if face else ():
                source = content_path(path)
                if path and source in references.others:
                    self.found[path] = references.others[source]
                elif path:
                    message = f'expected a font file under content/, got "{path}", which is none'
                    self.problems.append(config.problem(f"theme.fonts.{part}", message))

    def css(self) -> Iterator[str]:
        for part, face in self._given.items():
            if face:
                yield f":root {{ {VARIABLES[part]}: {face.families}; }}"
                yield from self._faces(face)

    def _faces(self, face: Face) -> Iterator[str]:
        family = FIRST_FAMILY.match(face.families)[0].strip()  # type: ignore[index]
        for path, style in ((face.file, "normal"), (face.italic, "italic")):
            if path in self.found:
                yield (
                    f"@font-face {{ font-family: {family}; font-style: {style}; "
                    f"font-weight: 100 900; font-display: swap; "
                    f'src: url("..{url_of(file_path(self.found[path]))}") format("woff2"); }}'
                )

    def addresses(self) -> Iterator[tuple[str, UrlPath | str]]:
        """Yield the parts that site.toml sets, each with the address of its file, "" for none."""
        for part, face in self._given.items():
            if face:
                found = self.found.get(face.file)
                yield part, url_of(file_path(found)) if found else ""

    def file(self, part: str) -> FileOf | None:
        """Return the file of a typeface that site.toml sets."""
        face = self._given[part]
        found = self.found.get(face.file) if face else None
        return FileOf(found.source, found.digest) if found else None


def _fonts(faces: _Faces, theme: Theme) -> tuple[FileOf, FileOf] | None:
    """Return the fonts of cards: of the headline, and of labels."""
    headline = faces.file("headline") or _theme_file(theme, theme.headline)
    label = faces.file("label") or _theme_file(theme, theme.label) or headline
    return (headline, label) if headline and label else None


def _theme_file(theme: Theme, face: Face | None) -> FileOf | None:
    found = theme.file(face.file) if face else None
    return found.file if found else None
