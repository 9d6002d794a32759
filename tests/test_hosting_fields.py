"""What site.toml may say of hosts, advertising and trust, and the exact word where it is wrong."""

from typing import Any

import pytest

from generator.config import AdsConfig, Config, Host, HostingConfig, TrustConfig
from generator.errors import ProblemsFound
from generator.project import read_config
from tests.site_kit import SITE_TOML

USUAL = "max-age=63072000; includeSubDomains"


def read(text: str) -> Config:
    return read_config(f"{SITE_TOML}\n{text}".encode())


def faults(text: str) -> list[tuple[str, str, str]]:
    """Return field, message and hint of each fault."""
    with pytest.raises(ProblemsFound) as found:
        read(text)
    return [(each.field, each.message, each.hint) for each in found.value.problems]


def test_without_a_word_there_is_no_host_and_the_usual_header() -> None:
    made = read("")
    assert made.hosting == HostingConfig((), "", USUAL)
    assert (made.ads, made.trust, made.indexnow) == (None, None, "")


def test_hosts_are_named_once_each() -> None:
    made = read(
        '[hosting]\nfor = ["nginx", "github", "nginx"]\ndomain = "www.example.com"\nhsts = ""'
    )
    assert made.hosting == HostingConfig((Host.NGINX, Host.GITHUB), "www.example.com", "")


def test_empty_tables_say_what_is_usual() -> None:
    made = read("[hosting]\n[ads]\n[trust]")
    assert (made.hosting, made.ads, made.trust) == (HostingConfig(), AdsConfig(), TrustConfig())


@pytest.mark.parametrize("value", ["max-age=0", "max-age=31536000; includeSubDomains; preload"])
def test_other_values_of_hsts_are_taken(value: str) -> None:
    assert read(f'[hosting]\nhsts = "{value}"').hosting.hsts == value


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            '[hosting]\nfor = ["ngnix"]',
            ("hosting.for[1]", ("expected one of cloudflare, netlify, gitlab, github, vercel, "
             'nginx, caddy, apache, s3, got "ngnix"'), 'did you mean "nginx"?'),
        ),
        (
            '[hosting]\ndomain = "https://www.example.com"',
            ("hosting.domain", ("expected a domain such as www.example.com, got "
             '"https://www.example.com"'), 'domain = "www.example.com"'),
        ),
        (
            '[hosting]\nhsts = "1 year"',
            ("hosting.hsts", f'expected a value such as "{USUAL}", or "" for none, got "1 year"',
             f'hsts = "{USUAL}"'),
        ),
        (
            "[deploy.Live]\nto = '/srv/www'",
            ("deploy.Live", 'expected a name such as production, got "Live"', ""),
        ),
        (
            "[deploy.live]\ngrace = 3",
            ("deploy.live.to", "expected text, got no such field", 'to = "/srv/www"'),
        ),
        (
            "[deploy.live]\nto = '/srv/www'\ngenerations = 900",
            ("deploy.live.generations", "expected a whole number from 0 to 100, got 900", ""),
        ),
        (
            "[indexnow]\nkey = 'short'",
            ("indexnow.key", 'expected 8 to 128 letters, digits or hyphens, got "short"', ""),
        ),
        (
            "[indexnow]",
            ("indexnow.key", "expected 8 to 128 letters, digits or hyphens, got no such field", ""),
        ),
        (
            "[trust]\nmember = 'example.com'",
            ("trust.member", ("expected an address that starts with https:// or http://, got "
             '"example.com"'), 'member = "https://example.com/"'),
        ),
        (
            "[trust]\ncontact = 'nobody'",
            ("trust.contact", ("expected an e-mail address, or an address that starts with "
             'https://, got "nobody"'), ""),
        ),
        (
            "[trust]\ndatatrainingallowed = 'perhaps'",
            ("trust.datatrainingallowed", 'expected true or false, got "perhaps"',
             "datatrainingallowed = true"),
        ),
        (
            "[ads]\nmanager_domain = 'manager.example, usa'",
            ("ads.manager_domain", ('expected a domain, or a domain and a country such as '
             '"manager.example, US", got "manager.example, usa"'), ""),
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(text: str, fault: tuple[str, str, str]) -> None:
    assert faults(text) == [fault]


@pytest.mark.parametrize(
    "line",
    ["google.com", "google.com, pub-1", "google.com, pub-1, MAYBE", "google, pub-1, DIRECT",
     "google.com, , DIRECT", "google.com, pub-1, DIRECT, a, b", "google.com, pub 1, DIRECT",
     "google.com, pub-1#x, DIRECT", "google.com, pub-1, DIRECT, "],
)  # fmt: skip
def test_a_seller_that_buyers_could_not_read_is_told(line: str) -> None:
    expected = 'a line such as "google.com, pub-123, DIRECT, f08c47fec0942fa0"'
    ((field, message, hint),) = faults(f'[ads]\nsellers = ["{line}"]')
    assert (field, message) == ("ads.sellers[1]", f'expected {expected}, got "{line}"')
    assert hint == 'sellers = ["google.com, pub-123, DIRECT, f08c47fec0942fa0"]'


@pytest.mark.parametrize(
    ("line", "read_as"),
    [
        ("google.com,pub-1,direct", "google.com, pub-1, DIRECT"),
        (" b.example ,  2, Reseller , x1", "b.example, 2, RESELLER, x1"),
    ],
)
def test_a_seller_is_written_in_the_usual_spelling(line: str, read_as: str) -> None:
    made = read(f'[ads]\nsellers = ["{line}"]').ads
    assert made == AdsConfig(sellers=(read_as,))


def test_trust_keeps_its_lines_in_order() -> None:
    text = """[trust]
social = ["https://a.example/", "https://b.example/"]
datatrainingallowed = false
belongto = "https://c.example/"
contact = "desk@example.com"
"""
    made: Any = read(text).trust
    assert made.training is False
    assert made.lines == (
        ("social", ("https://a.example/", "https://b.example/")),
        ("belongto", ("https://c.example/",)),
        ("contact", ("desk@example.com",)),
    )
