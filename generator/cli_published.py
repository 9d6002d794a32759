"""One publication: it is done, and what came of it is printed."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from generator.cli_concluding import SCREEN, conclude
from generator.cli_deployed import summary
from generator.cli_deploying import open_deployer
from generator.cli_output import next_change, print_report, progress, report_json
from generator.project import Project

if TYPE_CHECKING:
    from generator.building.report import Report
    from generator.deploy.deploying import Deployer, Wish
    from generator.deploy.publishing import Published


@dataclass(frozen=True, slots=True)
class _Took:
    """How many seconds the build took, and the whole publication."""

    build: float
    whole: float


def publish_once(
    project: Project,
    target: str,
    wish: "Wish",
    *,
    purge: str | None = None,
    as_json: bool = False,
) -> tuple["Report", "Deployer"]:
    """Publish as of the wish's moment, and print what came of it."""
    from generator.deploy.publishing import has_built
    from generator.deploy.publishing import publish as run

    started = time.monotonic()
    one = open_deployer(project, target)
    begun, of_build = time.monotonic(), 0.0

    def built(report: "Report") -> None:
        nonlocal of_build
        of_build = time.monotonic() - begun
        if has_built(report) and not as_json:
            print_report(report, of_build, aside=purge == SCREEN)

    done = run(one, wish, progress(quiet=as_json), built)
    took = _Took(of_build, time.monotonic() - started)
    _tell(done, one, took, purge, as_json=as_json)
    return done.report, one


def _tell(
    done: "Published", one: "Deployer", took: _Took, purge: str | None, *, as_json: bool
) -> None:
    """Print what was done; of the build, what was not printed before; of nothing, one line."""
    from generator.deploy.publishing import has_built

    if done.is_nothing and not as_json:
        line, upcoming = summary(done.deployment, one, took.whole), next_change(done.report)
        shown = f"{line} (next change: {upcoming})" if upcoming else line
        click.echo(shown, err=purge == SCREEN)
        return
    if not (has_built(done.report) or as_json):
        print_report(done.report, took.build, aside=purge == SCREEN)
    built = report_json(done.report, done.report.problems, took.build)
    also = {"build": built} if as_json else {}
    conclude(done.deployment, one, took.whole, purge=purge, as_json=as_json, also=also)
