"""The headers that a site sends with each address, from which every host's file is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Protocol

from generator.paths import OutputPath, url_of
from generator.planning.hosts.headers import (
    A_PAGE,
    CACHE_RULES,
    CORP,
    HOST_FILES,
    SHOWN_ELSEWHERE,
    TYPE_RULES,
    Rule,
    by_name,
    value_at,
)  # fmt: skip
from generator.planning.hosts.patterns import ANY, Shaped, cover, shaped
from generator.planning.hosts.policy import content_security_policy, has_scripts
from generator.planning.site import Site

MOST_BLOCKS = 100  # Cloudflare Pages reads no more


@dataclass(frozen=True, slots=True)
class Block:
    """A pattern, and what is sent with all that it matches."""

    pattern: str
    headers: tuple[tuple[str, str], ...]


class Outlined(Protocol):
    """An output, as far as it matters here."""

    @property
    def path(self) -> OutputPath: ...
    @property
    def is_stub(self) -> bool: ...


def rules(site: Site) -> tuple[Rule, ...]:
    """Return every header that the site wants sent."""
    return (
        *(Rule(name, ANY, value) for name, value in _everywhere(site) if value),
        *CACHE_RULES,
        Rule(CORP, A_PAGE, "same-origin"),
        *(Rule(CORP, pattern, "cross-origin") for pattern in SHOWN_ELSEWHERE),
        Rule(CORP, ANY, "same-origin"),
        *TYPE_RULES,
    )


def _everywhere(site: Site) -> Iterable[tuple[str, str]]:
    yield "Content-Security-Policy", site_policy(site)
    yield "Strict-Transport-Security", site.config.hosting.hsts
    yield "X-Content-Type-Options", "nosniff"
    yield "X-Frame-Options", "DENY"
    yield "Referrer-Policy", "strict-origin-when-cross-origin"
    yield "Cross-Origin-Opener-Policy", "same-origin"
    yield "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
    # As a line of robots.txt it would be an unknown one.
    yield "Content-Usage", "train-ai=n" if "ai_training" in site.config.blocked else ""


def site_policy(site: Site) -> str:
    """Return the Content-Security-Policy that the site is sent with."""
    names = chain((name for name, _ in site.info.assets), site.static)
    return content_security_policy(scripts=has_scripts(names), search=bool(site.info.search))


def blocks(site: Site, outputs: Iterable[Outlined]) -> tuple[Block, ...]:
    """Return the headers by pattern; no two that match one address have a name in common.

    Where that would take more patterns than hosts read, what hosts do by themselves stays unsaid.
    """
    found = rules(site)
    folders = shaped((url_of(o.path) for o in outputs if _is_served(o)), _literals(found))
    if len(folders) <= MOST_BLOCKS:
        whole = _blocks(found, folders, usual=True)
        if len(whole) <= MOST_BLOCKS:
            return whole
    return _blocks(found, folders, usual=False)


def _is_served(output: Outlined) -> bool:
    return output.path not in HOST_FILES and not output.is_stub


def _literals(found: Iterable[Rule]) -> Iterable[str]:
    parts = chain.from_iterable(rule.pattern.split("/")[2:] for rule in found)
    return (part for part in parts if not part.startswith((":", "*")))


def _blocks(found: Iterable[Rule], folders: Shaped, *, usual: bool) -> tuple[Block, ...]:
    merged: dict[str, dict[str, str]] = {}
    for name, of_name in by_name(found).items():
        for pattern, value in _patterns(of_name, folders, usual=usual).items():
            merged.setdefault(pattern, {})[name] = value
    return tuple(Block(pattern, tuple(said.items())) for pattern, said in sorted(merged.items()))


def _patterns(found: tuple[Rule, ...], folders: Shaped, *, usual: bool) -> dict[str, str]:
    """Return the value of one header by pattern; where `usual` is not wanted, without that."""
    if len(found) == 1 or found[-1].pattern != ANY:
        return {rule.pattern: rule.value for rule in found}
    firsts = None if usual else {rule.pattern.split("/")[1] for rule in found}
    covered = cover(folders, partial(value_at, found), firsts)
    return {at: value for at, value in covered.items() if usual or value != found[-1].value}
