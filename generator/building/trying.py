"""Trying an address of another site, with the least that tells whether it is there.

No cookies, no credentials, no body is read. Nothing inside a private network is contacted, wherever
an article or another site leads: the IP address that was judged is the one that is connected to.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from generator import __version__
from generator.checks.links import Answer, Verdict

MOST_HOPS = 8
HEADERS = {"User-Agent": f"broadsheet/{__version__} (checks links)", "Accept": "*/*",
           "Connection": "close"}  # fmt: skip
PERMANENT = frozenset((301, 308))
REDIRECTS = PERMANENT | {302, 303, 307}
GONE = frozenset((404, 410))
NO_NAME = frozenset((socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)))
PORTS = {"http": 80, "https": 443}
# Characters of an address that are sent as they are; all others are encoded.
PLAIN = "/?:@!$&'()*+,;=-._~%[]"


def is_public(address: str) -> bool:
    """Whether an IP address is one of the whole internet."""
    return ipaddress.ip_address(address.partition("%")[0]).is_global


@dataclass(frozen=True, slots=True)
class Manners:
    """How other sites are asked: for how long in seconds, and which IP addresses may be."""

    one: float = 10.0  # seconds for one site to answer
    all: float = 120.0  # seconds for everything together
    may_contact: Callable[[str], bool] = is_public


class _Refused(Exception):
    """Raised where an address must not or cannot be asked, with a verdict."""

    def __init__(self, verdict: Verdict, reason: str) -> None:
        self.answer = Answer(verdict, reason)
        super().__init__(reason)


def try_address(address: str, manners: Manners) -> Answer:
    """Ask for an address and follow where it leads; never raise for what the network does."""
    try:
        return _follow(address, manners)
    except _Refused as refused:
        return refused.answer
    except ssl.SSLError as error:
        return Answer(Verdict.UNCERTAIN, f"its certificate or cipher is refused, {error.reason}")
    except TimeoutError:
        return Answer(Verdict.UNREACHED, "it did not answer in time")
    except OSError as error:
        return Answer(Verdict.UNREACHED, f"it cannot be reached, {error.strerror or error}")
    except (HTTPException, ValueError) as error:
        return Answer(Verdict.UNCERTAIN, f"it answers what is no HTTP, {type(error).__name__}")


def _follow(address: str, manners: Manners) -> Answer:
    """Follow redirects; the address that is told as the new one is where the lasting ones end."""
    moved, lasting = "", True
    for _ in range(MOST_HOPS):
        status, location = _ask(address, manners)
        if status not in REDIRECTS or not location:
            return _judged(status, moved)
        address = _joined(address, location)
        lasting = lasting and status in PERMANENT
        moved = address if lasting else moved
    return Answer(Verdict.UNCERTAIN, f"it leads on more than {MOST_HOPS} times")


def _joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:  # brackets that are no IPv6 address
        raise _Refused(Verdict.UNCERTAIN, "it leads on to what is no address") from None


def _judged(status: int, moved: str) -> Answer:
    if status < 400:
        return Answer(Verdict.GOOD, moved=moved)
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    verdict = Verdict.DEAD if status in GONE else Verdict.UNCERTAIN
    return Answer(verdict, f"it answers {status} {phrase}".rstrip())


def _ask(address: str, manners: Manners) -> tuple[int, str]:
    """Return a status and where it leads. Some sites refuse HEAD, or answer it with nonsense."""
    parts = _parts(address)
    status, location = _request("HEAD", parts, manners)
    if status >= 400 and status != HTTPStatus.TOO_MANY_REQUESTS:
        return _request("GET", parts, manners)
    return status, location


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises where it is no number
    except ValueError:
        raise _Refused(Verdict.DEAD, "it is no address") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise _Refused(Verdict.UNCERTAIN, "it leads out of the web")
    return parts


def _request(method: str, parts: SplitResult, manners: Manners) -> tuple[int, str]:
    assert parts.hostname
    host, port = _ascii(parts.hostname), parts.port or PORTS[parts.scheme]
    connection = HTTPConnection(host, port, timeout=manners.one)
    try:
        connection.sock = _connected(host, port, manners)
        if parts.scheme == "https":
            connection.sock = _trust().wrap_socket(connection.sock, server_hostname=host)
        connection.default_port = PORTS[parts.scheme]  # which the header Host leaves out
        connection.request(method, _path(parts), headers=HEADERS)
        response = connection.getresponse()
        return response.status, response.getheader("Location", "")
    finally:
        connection.close()


@cache
def _trust() -> ssl.SSLContext:
    """Return whom browsers would trust: loading that takes longer than most sites to answer."""
    return ssl.create_default_context()


def _path(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return quote((parts.path or "/") + query, PLAIN)


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        raise _Refused(Verdict.DEAD, "its name is none that a site can have") from None


def _connected(host: str, port: int, manners: Manners) -> socket.socket:
    """Connect to one of a host's IP addresses that may be contacted."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in NO_NAME:
            raise _Refused(Verdict.NAMELESS, "no site of this name is known") from None
        raise _Refused(Verdict.UNREACHED, "its name could not be looked up") from None
    except UnicodeError:
        raise _Refused(Verdict.DEAD, "its name is none that a site can have") from None
    allowed = [ip for *_, (ip, *_) in found if manners.may_contact(str(ip))]
    if not allowed:
        raise _Refused(Verdict.UNCERTAIN, "it is in a private network, which is not contacted")
    with suppress(OSError):
        return _open(str(allowed[0]), port, manners)
    return _open(str(allowed[-1]), port, manners)  # of the other kind, IPv4 or IPv6, if it has both


def _open(ip: str, port: int, manners: Manners) -> socket.socket:
    return socket.create_connection((ip, port), manners.one)
