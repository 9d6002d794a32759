"""Removing what builds made, and nothing else."""

import shutil
from contextlib import suppress

from generator.building.lock import site_lock
from generator.building.publish import clear, load_manifest, recover
from generator.building.request import Request


def clean(request: Request) -> int:
    """Remove every published file and all that builds remember; return how many files it was."""
    state = request.project.state
    with site_lock(state):
        recover(request.place)
        published = load_manifest(request.place)
        clear(request.place)
        for name in ("compiled", "drawings", "outputs", "preview", "scratch", "sites"):
            shutil.rmtree(state / name, ignore_errors=True)
        for pattern in ("store.*", "links.*"):
            for file in state.glob(pattern):
                file.unlink(missing_ok=True)
    with suppress(OSError):  # a file of somebody else may be in it
        (state / "lock").unlink(missing_ok=True)
        state.rmdir()
    return len(published.files) if published else 0
