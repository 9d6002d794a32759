"""Builds of the same newspaper by Broadsheet and by other generators, in turn.

    python -m benchmarks.peers 1000 10000

Measured are those that are installed: `hugo`, `pelican` and `eleventy`, or the commands that the
environment names as HUGO, PELICAN and ELEVENTY. Each round builds with all of them, so that a busy
minute is everybody's. What their sites have that others have not is printed with the figures.
"""

import argparse
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.builds import FIGURES, figures, runs_in_turn, shown
from benchmarks.measuring import Run, adopt_orphans
from benchmarks.newspaper import Newspaper
from benchmarks.peer_sites import PLAIN, Peer, installed, site_of, told_version
from benchmarks.results import circumstances, keep_section, table
from benchmarks.sites import CASES, Case, Site, broadsheet, restore

ALIKE = """\
"Times" is a generator's median as a multiple of Broadsheet's with plain layouts, of seconds and of
CPU seconds.

Every site has: each article at the same address, with title, summary, byline, date, section, tags,
text and links to the older and the newer one; a front page and listings by section, tag and author;
full-text feeds of the site, each section and each tag; a sitemap. None has pictures, cards or a
search.

What differs:

- The layouts are plain, a few lines each, and say the same; only the rows "Broadsheet" have the
  pages of its theme, with related articles, structured data and what else it has.
- Broadsheet's front page is one page; the peers' goes on for as many as there are articles. Its
  listings number their pages from the oldest, so that a new article leaves most as they are.
- Broadsheet makes also pages by year and month, lists of all tags and authors, feeds by author, an
  Atom and a JSON feed, a news sitemap, icons and the files for hosts. It sanitises texts and checks
  links within the site, and what it publishes is on the disk when the build ends; the peers leave
  that to the system.
"""


def main() -> None:
    """Measure newspapers of as many articles as the command line says."""
    parser = argparse.ArgumentParser(description="Measure builds by several generators.")
    parser.add_argument("articles", type=int, nargs="*", default=[1000])
    asked = parser.parse_args()
    adopt_orphans()
    peers = list(installed())
    for articles in asked.articles if peers else ():
        measure(peers, Newspaper(articles))


def measure(peers: Sequence[Peer], paper: Newspaper) -> None:
    """Measure a newspaper, and keep what came of it in a section of its own."""
    own = broadsheet(paper, PLAIN), broadsheet(paper)
    sites = [*own, *(site_of(peer, paper) for peer in peers)]
    versions = ", ".join(f"{peer.name} {told_version(peer)}" for peer in peers)
    where = f"{circumstances()}\n{versions}."
    heading = f"Peers, {paper.articles:,} articles"
    print(f"\n## {heading}\n\n{where}\n", flush=True)
    text = f"{shown(lines(sites, paper.articles))}\n\n{_differences(peers)}"
    print(f"\n{_differences(peers)}")
    keep_section(heading, f"{where}\n\n{text}")


def lines(sites: Sequence[Site], articles: int) -> Iterator[str]:
    """Yield the table's lines, for each kind of build; all are set beside the first site."""
    for site in sites:
        restore(site, articles)
    columns = "build", "generator", *FIGURES, "times s", "times CPU", "files", "MB"
    yield table(*columns, is_head=True)
    for case in CASES:
        runs = runs_in_turn(sites, case, articles)
        for site, own in zip(sites, runs, strict=True):
            yield row(case, site, own, runs[0])
    for site in sites:
        restore(site, articles)


def row(case: Case, site: Site, runs: Sequence[Run], ours: Sequence[Run]) -> str:
    """Return what came of one generator's runs, beside those of another."""
    wall = _ratio([run.wall for run in runs], [run.wall for run in ours])
    cpu = _ratio([run.cpu for run in runs], [run.cpu for run in ours])
    sizes = [file.stat().st_size for file in _files(site.folder / site.result)]
    size = f"{len(sizes):,}", f"{sum(sizes) / 1e6:.0f}"
    return table(case.name, site.name, *figures(runs), wall, cpu, *size)


def _ratio(theirs: Sequence[float], ours: Sequence[float]) -> str:
    return f"{statistics.median(theirs) / statistics.median(ours):.2f}"


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def _differences(peers: Sequence[Peer]) -> str:
    return ALIKE + "\n".join(f"- {peer.name} {peer.differs}." for peer in peers)


if __name__ == "__main__":
    main()
