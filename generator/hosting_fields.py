"""The fields of site.toml that are about hosts, and about files that stand at the site's root."""

import re
from typing import Any
from urllib.parse import urlsplit

from generator.config import AdsConfig, Host, HostingConfig, TargetConfig, TrustConfig
from generator.fields import (
    FLAG,
    TEXT,
    WEB_ADDRESS,
    Entries,
    Field,
    Kind,
    Node,
    Notes,
    choice,
    list_of,
    mapping_of,
    matching,
    scalar,
    table,
    whole_number,
)  # fmt: skip

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = rf"(?:{_LABEL}\.)+{_LABEL}"
_E_MAIL = r"[^@\s]+@[^@\s]+"
_HSTS = r"max-age=\d{1,10}(?:; includeSubDomains)?(?:; preload)?"
_SELLER_KINDS = ("DIRECT", "RESELLER")
_TARGET = r"[a-z][a-z0-9-]*"


def base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(text)
    if parts.username is not None or re.search(r"\s", text) or parts.port == 0:
        raise ValueError(text)
    return text.rstrip("/")


def _hsts(node: Node, name: str, notes: Notes) -> str | None:
    if isinstance(node.value, str) and re.fullmatch(f"(?:{_HSTS})?", node.value):
        return node.value
    notes.expected(name, HSTS.expected, node, notes.example(name, f'"{HostingConfig().hsts}"'))
    return None


def _seller(text: str) -> str:
    """Return a line of ads.txt in its usual spelling: domain, account, kind, perhaps a number."""
    domain, account, kind, *rest = (part.strip() for part in text.split(","))
    good = (
        re.fullmatch(_DOMAIN, domain)
        and kind.upper() in _SELLER_KINDS
        and len(rest) <= 1
        and all(re.fullmatch(r"[^\s#;=]+", part) for part in (account, *rest))
    )
    if not good:
        raise ValueError(text)
    return ", ".join((domain, account, kind.upper(), *rest))


def _targets(node: Node, name: str, notes: Notes) -> tuple[tuple[str, TargetConfig], ...] | None:
    for entry in node.value.entries if isinstance(node.value, Entries) else ():
        if not re.fullmatch(_TARGET, entry.key):
            message = f'expected a name such as production, got "{entry.key}"'
            notes.add(f"{name}.{entry.key}", message, entry.line, entry.column)
    return _TARGETS.read(node, name, notes)


def _hosting(values: dict[str, Any]) -> HostingConfig:
    hosts = tuple(Host(name) for name in dict.fromkeys(values.pop("for", ())))
    return HostingConfig(hosts=hosts, **values)


BASE_URL = scalar(
    "the site's address, such as https://example.com or https://example.com/repo",
    base_url, {"type": "string", "format": "uri"}, '"https://example.com"',
)  # fmt: skip
DOMAIN = matching("a domain such as www.example.com", _DOMAIN, '"www.example.com"')
HSTS: Kind[str] = Kind(
    'a value such as "max-age=63072000; includeSubDomains", or "" for none',
    _hsts,
    {"type": "string", "pattern": f"^(?:{_HSTS})?$"},
)
HOSTING = table(
    (
        Field("for", list_of(choice([host.value for host in Host]), example='["nginx"]'),
              "Where it is served: makes nginx.conf, Caddyfile, .htaccess or vercel.json, and "
              "minds what each host can do."),
        Field("domain", DOMAIN, "Makes CNAME, for GitHub Pages: a domain of your own."),
        Field("hsts", HSTS, "For how long browsers use https alone."),
    ),
    _hosting,
    "a table about hosts",
)  # fmt: skip

TARGET = table(
    (
        Field("to", TEXT, "The place: a folder, or an address that starts with s3://, sftp://, "
              "ftp://, ssh://, git:, rclone: and others.", required=True, example='"/srv/www"'),
        Field("base_url", BASE_URL, "The address it is served at, where that is not the site's."),
        Field("grace", whole_number(0, 365), "For how many days styles, scripts and type stay "
              "that no page needs any more; 7 unless given."),
        Field("generations", whole_number(0, 100), "How many deploys can be taken back; 5 unless "
              "given."),
        Field("compress", FLAG, "Whether text is put there as .gz and .br as well, for servers "
              "that send such files."),
        Field("announce", FLAG, "Whether search engines, by indexnow.key, and the hub of the "
              "feeds are told what has changed."),
    ),
    lambda v: TargetConfig(**v),
    "a table about a target",
)  # fmt: skip
_TARGETS = mapping_of(TARGET, "a table of targets")
TARGETS = Kind(_TARGETS.expected, _targets, _TARGETS.schema)

SELLER = scalar(
    'a line such as "google.com, pub-123, DIRECT, f08c47fec0942fa0"', _seller,
    {"type": "string"}, '["google.com, pub-123, DIRECT, f08c47fec0942fa0"]',
)  # fmt: skip
MANAGER = matching(
    'a domain, or a domain and a country such as "manager.example, US"',
    rf"{_DOMAIN}(?:, ?[A-Z]{{2}})?",
)
CONTACT = matching(
    "an e-mail address, or an address that starts with https://", rf"{_E_MAIL}|https://\S+"
)
ADS = table(
    (
        Field("sellers", list_of(SELLER), "Who may sell the site's space; nobody unless given."),
        Field("owner_domain", DOMAIN, "The domain of the business that owns the site."),
        Field("manager_domain", MANAGER, "The domain of whoever manages its space."),
        Field("contact", CONTACT, "Whom to ask."),
    ),
    lambda v: AdsConfig(**v),
    "a table for ads.txt",
)

ADDRESSES = list_of(WEB_ADDRESS, one_will_do=True)
_TRUST = (
    ("member", ADDRESSES, "Who is a member of yours."),
    ("belongto", ADDRESSES, "What you are a member of."),
    ("control", ADDRESSES, "What you own."),
    ("controlledby", ADDRESSES, "Who owns you."),
    ("social", ADDRESSES, "Accounts of yours elsewhere."),
    ("vendor", ADDRESSES, "Who works for you."),
    ("customer", ADDRESSES, "Whom you work for."),
    ("disclosure", ADDRESSES, "Where you say how you work."),
    ("contact", list_of(CONTACT, one_will_do=True), "Whom to ask."),
)
TRUST = table(
    (
        *(Field(*each) for each in _TRUST),
        Field("datatrainingallowed", FLAG, "Whether machines may be trained on the site."),
    ),
    lambda v: TrustConfig(v.pop("datatrainingallowed", None), tuple(v.items())),
    "a table for trust.txt",
)

INDEXNOW = table(
    (
        Field("key", matching("8 to 128 letters, digits or hyphens", r"[A-Za-z0-9-]{8,128}"),
              "The key that search engines know the site by.", required=True),
    ),
    lambda v: str(v["key"]),
    "a table about IndexNow",
)  # fmt: skip

HOSTING_FIELDS = (
    Field("hosting", HOSTING, "Where the site is served, and what is sent with it."),
    Field("deploy", TARGETS, "Where `broadsheet deploy` brings the site, by name."),
    Field("ads", ADS, "Makes ads.txt."),
    Field("trust", TRUST, "Makes trust.txt."),
    Field("indexnow", INDEXNOW, "Makes the file that proves the key of IndexNow."),
)
