"""The site's icons, each drawn from one SVG, and the manifest that lists them."""

import json
from collections.abc import Iterable
from typing import Any

from generator.media_types import type_of
from generator.pages import TextPage
from generator.paths import OutputPath, url_of
from generator.planning.hosts.headers import ICONS, MANIFEST
from generator.planning.icons import drawing_of
from generator.planning.plan import Output
from generator.planning.recipes import Copy, FileOf, Icon, Recipe, Template
from generator.planning.references import CONTENT
from generator.planning.site import Site

FAVICON_SIZES = (16, 32, 48)
DRAWING, FAVICON, TOUCH, SMALL, LARGE, MASKABLE = ICONS
LONGEST_SHORT_NAME = 12  # characters; under an icon there is no room for more


def plan(site: Site) -> Iterable[Output]:
    """Plan every icon and the manifest; nothing for a theme without a drawing."""
    file = drawing_of(site)
    if file is None:
        return
    ours = file.source.startswith(CONTENT)
    for name, recipe in _recipes(file, site.whole.look.light.paper).items():
        yield Output(path=OutputPath(name), recipe=recipe, source=file.source if ours else None)
    lines = json.dumps(_manifest(site), ensure_ascii=False, indent=2).split("\n")
    yield Output(path=MANIFEST, recipe=Template("text.txt", TextPage(tuple(lines))))


def _recipes(file: FileOf, paper: str) -> dict[str, Recipe]:
    """Return how each icon is made. Apple and Android fill what is clear; so we do."""
    return {
        DRAWING: Copy(file),
        FAVICON: Icon(file, FAVICON_SIZES),
        TOUCH: Icon(file, (180,), paper),
        SMALL: Icon(file, (192,)),
        LARGE: Icon(file, (512,)),
        MASKABLE: Icon(file, (512,), paper),
    }


def _manifest(site: Site) -> dict[str, Any]:
    info = site.info
    home = f"{info.base_path}/"
    return {
        "name": info.title,
        "short_name": _short_name(info.title),
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "minimal-ui",
        "lang": info.language,
        "background_color": info.colors.paper_light,
        "theme_color": info.colors.paper_light,
        "icons": [
            _icon(info.base_path, DRAWING, "any", "any"),
            _icon(info.base_path, SMALL, "192x192", "any"),
            _icon(info.base_path, LARGE, "512x512", "any"),
            _icon(info.base_path, MASKABLE, "512x512", "maskable"),
        ],
    }


def _icon(base: str, name: str, sizes: str, purpose: str) -> dict[str, str]:
    url = base + url_of(OutputPath(name))
    return {"src": url, "sizes": sizes, "type": type_of(name), "purpose": purpose}


def _short_name(title: str) -> str:
    """Return as many words of the title as fit under an icon; the title where none does."""
    words = title.split()
    starts = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((start for start in starts if len(start) <= LONGEST_SHORT_NAME), title)
