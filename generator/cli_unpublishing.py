"""The command that takes one address down everywhere."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from generator.cli_clock import site_time
from generator.cli_concluding import conclude
from generator.cli_deploying import deployment_wish, take_over_option
from generator.cli_output import complain, print_report, progress
from generator.errors import BroadsheetError, ProblemsFound
from generator.project import Project, load_config

if TYPE_CHECKING:
    from generator.building.report import Report
    from generator.deploy.deploying import Deployer

DONE, PROBLEMS = 0, 1


@click.command()
@click.argument("address")
@click.option("--text", default="", help="Why, in a sentence for readers.")
@click.option("--no-deploy", is_flag=True, help="Change the sources, and leave the rest for later.")
@take_over_option
@click.pass_obj
def unpublish(
    project: Project, address: str, *, text: str, no_deploy: bool, take_over: bool
) -> int:
    """Take ADDRESS down, at every target, with all that shows it; leave a tombstone in content/.

    Deploys before this one are forgotten: none of them can be taken back.
    """
    from generator.building.request import Request
    from generator.building.workers import default_jobs
    from generator.deploy.deploying import deployers
    from generator.deploy.unpublishing import bury

    request = Request(project=project, now=site_time(""), clock_ns=time.time_ns(),
                      jobs=default_jobs())  # fmt: skip
    stone = bury(request, address, text)
    click.echo(f"{stone.address} is taken down in {' and '.join(stone.files)}")
    if no_deploy:
        click.echo("Next: broadsheet publish")
        return DONE
    targets = deployers(replace(request, clock_ns=time.time_ns()), load_config(project))
    if not targets:
        click.echo("Next: broadsheet build, and bring public/ to its host")
    are_down = [_take_down(each, take_over=take_over) for each in targets]
    return DONE if all(are_down) else PROBLEMS


def _take_down(one: "Deployer", *, take_over: bool) -> bool:
    """Publish, and forget what was deployed before; one target's fault stops no other."""
    from generator.deploy.publishing import publish

    started = time.monotonic()
    wish = deployment_wish(yes=True, take_over=take_over)

    def built(report: "Report") -> None:
        print_report(report, time.monotonic() - started)

    try:
        done = publish(one, wish, progress(quiet=False), built).deployment
        one.forget()
    except ProblemsFound:
        raise  # of the sources, so of every target
    except BroadsheetError as error:
        complain(f"{one.name}: {error}")
        return False
    conclude(done, one, time.monotonic() - started, purge=None, as_json=False)
    return True
