"""What becomes of the theme's assets: style sheets whole, everything else as it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.paths import OutputPath, url_of
from generator.planning.recipes import Copy, Stylesheet
from generator.planning.theme import (
    SETTINGS,
    STYLE,
    Theme,
    ThemeFile,
    plain_path,
    plain_url,
    style_path,
)


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset of the theme, as it is published."""

    name: str
    path: OutputPath
    recipe: Copy | Stylesheet

    @property
    def url(self) -> str:
        """Its address."""
        return url_of(self.path)


def published(theme: Theme, settings: str) -> tuple[Asset, ...]:
    """Return what is published of a theme; a style sheet that another imports is part of that."""
    by_name = {each.name: each for each in theme.files}
    parts = {name for each in theme.files for name in each.uses if name.endswith(STYLE)}
    return tuple(
        _style(each, by_name, settings) if each.name.endswith(STYLE) else _plain(each)
        for each in theme.files
        if each.name not in parts
    )


def _plain(asset: ThemeFile) -> Asset:
    return Asset(asset.name, plain_path(asset), Copy(asset.file))


def _style(style: ThemeFile, by_name: Mapping[str, ThemeFile], settings: str) -> Asset:
    used = dict.fromkeys(_used(style, by_name))
    parts = tuple((each.name, each.file) for each in used if each.name.endswith(STYLE))
    urls = tuple((each.name, plain_url(each)) for each in used if not each.name.endswith(STYLE))
    own = settings if any(SETTINGS in each.uses for each in used) else ""
    path = style_path(style.name, parts, own, *(url for _, url in urls))
    return Asset(style.name, path, Stylesheet(parts, urls, own))


def _used(
    asset: ThemeFile, by_name: Mapping[str, ThemeFile], seen: tuple[str, ...] = ()
) -> Iterator[ThemeFile]:
    """Yield a style sheet, what it imports, and what any of them points to."""
    yield asset
    for name in asset.uses:
        if name in by_name and name not in seen:
            yield from _used(by_name[name], by_name, (*seen, asset.name))
