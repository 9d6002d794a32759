"""The fields of site.toml that are about hosts, and about files that stand at the site's root."""

import re
from typing import Any

from generator.config import AdsConfig, Host, HostingConfig, TrustConfig
from generator.fields import (
    FLAG,
    WEB_ADDRESS,
    Field,
    Kind,
    Node,
    Notes,
    choice,
    list_of,
    matching,
    scalar,
    table,
)  # fmt: skip

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = rf"(?:{_LABEL}\.)+{_LABEL}"
_E_MAIL = r"[^@\s]+@[^@\s]+"
_HSTS = r"max-age=\d{1,10}(?:; includeSubDomains)?(?:; preload)?"
_SELLER_KINDS = ("DIRECT", "RESELLER")


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


def _hosting(values: dict[str, Any]) -> HostingConfig:
    hosts = tuple(Host(name) for name in dict.fromkeys(values.pop("for", ())))
    return HostingConfig(hosts=hosts, **values)


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
    Field("ads", ADS, "Makes ads.txt."),
    Field("trust", TRUST, "Makes trust.txt."),
    Field("indexnow", INDEXNOW, "Makes the file that proves the key of IndexNow."),
)
