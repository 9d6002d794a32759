"""Who may talk to the preview: pages of its own, under an address that cannot be anyone else's.

A foreign page can send requests to this machine, and a foreign name can be pointed at it; both say
so in the headers `Origin` and `Host`, which a page cannot forge.
"""

import ipaddress
from dataclasses import dataclass

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
HTTP = 80  # the port that an address need not name
WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - to be recognised, not bound


@dataclass(frozen=True, slots=True)
class Access:
    """The rules for a server that listens at `host` and `port`."""

    host: str
    port: int

    def admits_host(self, header: str | None) -> bool:
        """Whether a `Host` header names this server."""
        if header is None:
            return False
        name = self.name_in(header.lower())
        if name in LOCAL_NAMES or name == in_url(self.host.lower()):
            return True
        # Only a name can be pointed elsewhere; whoever typed an address of numbers reached it.
        return self.host in WILDCARDS and _is_address(name)

    def admits_origin(self, origin: str | None, host: str | None) -> bool:
        """Whether an `Origin` header names the very server that the request went to."""
        if origin is None or host is None or not self.admits_host(host):
            return False
        return origin.lower() == f"http://{host.lower()}"

    def name_in(self, header: str) -> str:
        """Return a `Host` header without this server's port; empty with another port."""
        name, colon, port = header.rpartition(":")
        if colon and not port.endswith("]"):
            return name if port == str(self.port) else ""
        return header if self.port == HTTP else ""

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        name = LOCAL_NAMES[1] if self.host in WILDCARDS else in_url(self.host)
        return f"http://{name}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether only this machine can connect."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def in_url(host: str) -> str:
    """Return a host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def _is_address(name: str) -> bool:
    if "%" in name:  # a zone, which is free text
        return False
    try:
        number = ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return in_url(str(number)) == name  # in the one spelling that browsers send
