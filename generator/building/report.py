"""What a build did, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from generator.building.profile import Profile
from generator.errors import Problem
from generator.paths import OutputPath
from generator.planning.changes import Change

Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much


def silent(_: str, __: int, ___: int) -> None:
    """Show no progress."""


class Reason(StrEnum):
    """Why an output was rendered."""

    NEW = "it is new"
    GENERATOR = "Broadsheet itself changed"
    SITE = "site.toml or the theme's assets changed"
    LAYOUT = "its layout changed"
    PAGE = "what it shows changed"
    MISSING = "it was missing from the result"
    EDITED = "it was edited by hand in the result"


@dataclass(frozen=True, slots=True)
class Report:
    """A finished build. Counts are of files; `rendered` says why for each output.

    `changes` are those that will happen to the site by themselves, soonest first.
    """

    outputs: tuple[OutputPath, ...]
    changes: tuple[Change, ...]
    read: int
    rendered: Mapping[OutputPath, Reason]
    written: tuple[OutputPath, ...]
    removed: tuple[OutputPath, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = field(default=())
    profile: Profile = field(default=Profile({}), compare=False)

    @property
    def next(self) -> datetime | None:
        """When the site would next change with no edit."""
        return self.changes[0].at if self.changes else None
