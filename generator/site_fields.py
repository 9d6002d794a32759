"""The fields of site.toml: the tables that it is read, explained and documented by."""

import re
from dataclasses import replace
from typing import Any

from generator.config import (
    SEVERITIES,
    Check,
    Face,
    FeedsConfig,
    FrontConfig,
    MenuItem,
    PublisherConfig,
    Scheme,
    Section,
    SecurityConfig,
    ThemeConfig,
)  # fmt: skip
from generator.errors import Severity
from generator.fields import (
    FLAG,
    LANGUAGE,
    LOCAL_PATH,
    TEXT,
    TIME_ZONE,
    WEB_ADDRESS,
    WHEN,
    Field,
    Kind,
    Node,
    Notes,
    Values,
    choice,
    either,
    list_of,
    mapping_of,
    matching,
    scalar,
    table,
    whole_number,
)  # fmt: skip
from generator.hosting_fields import BASE_URL, HOSTING_FIELDS

PERMALINK_PARTS = ("year", "month", "day", "section", "slug")
NO_COLORS = Scheme()
AI_GROUPS = ("ai_training", "ai_search", "ai_assistants")


def _permalink(text: str) -> str:
    parts = re.findall(r"\{([^{}]*)\}", text)
    plain = re.sub(r"\{[^{}]*\}", "", text)
    if "slug" not in parts or set(parts) - set(PERMALINK_PARTS) or "{" in plain or "}" in plain:
        raise ValueError(text)
    if not text.startswith("/") or not text.endswith(("/", ".html")) or "//" in text:
        raise ValueError(text)
    return text


def _theme(
    *,
    accent: str = "",
    light: Scheme = NO_COLORS,
    fonts: Values | None = None,
    **rest: Any,  # noqa: ANN401 - as read
) -> ThemeConfig:
    """Return the theme's settings; an accent given once is the light scheme's."""
    return ThemeConfig(light=replace(light, accent=light.accent or accent), **(fonts or {}), **rest)


def _name_only(node: Node, name: str, notes: Notes) -> Section | None:
    text = TEXT.read(node, name, notes)
    return Section("", text) if text else None


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
    (
        Field("items", whole_number(1, 500), "How many articles a feed holds."),
        Field("hub", WEB_ADDRESS, "A WebSub hub, which brings news to feed readers at once."),
    ),
    lambda v: FeedsConfig(**v),
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

COLOR = matching("a colour such as #a3122f", r"#[0-9a-fA-F]{6}", '"#a3122f"')
_COLORS = (
    Field("paper", COLOR, "The background."),
    Field("ink", COLOR, "The text."),
    Field("accent", COLOR, "Kickers, focus and the current section."),
)
SCHEME = table(_COLORS, lambda v: Scheme(**v), "a table of colours")
FAMILIES = matching("families of type as CSS lists them", r"""[^{};<>\\@/]+""", "Georgia, serif")
FONT_FILE = matching("a .woff2 file under content/", r"(?![a-z]+:)[^\\\s][^\\\n]*\.woff2",
                     "fonts/lora.woff2")  # fmt: skip
FACE: Kind[Face] = either(
    Kind(FAMILIES.expected,
         lambda *read: Face(families) if (families := FAMILIES.read(*read)) else None,
         FAMILIES.schema),
    table(
        (
            Field("family", FAMILIES, "The families to try, as CSS lists them.", required=True),
            Field("file", FONT_FILE, "A .woff2 file under content/ with the first of them.",
                  required=True),
            Field("italic", FONT_FILE, "A .woff2 file with its italics."),
        ),
        lambda v: Face(v["family"], v["file"], v.get("italic", "")),
        "a family with its file",
    ),
)  # fmt: skip
FONTS = table(
    tuple(Field(part, FACE, f"The type of {use}.") for part, use in (
        ("headline", "headlines"), ("text", "texts"), ("label", "labels and facts"))),
    lambda v: v,
    "a table of typefaces",
)  # fmt: skip
THEME = table(
    (
        Field("accent", COLOR, "The one colour beside paper and ink; the dark scheme's follows."),
        Field("light", SCHEME, "The colours of the light scheme."),
        Field("dark", SCHEME, "The colours of the dark scheme."),
        Field("fonts", FONTS, "The typefaces."),
        Field("logo", LOCAL_PATH, "What stands for the name at the top, under content/."),
        Field("logo_dark", LOCAL_PATH, "The logo for the dark scheme."),
        Field("icon", LOCAL_PATH, "A square .svg under content/: every icon is made from it."),
        Field("cards", FLAG, "Whether a card is drawn for links to what has no picture."),
    ),
    lambda v: _theme(**v),
    "a table about the look",
)
SEARCH = table(
    (Field("enabled", FLAG, "Whether the site has a search page.", required=True),),
    lambda v: bool(v["enabled"]),
    "a table about search",
)
LEVELS = ("off", "warning", "error")
CHECKED = {
    Check.PICTURE_ALT: "Lead pictures of which nothing says what they show",
    Check.PICTURE_CREDIT: "Lead pictures without a credit",
    Check.PICTURE_WIDTH: "Lead pictures less than 1,200 pixels wide",
    Check.TEXT_PICTURE_ALT: "Pictures in texts of which nothing says what they show",
    Check.BYLINE: "Articles that name nobody who made them",
    Check.TITLE_LENGTH: "Headlines that search results and cards cut off: over 90 characters",
    Check.SUMMARY: "Articles without a summary",
    Check.SUMMARY_LENGTH: "Summaries that search results cut off: over 160 characters",
    Check.FIRST_PARAGRAPH: "First paragraphs of more than 60 words",
    Check.QUOTATION_MARKS: "Quotation marks that lack their other half",
    Check.DATE_TIME: "Articles of today without the time of day",
    Check.TAG_USED_ONCE: "Tags that one article has, and none of the fifty or more after it",
    Check.SIMILAR_TAGS: "Tags that are spelt almost alike",
    Check.PUBLISHER_LOGO: "A publisher's logo that is not square, or under 112 pixels",
    Check.UNUSED_LAYOUT: "Files of your own layouts/ that nothing uses",
    Check.UNUSED_MESSAGE: "Messages of your own that no layout asks for",
    Check.LOST_ADDRESS: "Addresses of addresses.toml that would lead nowhere",
    Check.DEAD_LINK: "Links to other sites that are dead, with `check --links`",
    Check.MOVED_LINK: "Links to what has moved for good on other sites, with `check --links`",
    Check.UNCERTAIN_LINK: "Links to other sites that could not be tried, with `check --links`",
}
CHECKS = table(
    tuple(
        Field(check.value, choice(LEVELS), f"{what}; {SEVERITIES[check]} unless given.")
        for check, what in CHECKED.items()
    ),
    lambda v: tuple((Check(name), None if level == "off" else Severity(level))
                    for name, level in v.items()),
    "a table of checks",
)  # fmt: skip

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
    Field("theme", THEME, "Colours, typefaces, logo and icon."),
    Field("search", SEARCH, "The search page."),
    Field("checks", CHECKS, "How severe a finding is."),
    *HOSTING_FIELDS,
)  # fmt: skip
