"""A site's folder: where its parts lie, and its site.toml as a frozen `Config`."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from generator.dates import When
from generator.errors import Problem, ProblemsFound, UsageError
from generator.fields import (
    LANGUAGE,
    LOCAL_PATH,
    TEXT,
    TIME_ZONE,
    WEB_ADDRESS,
    WHEN,
    Entries,
    Field,
    Kind,
    Node,
    Notes,
    choice,
    either,
    list_of,
    mapping_of,
    matching,
    read_fields,
    scalar,
    table,
    whole_number,
)  # fmt: skip
from generator.slugs import slugify
from generator.toml_nodes import read_toml

SITE_FILE = "site.toml"
PERMALINK_PARTS = ("year", "month", "day", "section", "slug")
AI_GROUPS = ("ai_training", "ai_search", "ai_assistants")


@dataclass(frozen=True, slots=True)
class Project:
    """A site's folder, and the folders that layouts are looked up in, the site's own first."""

    root: Path
    theme: Path

    @property
    def layouts(self) -> tuple[Path, ...]:
        """The folders of layouts, in the order in which they are searched."""
        own = self.root / "layouts"
        return (own,) if own == self.theme else (own, self.theme)

    @property
    def public(self) -> Path:
        """Where the site is built unless told otherwise."""
        return self.root / "public"

    @property
    def state(self) -> Path:
        """What builds remember; deleting it costs time only."""
        return self.root / ".broadsheet"


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
class SecurityConfig:
    """Whom to tell of a hole, and until when that is so (RFC 9116)."""

    contact: tuple[str, ...]
    expires: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What site.toml says. `places` gives the line and column of each top-level key's value."""

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
    feed_items: int = 20
    blocked: tuple[str, ...] = ()
    security: SecurityConfig | None = None
    x_account: str = ""
    places: tuple[tuple[str, int, int], ...] = ()

    def problem(self, key: str, message: str, hint: str = "") -> Problem:
        """Return a problem at a top-level key."""
        found = [
            (line, column)
            for name, line, column in self.places
            if name == key.split(".", maxsplit=1)[0]
        ]
        line, column = found[0] if found else (0, 0)
        return Problem(SITE_FILE, line, column, key, message, hint)


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def _permalink(text: str) -> str:
    parts = re.findall(r"\{([^{}]*)\}", text)
    plain = re.sub(r"\{[^{}]*\}", "", text)
    if "slug" not in parts or set(parts) - set(PERMALINK_PARTS) or "{" in plain or "}" in plain:
        raise ValueError(text)
    if not text.startswith("/") or not text.endswith(("/", ".html")) or "//" in text:
        raise ValueError(text)
    return text


def _name_only(node: Node, name: str, notes: Notes) -> Section | None:
    text = TEXT.read(node, name, notes)
    return Section("", text) if text else None


BASE_URL = scalar(
    "the site's address, such as https://example.com or https://example.com/repo",
    _base_url, {"type": "string", "format": "uri"}, '"https://example.com"',
)  # fmt: skip
PERMALINK = scalar(
    "an address pattern with {slug} in it, of " + ", ".join(f"{{{p}}}" for p in PERMALINK_PARTS),
    _permalink, {"type": "string", "pattern": r"^/.*\{slug\}.*(/|\.html)$"},
    '"/{year}/{month}/{slug}/"',
)  # fmt: skip
SECTION: Kind[Section] = either(
    Kind("the section's name", _name_only, TEXT.schema),
    table(
        (
            Field("name", TEXT, "The name, as menus print it.", required=True),
            Field("description", TEXT, "What the section is about."),
        ),
        lambda v: Section("", v["name"], v.get("description", "")),
        "a name with a description",
    ),
)
MENU_ITEM = table(
    (
        Field("name", TEXT, "The word in the menu.", required=True),
        Field("to", TEXT, "Where it leads: a file under content/, an address such as /tags/, or a "
              "web address.", required=True),
    ),
    lambda v: MenuItem(v["name"], v["to"]),
    "a menu entry with name and to",
)  # fmt: skip
POLICIES = ("publishing_principles", "corrections", "ethics", "masthead", "ownership",
            "unnamed_sources", "verification", "feedback", "diversity", "coverage",
            "no_bylines")  # fmt: skip
POLICY_TABLE = table(
    tuple(Field(p, LOCAL_PATH, "The page, as a path under content/.") for p in POLICIES),
    lambda v: tuple(v.items()),
    "a table of policies",
)
PUBLISHER = table(
    (
        Field("name", TEXT, "The publisher's name.", required=True),
        Field("logo", LOCAL_PATH, "A square picture under content/, 112 pixels or more."),
        Field("url", WEB_ADDRESS, "The publisher's own site, where it is another."),
        Field("email", matching("an e-mail address", r"[^@\s]+@[^@\s]+"), "Where readers write."),
        Field("same_as", list_of(WEB_ADDRESS), "Profiles elsewhere."),
        Field("policies", POLICY_TABLE, "Pages that say how you work."),
    ),
    lambda v: PublisherConfig(**v),
    "a table about the publisher",
)
FRONT = table(
    (
        Field("line_up", list_of(LOCAL_PATH), "Articles that stand first, the lead before all."),
        Field("seconds", whole_number(0, 12), "How many stand beside the lead."),
        Field("river", whole_number(0, 200), "How many follow."),
    ),
    lambda v: FrontConfig(**v),
    "a table about the front page",
)
LISTINGS = table(
    (Field("size", whole_number(1, 500), "How many articles a page holds."),),
    lambda v: int(v.get("size", 20)),
    "a table about listings",
)
FEEDS = table(
    (Field("items", whole_number(1, 500), "How many articles a feed holds."),),
    lambda v: int(v.get("items", 20)),
    "a table about feeds",
)
ROBOTS = table(
    tuple(Field(group, choice(("allow", "block")), "What these crawlers may do.")
          for group in AI_GROUPS),
    lambda v: tuple(group for group in AI_GROUPS if v.get(group) == "block"),
    "a table about robots",
)  # fmt: skip
SECURITY = table(
    (
        Field("contact", list_of(matching("mailto:, tel: or https:", r"(?:mailto:|tel:|https://).+")),
              "Whom to tell of a hole.", required=True),
        Field("expires", WHEN, "Until when this holds; under a year ahead.", required=True),
    ),
    lambda v: SecurityConfig(v["contact"], v["expires"]),
    "a table for security.txt",
)  # fmt: skip
SOCIAL = table(
    (Field("x", matching("an account such as @name", r"@\w+"), "The site's account on X."),),
    lambda v: str(v.get("x", "")),
    "a table of accounts",
)

SITE_FIELDS = (
    Field("title", TEXT, "The site's name.", required=True, example='"The Courier"'),
    Field("description", TEXT, "What it is, in a sentence.", required=True,
          example='"News of ..."'),
    Field("base_url", BASE_URL, "Its address; may have a path.", required=True,
          example='"https://example.com"'),
    Field("language", LANGUAGE, "Its language.", required=True, example='"en"'),
    Field("time_zone", TIME_ZONE, "Where its clocks stand; times without an offset are read there.",
          required=True, example='"America/New_York"'),
    Field("permalink", PERMALINK, "The pattern of articles' addresses."),
    Field("footer", TEXT, "The line at the foot of every page."),
    Field("image", LOCAL_PATH, "The picture for pages without one, under content/."),
    Field("image_alt", TEXT, "What that picture shows."),
    Field("sections", mapping_of(SECTION, "a table of sections"),
          "The desks, in the order of the menu."),
    Field("menu", list_of(MENU_ITEM), "Links after the sections."),
    Field("publisher", PUBLISHER, "Who publishes the site."),
    Field("front", FRONT, "The front page."),
    Field("listings", LISTINGS, "Pages that list articles."),
    Field("feeds", FEEDS, "The feeds."),
    Field("robots", ROBOTS, "What crawlers of AI companies may do."),
    Field("security", SECURITY, "Makes .well-known/security.txt."),
    Field("social", SOCIAL, "Accounts for link previews."),
)  # fmt: skip


def read_config(data: bytes, base_url: str = "") -> Config:
    """Read site.toml; `base_url` stands in for its own. Raise `ProblemsFound` with every fault."""
    notes = Notes(SITE_FILE, assign=" = ")
    root = read_toml(data, notes)
    if root is None:
        raise ProblemsFound(notes.problems)
    values = read_fields(root, SITE_FIELDS, notes)
    _check_sections(values.get("sections", ()), root, notes)
    if notes.problems:
        raise ProblemsFound(sorted(notes.problems))
    for old, new in (("listings", "listing_size"), ("feeds", "feed_items"), ("robots", "blocked"),
                     ("social", "x_account")):  # fmt: skip
        if old in values:
            values[new] = values.pop(old)
    values["sections"] = tuple(
        Section(slug, each.name, each.description) for slug, each in values.get("sections", ())
    )
    if base_url:
        values["base_url"] = _base_url_option(base_url)
    return Config(zone=ZoneInfo(values.pop("time_zone")), places=_places(root), **values)


def _base_url_option(text: str) -> str:
    try:
        return _base_url(text)
    except ValueError:
        message = f'--base-url: expected {BASE_URL.expected}, got "{text}"'
        raise UsageError(message) from None


def _check_sections(sections: tuple[tuple[str, Section], ...], root: Node, notes: Notes) -> None:
    for slug, _ in sections:
        if slugify(slug) != slug:
            line, column = next((p[1:] for p in _places(root) if p[0] == "sections"), (0, 0))
            message = f'expected a slug as the section\'s key, got "{slug}"'
            notes.add(f"sections.{slug}", message, line, column, f'{slugify(slug)} = "..."')


def _places(root: Node) -> tuple[tuple[str, int, int], ...]:
    assert isinstance(root.value, Entries)
    return tuple((e.key, e.node.line, e.node.column) for e in root.value.entries)


def load_config(project: Project, base_url: str = "") -> Config:
    """Read a project's site.toml."""
    file = project.root / SITE_FILE
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        hint = "name the site's folder with -C, or make one: broadsheet init my-site"
        message = "expected a site here, got no such file"
        raise ProblemsFound([Problem(SITE_FILE, 0, 0, "", message, hint)]) from None
    return read_config(data, base_url)
