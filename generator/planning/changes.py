"""For whom a site is built, and what will happen to it by itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

RELEASE = "goes live"  # how the reason ends for which a site shows an article that waited


class Audience(Enum):
    """For whom a site is built."""

    PUBLIC = "public"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happens to the site by itself, with no edit."""

    at: datetime
    reason: str
