"""What every layout knows of the site as a whole."""

from dataclasses import dataclass

from generator.pages import FeedLink, Link
from generator.paths import UrlPath
from generator.pictures import Picture


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the site. `policies` pairs a schema.org property with a page's address."""

    name: str
    url: str = ""
    logo: Picture | None = None
    email: str = ""
    same_as: tuple[str, ...] = ()
    policies: tuple[tuple[str, UrlPath], ...] = ()


@dataclass(frozen=True, slots=True)
class Logo:
    """What stands for the site's name; a size of 0 is not known. `dark_url` may be ""."""

    url: UrlPath
    width: int = 0
    height: int = 0
    dark_url: UrlPath | str = ""


@dataclass(frozen=True, slots=True)
class Colors:
    """The colours of the page behind everything, as #rrggbb, for browsers' own frames."""

    paper_light: str = "#ffffff"
    paper_dark: str = "#000000"


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """What every layout knows of the site. It changes with site.toml and the theme's assets only.

    `base_url` has no slash at its end; `base_path` is its path ("" or "/repo"). `assets` pairs an
    asset's name with the address of its fingerprinted copy. `own_type` pairs a part of the type
    that site.toml sets (headline, text, label) with the address of its file, "" for none. `search`
    is the address of the search page, `policy` a content security policy for hosts that send no
    headers: both "" for none.
    """

    title: str
    description: str
    language: str
    base_url: str
    base_path: str
    footer: str
    menu: tuple[Link, ...]
    sections: tuple[Link, ...]
    feeds: tuple[FeedLink, ...]
    publisher: Publisher
    x_account: str
    assets: tuple[tuple[str, UrlPath], ...]
    logo: Logo | None = None
    colors: Colors = Colors()
    own_type: tuple[tuple[str, UrlPath | str], ...] = ()
    search: UrlPath | str = ""
    policy: str = ""
    preview: bool = False
