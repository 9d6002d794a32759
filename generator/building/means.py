"""What a build is asked for, and what it works with."""

from dataclasses import dataclass, field

from generator.building.memory.store import Store
from generator.building.profile import Stopwatch
from generator.building.report import Progress, silent
from generator.building.request import Request
from generator.building.workers import Workers


@dataclass(frozen=True, slots=True)
class Means:
    """A request, what earlier builds left, who does the work, and who is told of it."""

    request: Request
    store: Store
    workers: Workers
    progress: Progress = silent
    watch: Stopwatch = field(default_factory=Stopwatch)
