"""Checks of links to other sites, once somebody has tried them: here nothing leaves the machine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urldefrag

from generator.checks.finding import Finding
from generator.config import Check
from generator.model import Mention
from generator.paths import SourcePath
from generator.planning.site import Site

NETWORK = "the network"  # where a finding stands that is of no file


class Verdict(StrEnum):
    """What trying an address came to."""

    GOOD = "good"
    DEAD = "dead"
    UNCERTAIN = "uncertain"  # a person may see more there than a program
    UNREACHED = "unreached"  # no site answered; it may be this machine that is cut off
    NAMELESS = "nameless"  # no site of the name is known: dead, unless this machine is cut off


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of trying an address: `reason` says why it is not good, `moved` where it is now."""

    verdict: Verdict
    reason: str = ""
    moved: str = ""


Answers = Mapping[str, Answer]


def addresses_of(site: Site) -> tuple[str, ...]:
    """Return the addresses of other sites that articles and pages lead to, each once."""
    return tuple(dict.fromkeys(_address(each) for _, each in _links(site)))


def is_cut_off(tried: Answers) -> bool:
    """Whether nobody answered at all: then it is this machine that has no network."""
    silent = (Verdict.UNREACHED, Verdict.NAMELESS)
    return bool(tried) and all(each.verdict in silent for each in tried.values())


def found_in(site: Site, answers: Answers, tried: Answers) -> Iterator[tuple[Check, Finding]]:
    """Yield what is wrong with each link, and the check that it belongs to.

    `answers` are all that are known, `tried` those of them that are of now. Without a network, or
    without the time to ask everybody, that is told once, and no link is blamed for it.
    """
    if is_cut_off(tried):
        yield Check.UNCERTAIN_LINK, _no_network(tried)
        answers = {address: of for address, of in answers.items() if address not in tried}
    elif unasked := sum(address not in answers for address in addresses_of(site)):
        yield Check.UNCERTAIN_LINK, _no_time(unasked)
    for source, link in _links(site):
        answer = answers.get(_address(link))
        if answer:
            yield from _told(source, link, answer)


def _no_network(tried: Answers) -> Finding:
    first, *others = tried
    which = first + (f" and {len(others)} more" if others else "")
    message = f"expected an answer of another site, got none of {which}"
    return Finding(NETWORK, 0, 0, "", message, "connect this machine, and look again")


def _no_time(unasked: int) -> Finding:
    message = f"expected time to ask for every address, got none left for {unasked:,}"
    return Finding(NETWORK, 0, 0, "", message, "look again: what was answered is remembered")


def _told(source: SourcePath, link: Mention, answer: Answer) -> Iterator[tuple[Check, Finding]]:
    match answer.verdict:
        case Verdict.GOOD if not answer.moved:
            return
        case Verdict.GOOD:
            name, message = Check.MOVED_LINK, f"expected the address where {link.text} is now"
        case Verdict.DEAD | Verdict.NAMELESS:
            name = Check.DEAD_LINK
            message = f"expected a page at {link.text}, got none: {answer.reason}"
        case _:
            name = Check.UNCERTAIN_LINK
            message = f"expected a page at {link.text}, which could not be checked: {answer.reason}"
    yield name, Finding(source, link.line, link.column, "", message, answer.moved)


def _links(site: Site) -> Iterator[tuple[SourcePath, Mention]]:
    for placed in site.articles:
        yield from ((placed.article.source, each) for each in placed.article.body.addresses)
    for placed_page in site.pages:
        yield from ((placed_page.page.source, each) for each in placed_page.page.body.addresses)


def _address(link: Mention) -> str:
    """Return what is asked for: a place within a page is found by the browser alone."""
    return urldefrag(link.text).url
