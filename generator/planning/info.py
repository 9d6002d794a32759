"""What every page shows of the site, from site.toml and the theme's assets alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.model import ImageUse
from generator.pages import FeedLink, Link, Picture, Publisher, SiteInfo
from generator.paths import OutputPath, SourcePath, UrlPath, url_of
from generator.planning.addresses import ThemeFile, asset_path, section_url
from generator.planning.references import CONTENT, Place, References
from generator.project import SITE_FILE, Config

SITE_SOURCE = SourcePath(CONTENT + SITE_FILE)  # paths in site.toml count from content/
RSS = "application/rss+xml"
ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
SITE_FEEDS = (("feed.xml", RSS, "RSS"), ("atom.xml", ATOM, "Atom"),
              ("feed.json", JSON_FEED, "JSON Feed"))  # fmt: skip
# What schema.org calls the policies of site.toml.
POLICY_PROPERTIES = {
    "publishing_principles": "publishingPrinciples",
    "corrections": "correctionsPolicy",
    "ethics": "ethicsPolicy",
    "masthead": "masthead",
    "ownership": "ownershipFundingInfo",
    "unnamed_sources": "unnamedSourcesPolicy",
    "verification": "verificationFactCheckingPolicy",
    "feedback": "actionableFeedbackPolicy",
    "diversity": "diversityPolicy",
    "coverage": "missionCoveragePrioritiesPolicy",
    "no_bylines": "noBylinesPolicy",
}


@dataclass(frozen=True, slots=True)
class Info:
    """The site's information, the picture for pages without one, and the files that both need."""

    site: SiteInfo
    picture: Picture | None
    files: tuple[SourcePath, ...]


def site_info(
    config: Config, references: References, theme: Iterable[ThemeFile], *, preview: bool
) -> Info:
    """Return what pages show of the site, and what that needs."""
    logo = _picture(config, references, "publisher", config.publisher.logo, config.publisher.name)
    picture = _picture(config, references, "image", config.image, config.image_alt or config.title)
    info = SiteInfo(
        title=config.title,
        description=config.description,
        language=config.language,
        base_url=config.base_url,
        base_path=urlsplit(config.base_url).path,
        footer=config.footer,
        menu=tuple(_menu(config, references)),
        sections=tuple(Link(each.name, section_url(each.slug)) for each in config.sections),
        feeds=tuple(_feed(config, *each) for each in SITE_FEEDS),
        publisher=_publisher(config, references, logo),
        x_account=config.x_account,
        assets=tuple((each.name, url_of(asset_path(each))) for each in theme),
        preview=preview,
    )
    uses = (ImageUse(src) for src in (config.publisher.logo, config.image) if src)
    sources = (references.source_of(SITE_SOURCE, use) for use in uses)
    return Info(info, picture or logo, tuple(source for source in sources if source))


def _place(config: Config, key: str) -> Place:
    problem = config.problem(key, "")
    return Place(SourcePath(SITE_FILE), problem.line, problem.column, key)


def _picture(
    config: Config, references: References, key: str, src: str, alt: str
) -> Picture | None:
    if not src:
        return None
    place = _place(config, key)
    return references.picture(SITE_SOURCE, ImageUse(src, alt=alt), place)


def _menu(config: Config, references: References) -> Iterable[Link]:
    for item in config.menu:
        url = references.link(item.to, _place(config, "menu"))
        if url:
            yield Link(item.name, url)


def _feed(config: Config, name: str, kind: str, label: str) -> FeedLink:
    return FeedLink(f"{config.title} ({label})", url_of(OutputPath(name)), kind)


def _publisher(config: Config, references: References, logo: Picture | None) -> Publisher:
    given = config.publisher
    place = _place(config, "publisher")
    links = ((POLICY_PROPERTIES[key], references.link(to, place)) for key, to in given.policies)
    return Publisher(
        name=given.name or config.title,
        url=given.url,
        logo=logo,
        email=given.email,
        same_as=given.same_as,
        policies=tuple((name, UrlPath(url)) for name, url in links if url),
    )
