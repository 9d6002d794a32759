"""What a build is asked for."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.building.publish import Place
from generator.fingerprint import digest
from generator.planning.changes import Audience
from generator.project import Project

SECOND_NS = 1_000_000_000
AROUND = 60  # seconds within which a time is now


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to build, for whom, as of when, and where to put it.

    `clock_ns` is the machine's time, which decides only whether file stamps are trusted; `now` is
    the site's time, which decides what is public. `jobs` counts processes; `cluster` is the address
    of more, on other machines, or "". `clean` builds as if for the first time; `scratch` builds
    aside, with nothing remembered, to compare.
    """

    project: Project
    now: datetime
    clock_ns: int
    audience: Audience = Audience.PUBLIC
    output: Path | None = None
    base_url: str = ""
    jobs: int = 1
    cluster: str = ""
    clean: bool = False
    scratch: bool = False

    @property
    def is_of_another_time(self) -> bool:
        """Whether the site is wanted as it was, or will be, at another time than now."""
        return abs(self.now.timestamp() - self.clock_ns / SECOND_NS) > AROUND

    @property
    def place(self) -> Place:
        """Where the result lies, and where its manifest does."""
        outputs = self.project.state / "outputs"
        if self.scratch:
            return Place(self.project.state / "scratch", outputs / "scratch")
        if self.output is None and self.audience is Audience.PREVIEW:
            return Place(self.project.state / "preview", outputs / "preview")
        root = (self.output or self.project.public).resolve()
        if root == self.project.public.resolve():
            return Place(self.project.public, outputs / "public")
        return Place(root, outputs / digest(str(root).encode()))

    @property
    def target(self) -> str:
        """The name of the place in the store."""
        return self.place.state.name

    @property
    def drawings_path(self) -> Path | None:
        """Where drawn pictures are kept; None where nothing is to be remembered."""
        return None if self.scratch else self.project.state / "drawings"

    @property
    def compiled_path(self) -> Path | None:
        """Where compiled layouts are kept; None where nothing is to be remembered."""
        return None if self.scratch else self.project.state / "compiled"

    @property
    def store_path(self) -> Path | None:
        """Where the store lies; None for one in memory."""
        return None if self.scratch else self.project.state / "store.sqlite"
