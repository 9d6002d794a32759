"""What comes after a deploy: the list for caches, word to others, and what is printed."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from generator.cli_deployed import tell_announced, tell_as_json, tell_deployment

if TYPE_CHECKING:
    from generator.deploy.deploying import Deployer
    from generator.deploy.transaction import Deployment

SCREEN = "-"
NOTHING: Mapping[str, object] = MappingProxyType({})


def _begun(_context: click.Context, _option: click.Parameter, purge: str | None) -> str | None:
    """Empty the file: nobody may take an old list for that of a deploy which failed."""
    if purge not in (None, SCREEN):
        try:
            Path(purge).write_bytes(b"")
        except OSError as error:
            raise click.BadParameter(f"{purge}: {error.strerror}") from None
    return purge


purge_option = click.option("--purge", metavar="FILE", callback=_begun,
                            help="Write the addresses there that answer otherwise now, for caches "
                            "to forget; - prints them, and nothing else.")  # fmt: skip


def conclude(
    done: "Deployment",
    target: "Deployer",
    seconds: float,
    *,
    purge: str | None,
    as_json: bool,
    also: Mapping[str, object] = NOTHING,
) -> None:
    """Write the list for caches, tell others, and print what a deploy did, or would do."""
    from generator.deploy.announcing import announce

    if purge is not None:
        _write(purge, "".join(f"{address}\n" for address in done.addresses(target.base_url)))
    aside = purge == SCREEN
    if as_json:
        tell_as_json(done, target, announce(done, target), seconds, also=also, aside=aside)
    else:
        tell_deployment(done, target, seconds, aside=aside)
        tell_announced(announce(done, target), aside=aside)


def _write(purge: str, lines: str) -> None:
    if purge == SCREEN:
        click.echo(lines, nl=False)
    else:
        with Path(purge).open("a", encoding="utf-8", newline="\n") as file:  # of each target
            file.write(lines)
