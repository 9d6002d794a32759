"""What site.toml says, as frozen values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from generator.dates import When, lenient_instant
from generator.errors import Problem, Severity

SITE_FILE = "site.toml"


@dataclass(frozen=True, slots=True)
class Section:
    """A desk of the newsroom."""

    slug: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link of the menu: a content path, an address of the site, or a web address."""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class PublisherConfig:
    """Who publishes the site; `logo` and the policies are content paths."""

    name: str = ""
    logo: str = ""
    url: str = ""
    email: str = ""
    same_as: tuple[str, ...] = ()
    policies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FrontConfig:
    """The front page: articles that stand first, and how many follow."""

    line_up: tuple[str, ...] = ()
    seconds: int = 4
    river: int = 12


@dataclass(frozen=True, slots=True)
class FeedsConfig:
    """How many articles a feed holds, and the hub that tells its readers at once, "" for none."""

    items: int = 20
    hub: str = ""


@dataclass(frozen=True, slots=True)
class SecurityConfig:
    """Whom to tell of a hole, and until when that is so (RFC 9116)."""

    contact: tuple[str, ...]
    expires: When

    def is_past(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether the file says itself that it holds no more."""
        return lenient_instant(self.expires, zone) <= now


class Host(StrEnum):
    """Where a site may be served, by the name that site.toml knows it by."""

    CLOUDFLARE = "cloudflare"
    NETLIFY = "netlify"
    GITLAB = "gitlab"
    GITHUB = "github"
    VERCEL = "vercel"
    NGINX = "nginx"
    CADDY = "caddy"
    APACHE = "apache"
    S3 = "s3"


# Those that let a site set no headers of its own.
SILENT = frozenset((Host.GITHUB, Host.GITLAB, Host.S3))


@dataclass(frozen=True, slots=True)
class HostingConfig:
    """Where the site is served, and what is sent with it; an `hsts` of "" sends none."""

    hosts: tuple[Host, ...] = ()
    domain: str = ""
    hsts: str = "max-age=63072000; includeSubDomains"


USUAL = "production"  # the target that is meant where none is named


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetConfig:
    """A place that the site is deployed to. `grace` in days; its `base_url` may be ""."""

    to: str
    base_url: str = ""
    grace: int = 7
    generations: int = 5
    compress: bool = False
    announce: bool = False

    @property
    def is_github_branch(self) -> bool:
        """Whether it is a branch at GitHub, as far as that can be told."""
        return self.to == "gh-pages" or (self.to.startswith("git:") and "github.com" in self.to)


def password_variable(target: str) -> str:
    """Return the variable of the environment that has the password of a target, by its name."""
    return f"BROADSHEET_{target.upper().replace('-', '_')}_PASSWORD"


@dataclass(frozen=True, slots=True)
class AdsConfig:
    """What ads.txt says; `sellers` are lines of it."""

    sellers: tuple[str, ...] = ()
    owner_domain: str = ""
    manager_domain: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class TrustConfig:
    """What trust.txt says: whether machines may be trained (None for no word), and its lines."""

    training: bool | None = None
    lines: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Check(StrEnum):
    """What is looked for in content, by the name that site.toml knows it by."""

    PICTURE_ALT = "picture-alt"
    PICTURE_CREDIT = "picture-credit"
    PICTURE_WIDTH = "picture-width"
    TEXT_PICTURE_ALT = "text-picture-alt"
    BYLINE = "byline"
    TITLE_LENGTH = "title-length"
    SUMMARY = "summary"
    SUMMARY_LENGTH = "summary-length"
    FIRST_PARAGRAPH = "first-paragraph"
    QUOTATION_MARKS = "quotation-marks"
    DATE_TIME = "date-time"
    TAG_USED_ONCE = "tag-used-once"
    SIMILAR_TAGS = "similar-tags"
    PUBLISHER_LOGO = "publisher-logo"
    UNUSED_LAYOUT = "unused-layout"
    UNUSED_MESSAGE = "unused-message"
    LOST_ADDRESS = "lost-address"
    DEAD_LINK = "dead-link"
    MOVED_LINK = "moved-link"
    UNCERTAIN_LINK = "uncertain-link"


# How severe what a check finds is, unless site.toml says otherwise: an error where readers, or
# those whose work it is, are wronged. A dead link is one of another site; those of this are always
# errors.
ERRORS = frozenset((Check.PICTURE_ALT, Check.PICTURE_CREDIT, Check.DEAD_LINK))
SEVERITIES = {check: Severity.ERROR if check in ERRORS else Severity.WARNING for check in Check}


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of a scheme, as #rrggbb; "" for the theme's own."""

    paper: str = ""
    ink: str = ""
    accent: str = ""

    def over(self, other: "Scheme") -> "Scheme":
        """Return these colours, with those of `other` where there are none."""
        return Scheme(self.paper or other.paper, self.ink or other.ink, self.accent or other.accent)


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: the families to try, and the files of the first one, as content paths."""

    families: str
    file: str = ""
    italic: str = ""


@dataclass(frozen=True, slots=True)
class ThemeConfig:
    """How the site looks, where it is not as the theme has it; logos and icon are content paths."""

    logo: str = ""
    logo_dark: str = ""
    icon: str = ""
    light: Scheme = Scheme()
    dark: Scheme = Scheme()
    headline: Face | None = None
    text: Face | None = None
    label: Face | None = None
    cards: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What site.toml says. `places` gives the line and column of each value, by its dotted key."""

    title: str
    description: str
    base_url: str
    language: str
    zone: ZoneInfo
    permalink: str = "/{year}/{month}/{slug}/"
    footer: str = ""
    image: str = ""
    image_alt: str = ""
    sections: tuple[Section, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    publisher: PublisherConfig = PublisherConfig()
    front: FrontConfig = FrontConfig()
    listing_size: int = 20
    feeds: FeedsConfig = FeedsConfig()
    blocked: tuple[str, ...] = ()
    security: SecurityConfig | None = None
    x_account: str = ""
    theme: ThemeConfig = ThemeConfig()
    search: bool = False
    checks: tuple[tuple[Check, Severity | None], ...] = ()  # None where it is off
    hosting: HostingConfig = HostingConfig()
    deploy: tuple[tuple[str, TargetConfig], ...] = ()
    ads: AdsConfig | None = None
    trust: TrustConfig | None = None
    indexnow: str = ""
    places: tuple[tuple[str, int, int], ...] = ()

    def severity(self, check: Check) -> Severity | None:
        """Return how severe what a check finds is; None where it is not looked for."""
        return dict(self.checks).get(check, SEVERITIES[check])

    def place(self, key: str) -> tuple[int, int]:
        """Return the line and column of a key's value; of the table it is in where it has none."""
        known = {name: (line, column) for name, line, column in self.places}
        while key and key not in known:
            key = key.rpartition(".")[0]
        return known.get(key, (0, 0))

    def problem(self, key: str, message: str, hint: str = "") -> Problem:
        """Return a problem at a key, such as theme.light.paper."""
        return Problem(SITE_FILE, *self.place(key), key, message, hint)
