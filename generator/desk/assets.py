"""The desk's own style sheets and scripts. Only these names are known: no path leads away."""

from pathlib import Path

from generator.media_types import served_as

SHEETS = ("base", "panels", "marks", "charts", "list", "story", "looks", "bar")
SCRIPTS = ("desk", "bar")
NAMES = (*(f"{name}.css" for name in SHEETS), *(f"{name}.js" for name in SCRIPTS))


def asset(name: str) -> tuple[bytes, str] | None:
    """Return a file's bytes and its media type, or None where the desk has no such file."""
    if name not in NAMES:
        return None
    return (Path(__file__).with_name("assets") / name).read_bytes(), served_as(name)
