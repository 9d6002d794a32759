"""How `broadsheet check` tells what it found."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import click

from generator.errors import Problem, errors_in

if TYPE_CHECKING:
    from generator.building.checking import Checked


def print_checked(found: "Checked", *, as_json: bool) -> None:
    """Print what was found, file by file, and how much it is."""
    if as_json:
        rows = [asdict(problem) for problem in found.problems]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for _, problems in groupby(found.problems, key=lambda problem: problem.path):
        for problem in problems:
            click.echo(str(problem))
        click.echo()
    looked_at = f"{_counted(found.articles, 'article')} and {_counted(found.pages, 'page')}"
    if found.drafts:
        looked_at += f" ({_counted(found.drafts, 'draft')} passed over)"
    if found.links is not None:
        looked_at += f", and tried {_counted(found.links, 'link')} to other sites"
    click.echo(f"Looked at {looked_at}: {_summary(found.problems)}.")


def is_sound(problems: Iterable[Problem], *, strict: bool) -> bool:
    """Whether a site passes: no errors, and in strict mode no warnings."""
    everything = tuple(problems)
    return not (everything if strict else errors_in(everything))


def _summary(problems: tuple[Problem, ...]) -> str:
    if not problems:
        return "nothing to mend"
    errors = len(errors_in(problems))
    files = len({problem.path for problem in problems})
    counts = (_counted(errors, "error"), _counted(len(problems) - errors, "warning"))
    told = " and ".join(count for count in counts if not count.startswith("0 "))
    return f"{told} in {_counted(files, 'file')}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
