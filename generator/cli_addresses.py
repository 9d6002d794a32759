"""How `broadsheet addresses` tells what became of addresses."""

import json
from typing import TYPE_CHECKING

import click

from generator.cli_output import print_problems
from generator.errors import errors_in

if TYPE_CHECKING:
    from generator.building.recording import Addresses, Recording
    from generator.planning.fates import Fated


def print_addresses(found: "Addresses", *, as_json: bool) -> bool:
    """Print the fate of each address; return whether the site has no errors."""
    if as_json:
        rows = [_row(each) for each in found.fates]
        rows += [_unrecorded(url) for url in found.unrecorded]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for each in found.fates:
            click.echo(_line(each))
        if found.unrecorded:
            number = _counted(len(found.unrecorded))
            click.echo(f"{number} not recorded yet: broadsheet addresses --record", err=True)
    print_problems(found.problems)
    return not errors_in(found.problems)


def print_recording(done: "Recording", *, as_json: bool) -> None:
    """Print what was recorded."""
    if as_json:
        row = {"added": list(done.added), "total": done.total, "changed": done.changed}
        click.echo(json.dumps(row, ensure_ascii=False))
    else:
        what = f"Recorded {_counted(len(done.added))}" if done.changed else "Nothing to record"
        click.echo(f"{what}, {done.total} in all.")


def _line(each: "Fated") -> str:
    from generator.recorded import readable

    address = readable(each.recorded.address)
    leads = f" -> {readable(each.to)}" if each.to else ""
    about = each.why or each.source or each.recorded.source
    return f"{each.fate:<10}  {address}{leads}  {about}".rstrip()


def _row(each: "Fated") -> dict[str, object]:
    return {
        "url": each.recorded.address,
        "fate": each.fate,
        "to": each.to,
        "path": each.source or each.recorded.source or None,
        "why": each.why,
        "line": each.recorded.line,
    }


def _unrecorded(url: str) -> dict[str, object]:
    return {"url": url, "fate": "live", "to": None, "path": None, "why": "", "line": None}


def _counted(number: int) -> str:
    return f"{number} {'address' if number == 1 else 'addresses'}"
