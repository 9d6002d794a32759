"""Which paths cannot stand beside one another."""

from collections.abc import Iterable

from generator.building.disk import folders_of
from generator.paths import OutputPath, collision_key, path_fault


def collide(new: Iterable[OutputPath], known: Iterable[OutputPath]) -> bool:
    """Whether some paths cannot stand beside others, on any system."""
    keys = [*map(_key, new)]
    taken = {*map(_key, known)}
    everything = taken | {*keys}
    return (
        any(path_fault(path) for path in new)
        or len({*keys}) < len(keys)
        or any(key in taken for key in keys)
        or bool(folders_of(everything) & everything)
    )


def _key(path: OutputPath) -> OutputPath:
    return OutputPath(collision_key(path))
