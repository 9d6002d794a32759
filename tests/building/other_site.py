"""Another site on this machine: answers by a table, and counts what it is asked for."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from generator.building.reaching import Manners

HERE = "127.0.0.1"
NEIGHBOURLY = Manners(one=5.0, all=20.0, may_contact=lambda ip: ip == HERE)


@dataclass
class OtherSite:
    """A running site. `pages` gives a path's status, and where it leads; `asked` what came in."""

    url: str = ""
    pages: dict[str, int | tuple[int, str]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    headers: list[Mapping[str, str]] = field(default_factory=list)


@contextmanager
def other_site(**pages: int | tuple[int, str]) -> Iterator[OtherSite]:
    """Run a site; a page's name is its path, or its method and path where these differ."""
    made = OtherSite(pages={f"/{name}": of for name, of in pages.items()})

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            made.asked[f"{self.command} {self.path}"] += 1
            made.headers.append(dict(self.headers))
            by_method = made.pages.get(f"{self.command} {self.path}")
            of = made.pages.get(self.path, 404) if by_method is None else by_method
            status, location = of if isinstance(of, tuple) else (of, "")
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.end_headers()

        do_GET = do_HEAD = _answer  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((HERE, 0), Handler)
    made.url = f"http://{HERE}:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
