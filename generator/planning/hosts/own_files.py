"""Files at the site's root that a newsroom may bring itself, in `content/static/`."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec

from generator.planning.addresses import STATIC
from generator.planning.plan import Output
from generator.planning.site import Site

P = ParamSpec("P")
Planning = Callable[Concatenate[Site, P], Iterable[Output]]


def unless_own(plan: Planning[P]) -> Planning[P]:
    """Return a kind of output that leaves out what the newsroom has at the same address."""

    @wraps(plan)
    def planned(site: Site, /, *others: P.args, **named: P.kwargs) -> Iterable[Output]:
        return (
            output
            for output in plan(site, *others, **named)
            if STATIC + output.path not in site.static
        )

    return planned
