"""Small text files that say who runs the site, each where site.toml has something for it."""

from collections.abc import Callable, Iterable

from generator.dates import lenient_instant, rfc3339
from generator.pages import TextPage
from generator.paths import OutputPath, url_of
from generator.planning.addresses import key_path
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site

SECURITY = OutputPath(".well-known/security.txt")
ADS = OutputPath("ads.txt")
TRUST = OutputPath("trust.txt")
# What says that nobody may sell the space; without a line, buyers take the file for missing.
NO_SELLERS = ("placeholder.example.com, placeholder, DIRECT, placeholder",)
YES_NO = {True: "yes", False: "no"}


def plan(site: Site) -> Iterable[Output]:
    """Plan each file that has a line."""
    files: dict[OutputPath, Callable[[Site], Iterable[str]]] = {
        SECURITY: _security, ADS: _ads, TRUST: _trust,
    }  # fmt: skip
    key = site.config.indexnow
    if key:
        files[key_path(key)] = lambda _: (key,)
    for path, lines_of in files.items():
        lines = tuple(lines_of(site))
        if lines:
            yield Output(path=path, recipe=Template("text.txt", TextPage(lines)))


def _security(site: Site) -> Iterable[str]:
    security = site.config.security
    if security is None:
        return
    expires = lenient_instant(security.expires, site.config.zone)
    yield from (f"Contact: {contact}" for contact in security.contact)
    yield f"Expires: {rfc3339(expires)}"
    yield f"Preferred-Languages: {site.info.language}"
    yield f"Canonical: {site.info.base_url}{url_of(SECURITY)}"


def _ads(site: Site) -> Iterable[str]:
    ads = site.config.ads
    if ads is None:
        return
    yield from ads.sellers or NO_SELLERS
    variables = {
        "OWNERDOMAIN": ads.owner_domain,
        "MANAGERDOMAIN": ads.manager_domain,
        "CONTACT": ads.contact,
    }
    yield from (f"{name}={value}" for name, value in variables.items() if value)


def _trust(site: Site) -> Iterable[str]:
    trust = site.config.trust
    if trust is None:
        return
    for name, values in trust.lines:
        yield from (f"{name}={value}" for value in values)
    if trust.training is not None:
        yield f"datatrainingallowed={YES_NO[trust.training]}"
