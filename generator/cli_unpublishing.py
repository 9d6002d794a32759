"""The command that takes one address down everywhere."""

import time
from typing import TYPE_CHECKING

import click

from generator.cli_concluding import SCREEN, conclude, purge_option
from generator.cli_deploying import deployment_request, deployment_wish, take_over_option
from generator.cli_output import complain, print_problems, print_report, progress
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
@purge_option
@click.pass_obj
def unpublish(
    project: Project,
    address: str,
    *,
    text: str,
    no_deploy: bool,
    take_over: bool,
    purge: str | None,
) -> int:
    """Take ADDRESS down, at every target, with all that shows it; leave a tombstone in content/.

    Deploys before this one are forgotten: none of them can be taken back. What else would be
    doubtful is told and done. Where a target could not be reached, run it again.
    """
    from generator.deploy.deploying import deployers
    from generator.deploy.unpublishing import bury

    stone = bury(deployment_request(project), address, text)
    where = f"in {' and '.join(stone.files)}" if stone.files else "already"
    aside = purge == SCREEN
    click.echo(f"{stone.address} is taken down {where}", err=aside)
    if no_deploy:
        click.echo(f"Next: broadsheet unpublish {stone.address}", err=aside)
        return DONE
    targets = deployers(deployment_request(project), load_config(project))
    if not targets:
        click.echo("Next: broadsheet build, and bring public/ to its host", err=aside)
    are_down = [_take_down(each, take_over=take_over, purge=purge) for each in targets]
    return DONE if all(are_down) else PROBLEMS


def _take_down(one: "Deployer", *, take_over: bool, purge: str | None) -> bool:
    """Publish, and forget what was deployed before; one target's fault stops no other."""
    from generator.deploy.publishing import publish

    started = time.monotonic()
    wish = deployment_wish(yes=True, take_over=take_over)

    def built(report: "Report") -> None:
        print_report(report, time.monotonic() - started, aside=purge == SCREEN)

    try:
        if not one.is_deployed(wish):  # by --yes, it would replace a site of somebody else's
            click.echo(f"{one.name} has no deploy that could show it", err=purge == SCREEN)
            return True
        done = publish(one, wish, progress(quiet=False), built).deployment
        # Before what may fail: another run would find nothing that has changed.
        conclude(done, one, time.monotonic() - started, purge=purge, as_json=False)
        one.forget(wish)
    except ProblemsFound as error:
        print_problems(error.problems)
        complain(f"{one.name}: mend this, and run it again")
        return False
    except BroadsheetError as error:
        complain(f"{one.name}: {error}")
        return False
    return True
