"""Reaching other sites: one request, and the head of its answer.

No cookies, no credentials, no body is read. Nothing inside a private network is contacted, wherever
an article or another site leads: the IP address that was judged is the one that is connected to.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, quote, urlsplit

from generator import __version__
from generator.checks.links import Verdict

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


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of another site; `purpose` is what it is told, in brackets."""

    method: str
    address: str
    purpose: str
    type: str = ""  # of the body
    body: bytes | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """Return what is sent beside what every request has."""
        headers = {
            "User-Agent": f"broadsheet/{__version__} ({self.purpose})",
            "Accept": "*/*",
            "Connection": "close",
        }
        return headers | {"Content-Type": self.type} if self.type else headers


@dataclass(frozen=True, slots=True)
class Reply:
    """What another site answers, and where it leads, "" for nowhere."""

    status: int
    location: str

    @property
    def said(self) -> str:
        """Say what it answers, as in "it answers 404 Not Found"."""
        phrase = HTTPStatus(self.status).phrase if self.status in set(HTTPStatus) else ""
        return f"it answers {self.status} {phrase}".rstrip()


class Unreached(Exception):
    """Raised where an address must not or cannot be asked, or does not answer, with a verdict."""

    def __init__(self, verdict: Verdict, reason: str) -> None:
        """Take why."""
        self.verdict = verdict
        self.reason = reason
        super().__init__(reason)


def ask(question: Question, manners: Manners) -> Reply:
    """Ask once, and follow nothing; raise `Unreached`, and no other, for what the network does."""
    try:
        return _ask(question, _parts(question.address), manners)
    except ssl.SSLError as error:
        reason = f"its certificate or cipher is refused, {error.reason}"
        raise Unreached(Verdict.UNCERTAIN, reason) from None
    except TimeoutError:
        raise Unreached(Verdict.UNREACHED, "it did not answer in time") from None
    except OSError as error:
        reason = f"it cannot be reached, {error.strerror or error}"
        raise Unreached(Verdict.UNREACHED, reason) from None
    except (HTTPException, ValueError) as error:
        reason = f"it answers what is no HTTP, {type(error).__name__}"
        raise Unreached(Verdict.UNCERTAIN, reason) from None


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises where it is no number
    except ValueError:
        raise Unreached(Verdict.DEAD, "it is no address") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise Unreached(Verdict.UNCERTAIN, "it leads out of the web")
    return parts


def _ask(question: Question, parts: SplitResult, manners: Manners) -> Reply:
    assert parts.hostname
    host, port = ascii_host(parts.hostname), parts.port or PORTS[parts.scheme]
    connection = HTTPConnection(host, port, timeout=manners.one)
    try:
        connection.sock = _connected(host, port, manners)
        if parts.scheme == "https":
            connection.sock = _trust().wrap_socket(connection.sock, server_hostname=host)
        connection.default_port = PORTS[parts.scheme]  # which the header Host leaves out
        connection.request(question.method, _path(parts), question.body, dict(question.headers))
        response = connection.getresponse()
        return Reply(response.status, response.getheader("Location", ""))
    finally:
        connection.close()


@cache
def _trust() -> ssl.SSLContext:
    """Return whom browsers would trust: loading that takes longer than most sites to answer."""
    return ssl.create_default_context()


def _path(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return quote((parts.path or "/") + query, PLAIN)


def ascii_host(host: str) -> str:
    """Return a host's name as it is looked up; raise `Unreached` where no host can have it."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        raise Unreached(Verdict.DEAD, "its name is none that a site can have") from None


def _connected(host: str, port: int, manners: Manners) -> socket.socket:
    """Connect to one of a host's IP addresses that may be contacted."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in NO_NAME:
            raise Unreached(Verdict.NAMELESS, "no site of this name is known") from None
        raise Unreached(Verdict.UNREACHED, "its name could not be looked up") from None
    except UnicodeError:
        raise Unreached(Verdict.DEAD, "its name is none that a site can have") from None
    allowed = [ip for *_, (ip, *_) in found if manners.may_contact(str(ip))]
    if not allowed:
        raise Unreached(Verdict.UNCERTAIN, "it is in a private network, which is not contacted")
    with suppress(OSError):
        return _open(str(allowed[0]), port, manners)
    return _open(str(allowed[-1]), port, manners)  # of the other kind, IPv4 or IPv6, if it has both


def _open(ip: str, port: int, manners: Manners) -> socket.socket:
    return socket.create_connection((ip, port), manners.one)
