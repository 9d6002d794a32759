"""Who is told of deploys, on this machine: writes down every request, and misbehaves by order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from generator.building.reaching import Manners

HERE = "127.0.0.1"
NEAR = Manners(one=5.0, all=20.0, may_contact=lambda ip: ip == HERE)


@dataclass(frozen=True)
class Request:
    path: str
    type: str
    body: str
    agent: str


Answer = Callable[[BaseHTTPRequestHandler], object]


@dataclass
class Listening:
    """A server that runs; `answers` are given one after another, and then 204 always."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    @property
    def bodies(self) -> list[str]:
        return [each.body for each in self.requests]

    def hangs(self, _: BaseHTTPRequestHandler) -> None:
        """Say nothing until the end."""
        self.over.wait(20)

    def drips(self, to: BaseHTTPRequestHandler) -> None:
        """Answer byte by byte, without an end."""
        with suppress(OSError):
            to.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not self.over.wait(0.01):
                to.wfile.write(b"x")


def status(number: int, **headers: str) -> Answer:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(number)
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()

    return answer


def says(data: bytes) -> Answer:
    """Answer with what may be no HTTP."""
    return lambda to: to.wfile.write(data)


def huge(to: BaseHTTPRequestHandler) -> None:
    """Answer with a body that has no end."""
    to.send_response(200)
    to.end_headers()
    with suppress(OSError):
        while True:
            to.wfile.write(b"x" * 65536)


@contextmanager
def listening(*answers: Answer) -> Iterator[Listening]:
    made = Listening(answers=list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            type_, agent = self.headers["Content-Type"], self.headers["User-Agent"]
            made.requests.append(Request(self.path, type_, body, agent))
            (made.answers.pop(0) if made.answers else status(204))(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((HERE, 0), Handler)
    made.url = f"http://{HERE}:{server.server_port}/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
