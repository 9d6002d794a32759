"""The command that brings to its readers what was built: deploy."""

import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from generator.cli_clock import site_time
from generator.cli_concluding import conclude, purge_option
from generator.cli_failing import failing
from generator.cli_output import progress
from generator.project import Project, load_config

if TYPE_CHECKING:
    from generator.building.request import Request
    from generator.deploy.deploying import Deployer, Wish

target_argument = click.argument("target", required=False, default="")
yes_option = click.option("--yes", is_flag=True, help="Do what is doubtful as well.")
take_over_option = click.option("--take-over", is_flag=True,
                                help="Finish a deploy that was interrupted elsewhere.")  # fmt: skip
dry_run_option = click.option("--dry-run", is_flag=True,
                              help="Say what would be done, and do nothing.")  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


class _Ago(click.IntRange):
    """How many deploys ago; a target's name here is one that was meant to come before."""

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        if isinstance(value, str) and not value.removeprefix("-").isdecimal():
            self.fail(f"expected a number of deploys, got {value!r}: for a target of that name, "
                      f"write deploy {value} --rollback", param, ctx)  # fmt: skip
        return int(super().convert(int(value), param, ctx))


@click.command()
@target_argument
@dry_run_option
@click.option("--rollback", "back", is_flag=False, flag_value=1, metavar="[N]",
              type=_Ago(1), help="Deploy what was there N deploys ago.")  # fmt: skip
@click.option("--all", "again", is_flag=True, help="Send every file, changed or not.")
@yes_option
@take_over_option
@purge_option
@json_option
@click.pass_obj
def deploy(
    project: Project,
    /,
    target: str,
    *,
    back: int | None,
    dry_run: bool,
    purge: str | None,
    as_json: bool,
    **wanted: bool,
) -> None:
    """Bring what was built last to TARGET, a name of site.toml; production unless given."""
    started = time.monotonic()
    with failing(target, purge, as_json=as_json):
        one = open_deployer(project, target)
        wish = replace(deployment_wish(**wanted), is_rehearsal=dry_run)
        shown = progress(quiet=as_json)
        done = one.roll_back(back, wish, shown) if back else one.deploy(wish, shown)
        conclude(done, one, time.monotonic() - started, purge=purge, as_json=as_json)


def deployment_wish(*, yes: bool = False, take_over: bool = False, again: bool = False) -> "Wish":
    """Return how a deploy is wanted, as of the clock."""
    from generator.deploy.deploying import Wish

    return Wish(now=site_time(""), environment=dict(os.environ), is_certain=yes,
                take_over=take_over, again=again)  # fmt: skip


def deployment_request(project: Project) -> "Request":
    """Return the build of what readers are to see, as of the clock."""
    from generator.building.request import Request
    from generator.building.workers import default_jobs

    return Request(project=project, now=site_time(""), clock_ns=time.time_ns(),
                   jobs=default_jobs())  # fmt: skip


def open_deployer(project: Project, name: str) -> "Deployer":
    """Return a target of the site, as of the clock."""
    from generator.deploy.deploying import deployer

    return deployer(deployment_request(project), load_config(project), name)
