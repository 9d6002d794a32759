"""Where the time of a build went: its stages, and what was slow in two of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from generator.paths import SourcePath

MOST = 5  # of the slowest


@dataclass(frozen=True, slots=True)
class Profile:
    """Seconds: of each stage in order, of the slowest files to read, of the slowest layouts.

    A layout has the number of its pages, and the seconds of all. Several processes read and render,
    so that files and layouts may add up to more than their stage.
    """

    stages: Mapping[str, float]
    files: tuple[tuple[SourcePath, float], ...] = ()
    layouts: tuple[tuple[str, int, float], ...] = ()


class Stopwatch:
    """Measures the stages of one build."""

    def __init__(self) -> None:
        """Start with no stage."""
        self._stages: dict[str, float] = {}
        self._files: dict[SourcePath, float] = {}
        self._layouts: Counter[str] = Counter()
        self._seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage."""
        began = perf_counter()
        yield
        self._stages[name] = self._stages.get(name, 0.0) + perf_counter() - began

    def read(self, files: Mapping[SourcePath, float]) -> None:
        """Take the seconds that reading some files took."""
        self._files.update(files)

    def rendered(self, pages: Iterable[tuple[str, float]]) -> None:
        """Take the layout of each page, and the seconds that it took."""
        for layout, seconds in pages:
            self._layouts[layout] += 1
            self._seconds[layout] = self._seconds.get(layout, 0.0) + seconds

    @property
    def profile(self) -> Profile:
        """What was measured so far."""
        files = sorted(self._files.items(), key=lambda each: -each[1])[:MOST]
        slowest = sorted(self._seconds.items(), key=lambda each: -each[1])[:MOST]
        layouts = tuple((name, self._layouts[name], seconds) for name, seconds in slowest)
        return Profile(self._stages, tuple(files), layouts)
