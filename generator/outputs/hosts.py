"""Files that tell hosts what to do: headers, redirects, the domain."""

from collections.abc import Iterable, Sequence

from generator.pages import TextPage
from generator.paths import OutputPath
from generator.planning.hosts.dialects import HEADERS, REDIRECTS, header_lines, redirect_lines
from generator.planning.outline import Outline
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site

NO_JEKYLL = OutputPath(".nojekyll")
DOMAIN = OutputPath("CNAME")
NAMES = (NO_JEKYLL, DOMAIN, HEADERS, REDIRECTS)  # the paths of these outputs


def plan(site: Site, outputs: Sequence[Outline]) -> Iterable[Output]:
    """Plan what any host may read; who does not know a file passes it over."""
    domain = site.config.hosting.domain
    # Without it GitHub Pages leaves out what starts with an underscore.
    yield _text(NO_JEKYLL)
    yield _text(HEADERS, *header_lines(site, outputs))
    yield _text(REDIRECTS, *redirect_lines(site))
    if domain:
        yield _text(DOMAIN, domain)


def _text(path: OutputPath, *lines: str) -> Output:
    return Output(path=path, recipe=Template("text.txt", TextPage(lines)))
