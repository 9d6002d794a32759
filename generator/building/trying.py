"""Trying an address of another site, with the least that tells whether it is there."""

from urllib.parse import urljoin

from generator.building.reaching import Manners, Question, Reply, Unreached, ask
from generator.checks.links import Answer, Verdict

MOST_HOPS = 8
PURPOSE = "checks links"
PERMANENT = frozenset((301, 308))
REDIRECTS = PERMANENT | {302, 303, 307}
GONE = frozenset((404, 410))
TOO_MANY_REQUESTS = 429


def try_address(address: str, manners: Manners) -> Answer:
    """Ask for an address and follow where it leads; never raise for what the network does."""
    try:
        return _follow(address, manners)
    except Unreached as unreached:
        return Answer(unreached.verdict, unreached.reason)


def _follow(address: str, manners: Manners) -> Answer:
    """Follow redirects; the address that is told as the new one is where the lasting ones end."""
    moved, lasting = "", True
    for _ in range(MOST_HOPS):
        reply = _tried(address, manners)
        if reply.status not in REDIRECTS or not reply.location:
            return _judged(reply, moved)
        address = _joined(address, reply.location)
        lasting = lasting and reply.status in PERMANENT
        moved = address if lasting else moved
    return Answer(Verdict.UNCERTAIN, f"it leads on more than {MOST_HOPS} times")


def _joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:  # brackets that are no IPv6 address
        raise Unreached(Verdict.UNCERTAIN, "it leads on to what is no address") from None


def _judged(reply: Reply, moved: str) -> Answer:
    if reply.status < 400:
        return Answer(Verdict.GOOD, moved=moved)
    return Answer(Verdict.DEAD if reply.status in GONE else Verdict.UNCERTAIN, reply.said)


def _tried(address: str, manners: Manners) -> Reply:
    """Return what an address answers. Some sites refuse HEAD, or answer it with nonsense."""
    reply = ask(Question("HEAD", address, PURPOSE), manners)
    if reply.status >= 400 and reply.status != TOO_MANY_REQUESTS:
        return ask(Question("GET", address, PURPOSE), manners)
    return reply
