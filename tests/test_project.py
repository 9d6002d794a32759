"""site.toml: what it says, and every fault that it can have, word for word."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.config import (
    Check,
    Config,
    Face,
    FeedsConfig,
    FrontConfig,
    MenuItem,
    Scheme,
    Section,
    SecurityConfig,
)
from generator.dates import When
from generator.errors import ProblemsFound, Severity, UsageError
from generator.project import Project, load_config, read_config
from generator.site_fields import SITE_FIELDS

REQUIRED = {
    "title": '"The Courier"',
    "description": '"News."',
    "base_url": '"https://example.com"',
    "language": '"en"',
    "time_zone": '"America/New_York"',
}


def site(text: str, without: tuple[str, ...] = ()) -> bytes:
    """A site.toml that begins with this text, and has what is required beside it."""
    written = text.split(" = ", 1)[0]
    lines = [f"{k} = {v}" for k, v in REQUIRED.items() if k not in (written, *without)]
    head, table, tail = text.partition("[") if text.startswith("[") else (text, "", "")
    return "\n".join([*([head] if head else []), *lines, table + tail]).encode()


def config(text: str = "", base_url: str = "") -> Config:
    return read_config(site(text), base_url)


def faults(data: bytes) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        read_config(data)
    return [str(problem) for problem in caught.value.problems]


A_PATH = "a path inside the site"
AN_ADDRESS = "an address that starts with https:// or http://"
A_SITE = "the site's address, such as https://example.com or https://example.com/repo"
A_PATTERN = "an address pattern with {slug} in it, of {year}, {month}, {day}, {section}, {slug}"
UNKNOWN = "expected a field that exists, got an unknown one"

FIRST_LINE = {
    "title = 5": "1:9: title: expected text, got 5",
    "title = true": "1:9: title: expected text, got true",
    'title = ""': '1:9: title: expected text, got ""',
    "description = []": "1:15: description: expected text, got an empty list",
    'base_url = "example.com"': f'1:12: base_url: expected {A_SITE}, got "example.com"\n'
    '  hint: base_url = "https://example.com"',
    'base_url = "https://example.com/?a=b"': f"1:12: base_url: expected {A_SITE}, got "
    '"https://example.com/?a=b"\n  hint: base_url = "https://example.com"',
    'base_url = "https://me:secret@x.org"': f"1:12: base_url: expected {A_SITE}, got "
    '"https://me:secret@x.org"\n  hint: base_url = "https://example.com"',
    'base_url = "https://x.org/a b"': f"1:12: base_url: expected {A_SITE}, got "
    '"https://x.org/a b"\n  hint: base_url = "https://example.com"',
    'base_url = "https://[example"': f'1:12: base_url: expected {A_SITE}, got "https://[example"\n'
    '  hint: base_url = "https://example.com"',
    'language = "English"': "1:12: language: expected a language tag such as en or es-419, got "
    '"English"\n  hint: language = "en"',
    'time_zone = "Havana"': "1:13: time_zone: expected a time zone such as America/New_York, got "
    '"Havana"\n  hint: time_zone = "America/New_York"',
    'time_zone = "../zone"': "1:13: time_zone: expected a time zone such as America/New_York, got "
    '"../zone"\n  hint: time_zone = "America/New_York"',
    'permalink = "/{year}/"': f'1:13: permalink: expected {A_PATTERN}, got "/{{year}}/"\n'
    '  hint: permalink = "/{year}/{month}/{slug}/"',
    'permalink = "/{author}/{slug}/"': f"1:13: permalink: expected {A_PATTERN}, got "
    '"/{author}/{slug}/"\n  hint: permalink = "/{year}/{month}/{slug}/"',
    'permalink = "{slug}/"': f'1:13: permalink: expected {A_PATTERN}, got "{{slug}}/"\n'
    '  hint: permalink = "/{year}/{month}/{slug}/"',
    "footer = {}": "1:10: footer: expected text, got a mapping",
    'image = "https://x.org/a.jpg"': f'1:9: image: expected {A_PATH}, got "https://x.org/a.jpg"',
    "image_alt = 1.5": "1:13: image_alt: expected text, got 1.5",
    'sections = "news"': '1:12: sections: expected a table of sections, got "news"',
    "menu = {}": "1:8: menu: expected a list, each item a menu entry with name and to, got a "
    "mapping\n  hint: menu = [..., ...]",
    'publisher = "x"': '1:13: publisher: expected a table about the publisher, got "x"\n'
    "  hint: its fields are name, logo, url, email, same_as, policies",
    "front = 1": "1:9: front: expected a table about the front page, got 1\n"
    "  hint: its fields are line_up, seconds, river",
    "listings = 20": "1:12: listings: expected a table about listings, got 20\n"
    "  hint: its fields are size",
    "feeds = 20": "1:9: feeds: expected a table about feeds, got 20\n"
    "  hint: its fields are items, hub",
    "robots = true": "1:10: robots: expected a table about robots, got true\n"
    "  hint: its fields are ai_training, ai_search, ai_assistants",
    "security = 1": "1:12: security: expected a table for security.txt, got 1\n"
    "  hint: its fields are contact, expires",
    "social = 1": "1:10: social: expected a table of accounts, got 1\n  hint: its fields are x",
    'hosting = "nginx"': '1:11: hosting: expected a table about hosts, got "nginx"\n'
    "  hint: its fields are for, domain, hsts",
    "ads = true": "1:7: ads: expected a table for ads.txt, got true\n"
    "  hint: its fields are sellers, owner_domain, manager_domain, contact",
    "trust = true": "1:9: trust: expected a table for trust.txt, got true\n"
    "  hint: its fields are member, belongto, control, controlledby, social, vendor, customer, "
    "disclosure, contact, datatrainingallowed",
    "theme = 1": "1:9: theme: expected a table about the look, got 1\n"
    "  hint: its fields are accent, light, dark, fonts, logo, logo_dark, icon, cards",
    "search = true": "1:10: search: expected a table about search, got true\n"
    "  hint: its fields are enabled",
    "checks = 1": "1:10: checks: expected a table of checks, got 1\n"
    "  hint: its fields are picture-alt, picture-credit, picture-width, text-picture-alt, byline, "
    "title-length, summary, summary-length, first-paragraph, quotation-marks, date-time, "
    "tag-used-once, similar-tags, publisher-logo, unused-layout, unused-message, lost-address, "
    "dead-link, moved-link, uncertain-link",
    'deploy = "/srv/www"': '1:10: deploy: expected a table of targets, got "/srv/www"',
    'indexnow = "k"': '1:12: indexnow: expected a table about IndexNow, got "k"\n'
    "  hint: its fields are key",
    'titel = "x"': f'1:1: titel: {UNKNOWN}\n  hint: did you mean "title"?',
    "zone = 1": f'1:1: zone: {UNKNOWN}\n  hint: did you mean "time_zone"?',
    "title = The Courier": "1:9: expected TOML, got a fault: Invalid value\n"
    '  hint: a text stands in quotation marks: title = "The Courier"',
}


@pytest.mark.parametrize("line", FIRST_LINE)
def test_a_fault_is_told_word_for_word(line: str) -> None:
    assert faults(site(line)) == [f"site.toml:{FIRST_LINE[line]}"]


def test_every_field_has_a_fault_of_its_own() -> None:
    assert {field.name for field in SITE_FIELDS} <= {line.split(" = ")[0] for line in FIRST_LINE}


# What stands below the five required lines begins on the sixth.
TABLES = {
    '[theme]\naccent = "red"': '7:10: theme.accent: expected a colour such as #a3122f, got "red"\n'
    '  hint: accent = "#a3122f"',
    '[theme.fonts]\ntext = { family = "Lora" }': "7:8: theme.fonts.text.file: expected a "
    ".woff2 file under content/, got no such field",
    '[checks]\npicture-alt = "never"': "7:15: checks.picture-alt: expected one of off, warning, "
    'error, got "never"',
    "[sections]\nnews = 5": "7:8: sections.news: expected text, got 5",
    '[sections]\nNews = "News"': "6:2: sections.News: expected a slug as the section's key, got "
    '"News"\n  hint: news = "..."',
    '[sections]\nnews = { description = "x" }': "7:8: sections.news.name: expected text, got no "
    "such field",
    '[[menu]]\nname = "About"': "6:3: menu[1].to: expected text, got no such field",
    '[[menu]]\nname = "About"\nto = "a.md"\n\n[[menu]]\nname = 1\nto = "b.md"': "11:8: "
    "menu[2].name: expected text, got 1",
    '[publisher]\nlogo = "a.png"': "6:2: publisher.name: expected text, got no such field",
    '[publisher]\nname = "x"\nurl = "x.org"': f'8:7: publisher.url: expected {AN_ADDRESS}, got '
    '"x.org"\n  hint: url = "https://example.com/"',
    '[publisher]\nname = "x"\nemail = "x"': '8:9: publisher.email: expected an e-mail address, '
    'got "x"',
    '[publisher]\nname = "x"\n[publisher.policies]\nethic = "a.md"': f"9:1: "
    f'publisher.policies.ethic: {UNKNOWN}\n  hint: did you mean "ethics"?',
    "[front]\nriver = 201": "7:9: front.river: expected a whole number from 0 to 200, got 201",
    "[front]\nriver = true": "7:9: front.river: expected a whole number from 0 to 200, got true",
    '[front]\nline_up = "a.md"': f'7:11: front.line_up: expected a list, each item {A_PATH}, got '
    '"a.md"\n  hint: line_up = [..., ...]',
    "[listings]\nsize = 0": "7:8: listings.size: expected a whole number from 1 to 500, got 0",
    "[feeds]\nitems = 1.5": "7:9: feeds.items: expected a whole number from 1 to 500, got 1.5",
    '[robots]\nai_training = "deny"': "7:15: robots.ai_training: expected one of allow, block, "
    'got "deny"',
    '[security]\ncontact = ["me"]\nexpires = 2026-11-28': "7:11: security.contact[1]: expected "
    'mailto:, tel: or https:, got "me"',
    "[security]\ncontact = []\nexpires = 2026-11-28": "7:11: security.contact: expected a list, "
    "each item mailto:, tel: or https:, got an empty list",
    '[social]\nx = "courier"': "7:5: social.x: expected an account such as @name, got "
    '"courier"',
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_a_fault_in_a_table_is_told_with_its_line(table: str) -> None:
    assert faults(site(table)) == [f"site.toml:{TABLES[table]}"]


def test_what_is_required_is_told_with_an_example() -> None:
    assert faults(b'title = "x"') == [
        (
            "site.toml:1:1: base_url: expected "
            f'{A_SITE}, got no such field\n  hint: base_url = "https://example.com"'
        ),
        (
            "site.toml:1:1: description: expected text, got no such field\n"
            '  hint: description = "News of ..."'
        ),
        (
            "site.toml:1:1: language: expected a language tag such as en or es-419, got no such "
            'field\n  hint: language = "en"'
        ),
        (
            "site.toml:1:1: time_zone: expected a time zone such as America/New_York, got no such "
            'field\n  hint: time_zone = "America/New_York"'
        ),
    ]


def test_all_faults_are_told_in_the_order_of_the_lines() -> None:
    found = faults(site('titel = "x"\nlanguage = 5', without=("language",)))
    assert [line.split(": ")[0] for line in found] == ["site.toml:1:1", "site.toml:2:12"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xff", "1:1: expected text in UTF-8, got other bytes"),
        (b'a = "', "1:1: expected TOML, got a fault: Unterminated string"),
        (b"a = 1\na = 2", "2:1: expected TOML, got a fault: Cannot overwrite a value"),
        (b"a = The Courier", ("1:5: expected TOML, got a fault: Invalid value\n"
         '  hint: a text stands in quotation marks: title = "The Courier"')),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_told(data: bytes, problem: str) -> None:
    assert faults(data) == [f"site.toml:{problem}"]


def test_a_site_may_say_very_little() -> None:
    found = config()
    assert (found.title, found.base_url) == ("The Courier", "https://example.com")
    assert found.zone == ZoneInfo("America/New_York")
    assert (found.permalink, found.listing_size) == ("/{year}/{month}/{slug}/", 20)
    assert (found.feeds, found.security, found.blocked) == (FeedsConfig(20, ""), None, ())


def test_a_site_says_what_its_file_says() -> None:
    found = config(
        "[sections]\n"
        'news = "News"\n'
        'sport = { name = "Sport", description = "Games." }\n'
        '[[menu]]\nname = "About"\nto = "pages/about.md"\n'
        '[front]\nline_up = ["a.md"]\nseconds = 2\nriver = 6\n'
        '[robots]\nai_training = "block"\nai_search = "allow"\n'
        '[listings]\nsize = 5\n[feeds]\nitems = 7\nhub = "https://hub.example/"\n'
        '[security]\ncontact = ["mailto:a@b.org"]\nexpires = 2026-11-28\n'
        '[social]\nx = "@courier"\n'
    )
    assert found.sections == (Section("news", "News"), Section("sport", "Sport", "Games."))
    assert found.menu == (MenuItem("About", "pages/about.md"),)
    assert found.front == FrontConfig(("a.md",), 2, 6)
    assert (found.blocked, found.listing_size) == (("ai_training",), 5)
    assert found.feeds == FeedsConfig(7, "https://hub.example/")
    assert found.security == SecurityConfig(("mailto:a@b.org",), When("2026-11-28"))
    assert found.x_account == "@courier"
    assert found.problem("front.line_up", "x").line == 13


@pytest.mark.parametrize(
    "pattern",
    ["//{slug}/", "/{year}//{slug}/", "/{slug", "/{slug}}/", "/{slug}{/", "/{slug}.htm", ""],
)
def test_a_pattern_that_gives_no_address_is_refused(pattern: str) -> None:
    [fault] = faults(site(f'permalink = "{pattern}"'))
    assert fault.startswith("site.toml:1:13: permalink: expected an address pattern with {slug}")


def test_an_address_loses_its_last_slash() -> None:
    assert config('base_url = "https://example.com/repo/"').base_url == "https://example.com/repo"


def test_another_address_may_be_given() -> None:
    assert config(base_url="http://localhost:8000/").base_url == "http://localhost:8000"


def test_another_address_must_be_one() -> None:
    with pytest.raises(UsageError, match="--base-url: expected the site's address"):
        config(base_url="localhost")


def test_a_folder_without_a_site_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        load_config(Project(tmp_path, tmp_path))
    assert [str(each) for each in caught.value.problems] == [
        (
            "site.toml: expected a site here, got no such file\n"
            "  hint: name the site's folder with -C, or make one: broadsheet init my-site"
        )
    ]


def test_a_sites_own_layouts_come_before_the_themes(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    assert Project(tmp_path, theme).layouts == (tmp_path / "layouts", theme)
    assert Project(tmp_path, tmp_path / "layouts").layouts == (tmp_path / "layouts",)


def test_an_accent_is_the_light_schemes_unless_that_has_one() -> None:
    read = config('[theme]\naccent = "#112233"\n[theme.dark]\nink = "#eeeeee"')
    assert (read.theme.light, read.theme.dark) == (Scheme(accent="#112233"), Scheme(ink="#eeeeee"))
    both = '[theme]\naccent = "#112233"\n[theme.light]\naccent = "#445566"'
    assert config(both).theme.light == Scheme(accent="#445566")


def test_a_typeface_may_be_a_list_of_families_or_have_files() -> None:
    fonts = (
        '[theme.fonts]\nheadline = "Georgia, serif"\n'
        'text = { family = "Lora, serif", file = "fonts/lora.woff2" }'
    )
    read = config(fonts).theme
    assert read.headline == Face("Georgia, serif")
    assert read.text == Face("Lora, serif", "fonts/lora.woff2")
    assert read.label is None


def test_a_check_has_a_severity_of_its_own_or_the_usual_one() -> None:
    read = config('[checks]\npicture-alt = "off"\nlost-address = "error"')
    assert read.severity(Check.PICTURE_ALT) is None
    assert read.severity(Check.LOST_ADDRESS) is Severity.ERROR
    assert read.severity(Check.PICTURE_CREDIT) is Severity.ERROR
