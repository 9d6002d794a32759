"""What is told of a deploy that does not get to its end."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import click

from generator.cli_concluding import SCREEN
from generator.errors import BroadsheetError, Stopped


@contextmanager
def failing(target: str, purge: str | None, *, as_json: bool) -> Iterator[None]:
    """Tell programs too why a deploy ended, where they were promised one JSON object."""
    try:
        with _stopping():
            yield
    except BroadsheetError as error:
        if as_json:
            told = {"target": target, "error": str(error)}
            click.echo(json.dumps(told, ensure_ascii=False), err=purge == SCREEN)
        raise


@contextmanager
def _stopping() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        raise Stopped("stopped; run it again to finish it") from None
