"""The order in which files arrive: what is pointed at comes before what points at it.

What is new comes before what is changed, as nobody knows of it yet: pages of one step point at each
other, and at lists of a later one.
"""

from enum import IntEnum

from generator.paths import OutputPath
from generator.planning.hosts.headers import FEEDS, HOST_FILES

LISTS = ("tags/", "sections/", "authors/", "archive/", "pagefind/")
FRONT = frozenset(("index.html", "404.html"))
# Of the search, what its entry leads to.
FOUND = ("pagefind/fragment/", "pagefind/index/")
TOLD = frozenset(
    (*(url.rpartition("/")[2] for url in FEEDS), *HOST_FILES, "feeds.opml", "robots.txt")
)


PAGES = (".html", ".htm")
COPIES = (".br", ".gz")  # what a compressed copy of a file is called by


class Step(IntEnum):
    """What is sent together. A step begins when all of the one before has arrived."""

    ASSETS = 0  # and pictures, and whatever else no step below names
    PAGES = 1
    LISTINGS = 2
    FRONT = 3
    FEEDS = 4  # and sitemaps, and what hosts and robots read


def step_of(path: OutputPath) -> Step:
    """Return the step that a file is sent in, or a compressed copy of it."""
    for ending in COPIES:
        path = OutputPath(path.removesuffix(ending))
    name = path.rpartition("/")[2]
    if name in TOLD or ("sitemap" in name and name.endswith(".xml")):
        return Step.FEEDS
    if path in FRONT:
        return Step.FRONT
    if path.startswith(LISTS) and not path.startswith(FOUND):
        return Step.LISTINGS
    return Step.PAGES if name.endswith(PAGES) else Step.ASSETS


def turn(path: OutputPath, *, is_new: bool) -> tuple[bool, Step]:
    """Return when a file is sent, as what is compared with other files' turns."""
    step = step_of(path)
    return not (is_new or step is Step.ASSETS), step


def is_address(path: OutputPath) -> bool:
    """Whether readers know a file by its address, as they do pages and lists of them."""
    return path.endswith(PAGES)


def lingers(path: OutputPath) -> bool:
    """Whether a file that the site has no more stays for a while, for pages that readers have open.

    Those are styles, scripts and type: what pages need to work, and what shows no news. A picture
    may be gone because it must not be shown: it goes at once, as pages do.
    """
    return path.startswith("assets/")
