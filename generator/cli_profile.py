"""Where the time of a build went, as the command line prints it."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.building.profile import Profile


def print_profile(profile: "Profile | None", seconds: float) -> None:
    """Print stages with their shares of all `seconds`, then what was slow, if that is wanted."""
    if profile is None:
        return
    for name, taken in profile.stages.items():
        click.echo(f"{taken:8.3f} s {taken / seconds:5.0%}  {name}", err=True)
    for source, taken in profile.files:
        click.echo(f"{taken:8.3f} s         read {source}", err=True)
    for layout, pages, taken in profile.layouts:
        of_pages = f"{pages} page{'s' * (pages > 1)}"
        click.echo(f"{taken:8.3f} s         layouts/{layout}, {of_pages}", err=True)


def profile_json(profile: "Profile | None") -> dict[str, object]:
    """Return where the time went, as parts of a JSON object; none where that is not wanted."""
    if profile is None:
        return {}
    return {
        "stages": {name: round(taken, 4) for name, taken in profile.stages.items()},
        "slowest_files": {source: round(taken, 4) for source, taken in profile.files},
        "slowest_layouts": {
            layout: {"pages": pages, "seconds": round(taken, 4)}
            for layout, pages, taken in profile.layouts
        },
    }
