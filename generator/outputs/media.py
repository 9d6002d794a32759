"""Pictures and documents, but only those that something public shows or links to."""

from collections.abc import Iterable
from itertools import chain

from generator.planning.addresses import STATIC, media_path
from generator.planning.plan import Copy, Output
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan a copy of each file that is needed; two names for the same bytes share one."""
    needed = chain(
        site.needed,
        (source for each in site.articles for source in each.files),
        (source for each in site.pages for source in each.files),
    )
    done = set()
    for source in sorted(set(needed)):
        file = site.files[source]
        path = media_path(file)
        if path not in done and not source.startswith(STATIC):
            done.add(path)
            yield Output(path=path, recipe=Copy(source, file.digest), source=source)
