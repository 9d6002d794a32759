"""What the command line prints of a deploy."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from generator.paths import OutputPath, url_of

if TYPE_CHECKING:
    from generator.deploy.announcing import Announced
    from generator.deploy.deploying import Deployer
    from generator.deploy.transaction import Deployment

SHOWN = 10  # lines of a long list
MARKS = {"adds": "+", "changes": "~", "repeats": "=", "deletes": "-"}


def tell_deployment(done: "Deployment", target: "Deployer", seconds: float, *, aside: bool) -> None:
    """Print what a deploy did, or would do; `aside` where other programs do not read it."""
    for doubt in done.doubts:
        click.echo(f"doubtful: {doubt}", err=True)
    for name, mark in MARKS.items():
        for line in _folded(getattr(done.changes, name), mark):
            click.echo(line, err=aside)
    click.echo(summary(done, target, seconds), err=aside)


def _folded(paths: Sequence[OutputPath], mark: str) -> Iterator[str]:
    yield from (f"{mark} {url_of(path)}" for path in paths[:SHOWN])
    if len(paths) > SHOWN:
        yield f"{mark} ... and {len(paths) - SHOWN} more"


def summary(done: "Deployment", target: "Deployer", seconds: float) -> str:
    """Return a line on what a deploy did, or would do."""
    changes = done.changes
    if changes.is_empty:
        return f"{target.name} is up to date: deploy {done.number} at {target.base_url}/"
    sent = f"{len(changes.sends)} files ({_size(done.size)}), remove {len(changes.deletes)}"
    if done.is_rehearsal:
        return f"Would send {sent} at {target.base_url}/; nothing was done."
    did = f"Sent {len(changes.sends)} files ({_size(done.size)}), removed {len(changes.deletes)}"
    return f"{did} in {seconds:.2f} s: deploy {done.number} of {target.name}, {target.base_url}/"


def _size(number: float) -> str:
    """Return a number of bytes as people say it."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if number < 1000 or unit == "GB":
            break
        number /= 1000
    return f"{number:.0f} {unit}" if number >= 10 or unit == "bytes" else f"{number:.1f} {unit}"


def tell_announced(announced: "Announced", *, aside: bool) -> None:
    """Print who was told of a deploy, in a line, and who was not."""
    told = (
        f"1 hub of {_counted(announced.feeds, 'feed', 'feeds')}" if announced.feeds else "",
        f"IndexNow of {_counted(announced.pages, 'address', 'addresses')}"
        if announced.pages
        else "",
    )
    if any(told):
        click.echo(f"told {', '.join(filter(None, told))}", err=aside)
    for warning in announced.warnings:
        click.echo(f"warning: {warning}", err=True)


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def tell_as_json(
    done: "Deployment",
    target: "Deployer",
    announced: "Announced",
    seconds: float,
    *,
    also: Mapping[str, object],
    aside: bool,
) -> None:
    """Print what a deploy did, or would do, as one JSON object, with what else there is to tell."""
    told = _deployment_json(done, target, seconds) | {"announced": asdict(announced), **also}
    click.echo(json.dumps(told, ensure_ascii=False), err=aside)


def _deployment_json(done: "Deployment", target: "Deployer", seconds: float) -> dict[str, object]:
    """Return what a deploy did as one JSON object."""
    changes = done.changes
    return {
        "target": target.name,
        "base_url": target.base_url,
        "deploy": done.number,
        "rehearsal": done.is_rehearsal,
        **{name: list(getattr(changes, name)) for name in MARKS},
        "bytes": done.size,
        "doubts": list(done.doubts),
        "addresses": list(done.addresses(target.base_url)),
        "seconds": round(seconds, 3),
    }
