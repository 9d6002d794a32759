"""One publication: it is done, and what came of it is printed."""

import time
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

    def built(report: "Report") -> None:
        if has_built(report) and not as_json:
            print_report(report, time.monotonic() - started, aside=purge == SCREEN)

    done = run(one, wish, progress(quiet=as_json), built)
    _tell(done, one, time.monotonic() - started, purge, as_json=as_json)
    return done.report, one


def _tell(
    done: "Published", one: "Deployer", seconds: float, purge: str | None, *, as_json: bool
) -> None:
    """Print what was done; of the build, what was not printed before; of nothing, one line."""
    from generator.deploy.publishing import has_built

    if done.is_nothing and not as_json:
        line, upcoming = summary(done.deployment, one, seconds), next_change(done.report)
        shown = f"{line} (next change: {upcoming})" if upcoming else line
        click.echo(shown, err=purge == SCREEN)
        return
    if not (has_built(done.report) or as_json):
        print_report(done.report, seconds, aside=purge == SCREEN)
    also = {"build": report_json(done.report, done.report.problems, seconds)} if as_json else {}
    conclude(done.deployment, one, seconds, purge=purge, as_json=as_json, also=also)
