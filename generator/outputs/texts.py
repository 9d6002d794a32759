"""Small text files that stand at a fixed address."""

from collections.abc import Iterable

from generator.dates import lenient_instant, rfc3339
from generator.pages import TextPage
from generator.paths import OutputPath, url_of
from generator.planning.plan import Output, Template
from generator.planning.site import Site

SECURITY = OutputPath(".well-known/security.txt")


def plan(site: Site) -> Iterable[Output]:
    """Plan security.txt, where site.toml says whom to tell."""
    security = site.config.security
    if security is None:
        return
    expires = lenient_instant(security.expires, site.config.zone)
    lines = (
        *(f"Contact: {contact}" for contact in security.contact),
        f"Expires: {rfc3339(expires)}",
        f"Preferred-Languages: {site.info.language}",
        f"Canonical: {site.info.base_url}{url_of(SECURITY)}",
    )
    yield Output(path=SECURITY, recipe=Template("text.txt", TextPage(lines)))
