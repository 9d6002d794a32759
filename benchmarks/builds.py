"""How long builds of a newspaper take: cold, and after each kind of change.

    python -m benchmarks.builds 1000 10000 [--pictures] [--cards]

Each build is a process of its own, so that starting is part of it. Printed are the median and the
smallest of some runs in seconds, processor time and peak memory of all processes together, and what
the build itself reports. Newspapers lie in the system's folder for temporary files and are kept.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator, Sequence
from typing import TypedDict

from benchmarks.measuring import Run, adopt_orphans, measured
from benchmarks.newspaper import Newspaper
from benchmarks.results import circumstances, keep_section, table
from benchmarks.sites import (
    CASES,
    LAYOUT,
    Case,
    Site,
    broadsheet,
    restore,
    restore_layout,
    with_stages,
)

LARGE = 50_000  # articles from which there are half as many runs
SETTLED = 2.2  # seconds after which a file's stamp is trusted
FIGURES = ("median s", "smallest s", "CPU s", "peak MB")


class Told(TypedDict, total=False):
    """What a build tells of itself with `--json`; the stages' seconds only with `--profile`."""

    read: int
    rendered: int
    written: int
    stages: dict[str, float]


def main() -> None:
    """Measure the newspapers that the command line asks for, and write what came of it."""
    parser = argparse.ArgumentParser(description="Measure builds of newspapers.")
    parser.add_argument("articles", type=int, nargs="*", default=[1000])
    parser.add_argument("--pictures", action="store_true", help="every tenth article has one")
    parser.add_argument("--cards", action="store_true", help="a card is drawn for each article")
    asked = parser.parse_args()
    adopt_orphans()
    for articles in asked.articles:
        measure(Newspaper(articles, asked.pictures, asked.cards))


def measure(paper: Newspaper) -> None:
    """Measure a newspaper, and keep what came of it in a section of its own."""
    extras = f"{', with pictures' * paper.pictures}{', with cards' * paper.cards}"
    site, where = broadsheet(paper), circumstances()
    heading = f"Builds of {paper.articles:,} articles{extras}"
    print(f"\n## {heading}\n\n{where}\n", flush=True)
    keep_section(heading, f"{where}\n\n{shown(lines(site, paper.articles))}")


def shown(lines: Iterator[str]) -> str:
    """Print each line as soon as it is known, and return them all."""
    kept = []
    for line in lines:
        print(line, flush=True)
        kept.append(line)
    return "\n".join(kept)


def lines(site: Site, articles: int) -> Iterator[str]:
    """Yield the table's lines, and what the stages of a cold build took of it."""
    restore(site, articles)
    restore_layout(site)
    yield table("build", *FIGURES, "read", "rendered", "written", is_head=True)
    cold, *changes = CASES
    (runs,) = runs_in_turn([with_stages(site)], cold, articles)
    yield row(cold, runs)
    for case in (*changes, LAYOUT):
        yield row(case, *runs_in_turn([site], case, articles))
    yield from _shares(runs[-1])
    restore(site, articles)
    restore_layout(site)


def runs_in_turn(sites: Sequence[Site], case: Case, articles: int) -> list[list[Run]]:
    """Build each site as often as a case wants it, one after another in each round."""
    runs: list[list[Run]] = [[] for _ in sites]
    for number in range(case.runs if articles < LARGE else (case.runs + 1) // 2):
        for site in sites:
            case.change(site, articles, number)
        time.sleep(SETTLED)
        for site, own in zip(sites, runs, strict=True):
            own.append(measured(site.command, site.runs_in))
    return runs


def row(case: Case, runs: Sequence[Run]) -> str:
    """Return what came of some runs, as a row of the table."""
    told = _told(runs[-1])
    counts = told["read"], told["rendered"], told["written"]
    return table(case.name, *figures(runs), *(f"{count:,}" for count in counts))


def figures(runs: Sequence[Run]) -> tuple[str, ...]:
    """Return the median and the smallest of the seconds, processor time and peak memory."""
    walls = [run.wall for run in runs]
    return (
        f"{statistics.median(walls):.2f}",
        f"{min(walls):.2f}",
        f"{statistics.median(run.cpu for run in runs):.2f}",
        f"{max(run.peak for run in runs) / 1e6:.0f}",
    )


def _told(run: Run) -> Told:
    told: Told = json.loads(run.out)
    return told


def _shares(cold: Run) -> Iterator[str]:
    """Yield what part of a build's time each of its stages took, if the build tells it."""
    stages = _told(cold).get("stages", {})
    parts = [f"{name} {seconds / cold.wall:.0%}" for name, seconds in stages.items()]
    if parts:
        yield f"\nOf the last cold build's {cold.wall:.2f} s: {', '.join(parts)}."


if __name__ == "__main__":
    main()
