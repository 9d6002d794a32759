"""The command that builds the site and brings it to its readers: publish."""

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from generator.cli_clock import site_time
from generator.cli_concluding import SCREEN, purge_option
from generator.cli_deploying import (
    deployment_wish,
    dry_run_option,
    json_option,
    take_over_option,
    target_argument,
    yes_option,
)  # fmt: skip
from generator.cli_failing import failing
from generator.cli_output import report_json
from generator.cli_published import publish_once
from generator.errors import ProblemsFound, UsageError
from generator.project import Project

if TYPE_CHECKING:
    from generator.deploy.deploying import Wish

PATIENCE = 60  # seconds by which the clock may be behind the last deploy, and is waited for


@click.command()
@target_argument
@click.option("--wait", is_flag=True,
              help="Stay, and publish again when the site next changes by itself.")  # fmt: skip
@dry_run_option
@yes_option
@take_over_option
@purge_option
@json_option
@click.pass_obj
def publish(
    project: Project,
    /,
    target: str,
    *,
    wait: bool,
    dry_run: bool,
    purge: str | None,
    as_json: bool,
    **wanted: bool,
) -> int:
    """Build the site and bring it to TARGET, a name of site.toml; production unless given.

    With --wait it stays: it publishes at the moments that `broadsheet next` tells, when an embargo
    ends or an article expires, and at no others. It does not look for edits; what was edited
    meanwhile goes out at the next moment, or with another `broadsheet publish`. Where something
    fails, it tries again. --yes and --take-over hold for the first time only.
    """
    with failing(target, purge, as_json=as_json):
        wish = replace(deployment_wish(**wanted), is_rehearsal=dry_run)
        if not wait:
            return _publish_now(project, target, wish, purge, as_json=as_json)
        if dry_run or as_json or purge is not None:
            message = "--wait: expected neither --dry-run nor --json nor --purge: it has no end"
            raise UsageError(message)
        from generator.cli_waiting import publish_on_time

        return publish_on_time(project, target, wish)


def _publish_now(
    project: Project, target: str, wish: "Wish", purge: str | None, *, as_json: bool
) -> int:
    """Publish once. A clock that a time server has just set back is waited for."""
    from generator.deploy.publishing import ClockBehind

    started = time.monotonic()
    try:
        publish_once(project, target, wish, purge=purge, as_json=as_json)
    except ClockBehind as error:
        if error.seconds > PATIENCE:
            raise
        time.sleep(error.seconds)
        again = replace(wish, now=site_time(""))
        publish_once(project, target, again, purge=purge, as_json=as_json)
    except ProblemsFound as error:
        if not as_json:
            raise
        told = {"build": report_json(None, error.problems, time.monotonic() - started)}
        click.echo(json.dumps(told, ensure_ascii=False), err=purge == SCREEN)
        return 1
    return 0
