"""Publishing: a build, and a deploy of what was built, both as of one moment."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from generator.building.build import build
from generator.building.publish import load_manifest, manifest_digest
from generator.building.report import Progress, Report
from generator.deploy.deploying import Deployer, Wish
from generator.deploy.transaction import Deployment
from generator.errors import BroadsheetError
from generator.fingerprint import Digest


class ClockBehind(BroadsheetError):
    """Raised where the clock shows less than it did at the last deploy.

    A site as of an earlier moment lacks what went live since, and has again what was taken down.
    """

    def __init__(self, now: datetime, reached: datetime) -> None:
        self.seconds = (reached - now).total_seconds()
        super().__init__(
            f"{behind(now, reached)}; set the clock, or say with --yes that it is right now"
        )


@dataclass(frozen=True, slots=True)
class Published:
    """What was built, and what was deployed."""

    report: Report
    deployment: Deployment

    @property
    def is_nothing(self) -> bool:
        """Whether there was nothing to do."""
        return self.deployment.changes.is_empty and not has_built(self.report)


def publish(
    one: Deployer, wish: Wish, progress: Progress, built: Callable[[Report], None]
) -> Published:
    """Build as of `wish.now`, and deploy that; `built` is called in between.

    Both are of one moment, so that a change which comes due in between waits for the next one.
    Raise as `build` and `Deployer.deploy` do, and `ClockBehind` unless it is certain.
    """
    _mind_the_clock(one, wish)
    report = build(replace(one.build, now=wish.now), progress)
    built(report)
    return Published(report, one.deploy(wish, progress))


def has_built(report: Report) -> bool:
    """Whether a build did anything, or has anything new to say."""
    return bool(report.read or report.rendered or report.removed or report.notices)


def behind(now: datetime, reached: datetime) -> str:
    """Say that the clock is behind what readers have."""
    of = reached.astimezone(now.tzinfo)
    return (
        f"the clock shows {now:%Y-%m-%d %H:%M:%S}, and readers have the site as of "
        f"{of:%Y-%m-%d %H:%M:%S}: nothing is published before then, so that nothing is taken back"
    )


def result_of(one: Deployer) -> Digest:
    """Return what tells the result that stands now from that of any other build."""
    return manifest_digest(one.build.place)


def due(one: Deployer) -> datetime | None:
    """Return when the site as it was built last, by whomever, changes by itself."""
    manifest = load_manifest(one.build.place)
    until = manifest.facts.get("until", "") if manifest else ""
    return datetime.fromisoformat(until) if until else None


def _mind_the_clock(one: Deployer, wish: Wish) -> None:
    reached = one.reached
    if reached is None or wish.now >= reached:
        return
    if not wish.is_certain:
        raise ClockBehind(wish.now, reached)
    if not wish.is_rehearsal:
        one.reach_back(wish.now)
