"""What every page shows of the site, from site.toml and the theme's assets alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from generator.config import SILENT, SITE_FILE, Config
from generator.media_types import ATOM, JSON_FEED, RSS
from generator.model import ImageUse, PictureFile
from generator.pages import FeedLink, Link
from generator.paths import OutputPath, SourcePath, UrlPath, url_of
from generator.pictures import Picture, Words
from generator.planning.addresses import SEARCH, STATIC, file_path, section_url
from generator.planning.changes import Audience
from generator.planning.drawn import Part
from generator.planning.hosts.policy import has_scripts, policy_in_pages
from generator.planning.look import Look, look_of
from generator.planning.references import (
    SITE_SOURCE,
    VECTOR,
    Place,
    References,
    content_path,
    no_drawing,
)
from generator.planning.styling import Asset, published
from generator.planning.theme import Theme
from generator.site_info import Colors, Logo, Publisher, SiteInfo

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
    """The site's information, its assets, the picture for pages without one.

    `drawn` and `files` are what that needs of the content.
    """

    site: SiteInfo
    look: Look
    assets: tuple[Asset, ...]
    picture: Picture | None
    drawn: Mapping[Picture, PictureFile]
    files: tuple[SourcePath, ...]


def site_info(config: Config, references: References, theme: Theme, audience: Audience) -> Info:
    """Return what pages show of the site, and what that needs."""
    preview = audience is Audience.PREVIEW
    brand = _Brand(config, references)
    picture = brand.picture("image", config.image, Part.SHARE, config.image_alt or config.title)
    look = look_of(config, theme, references)
    assets = published(theme, look.css)
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
        publisher=_publisher(config, references, brand),
        x_account=config.x_account,
        assets=tuple((each.name, UrlPath(each.url)) for each in assets),
        logo=brand.logo(),
        colors=Colors(look.light.paper, look.dark.paper),
        own_type=look.type,
        search=SEARCH if config.search and not preview else "",
        policy="" if preview else _policy(config, assets, references),
        preview=preview,
    )
    files = (*look.files, *brand.files, *references.linked)
    return Info(info, look, assets, picture, references.drawn, files)


def _policy(config: Config, assets: Iterable[Asset], references: References) -> str:
    """Return the policy that pages hold themselves, where a host sends no headers."""
    if SILENT.isdisjoint(config.hosting.hosts):
        return ""
    static = (source for source in references.others if source.startswith(STATIC))
    scripts = has_scripts((*(each.name for each in assets), *static))
    return policy_in_pages(scripts=scripts, search=config.search)


def _place(config: Config, key: str) -> Place:
    return Place(SourcePath(SITE_FILE), *config.place(key), key)


class _Brand:
    """The pictures and logos that site.toml names, and what they need of the content."""

    def __init__(self, config: Config, references: References) -> None:
        self._config = config
        self._references = references
        self.files: list[SourcePath] = []

    def picture(self, key: str, src: str, part: Part, alt: str) -> Picture | None:
        if not src:
            return None
        place, otherwise = _place(self._config, key), Words(alt=alt)
        return self._references.picture(SITE_SOURCE, ImageUse(src), place, part, otherwise)

    def logo(self) -> Logo | None:
        light = self._logo("theme.logo", self._config.theme.logo)
        dark = self._logo("theme.logo_dark", self._config.theme.logo_dark)
        return replace(light, dark_url=dark.url if dark else "") if light else None

    def _logo(self, key: str, src: str) -> Logo | None:
        """Return a logo: an .svg as it is, a picture as one is drawn."""
        source = content_path(src)
        vector = self._references.others.get(source) if src.endswith(VECTOR) else None
        if vector is not None:
            self.files.append(source)
            return Logo(url_of(file_path(vector)))
        if src.endswith(VECTOR):
            problem = no_drawing(self._config, key, src, self._references.others)
            self._references.problems.append(problem)
            return None
        drawn = self.picture(key, src, Part.LOGO, self._config.title)
        return Logo(drawn.url, drawn.width, drawn.height) if drawn else None


def _menu(config: Config, references: References) -> Iterable[Link]:
    for item in config.menu:
        url = references.link(item.to, _place(config, "menu"))
        if url:
            yield Link(item.name, url)


def _feed(config: Config, name: str, kind: str, label: str) -> FeedLink:
    return FeedLink(f"{config.title} ({label})", url_of(OutputPath(name)), kind)


def _publisher(config: Config, references: References, brand: _Brand) -> Publisher:
    given = config.publisher
    name = given.name or config.title
    place = _place(config, "publisher")
    links = ((POLICY_PROPERTIES[key], references.link(to, place)) for key, to in given.policies)
    return Publisher(
        name=name,
        url=given.url,
        logo=brand.picture("publisher.logo", given.logo, Part.LOGO, name),
        email=given.email,
        same_as=given.same_as,
        policies=tuple((name, UrlPath(url)) for name, url in links if url),
    )
