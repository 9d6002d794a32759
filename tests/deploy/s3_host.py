"""A bucket on loopback: moto's server, with an eye on who comes and what is asked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from socket import SHUT_RDWR
from threading import Thread
from typing import Any

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import Client

from tests.deploy.hosts import Host

KEY = "AKIATESTS"
WORD = "of-no-value"
REFUSAL = b"<Error><Code>InvalidAccessKeyId</Code><Message>Nobody has this key.</Message></Error>"

Wsgi = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]
FAULT = b"<Error><Code>InternalError</Code><Message>Try again.</Message></Error>"


class Fault(StrEnum):
    """What can go wrong with one request."""

    RESET = "the connection ends before an answer"
    BUSY = "the host is busy"
    REFUSED = "the host refuses"
    LOST = "what was asked is done, but the answer says that it failed"
    CUT = "the answer is cut off"


@dataclass
class Trouble:
    """A fault that meets one request, by its number, counted from 1."""

    fault: Fault
    number: int


class Quiet(WSGIRequestHandler):
    """Writes no log, and keeps connections as a real host does."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def s3_host(
    folder: Path,
    asked: list[str] | None = None,
    spoilt: Sequence[str] = (),
    trouble: Trouble | None = None,
) -> Iterator[Host]:
    """Serve a bucket; `asked` gets the method and path of each request.

    Of files whose names end in one of `spoilt`, other bytes arrive than were sent.
    """
    del folder  # it holds all in memory, and for all its servers
    moto: Wsgi = DomainDispatcherApplication(create_backend_app)
    Client(moto).post("/moto-api/reset")
    watched = _watched(moto, [] if asked is None else asked, tuple(spoilt))
    with serving(_troubled(watched, trouble) if trouble else watched) as port:
        endpoint = f"http://127.0.0.1:{port}"
        bucket = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id=KEY,
            aws_secret_access_key=WORD,
        )
        bucket.create_bucket(Bucket="news")
        bucket.put_object(Bucket="news", Key="beside.txt", Body=b"not of the site")

        def read() -> dict[str, bytes]:
            pages = bucket.get_paginator("list_objects_v2").paginate(Bucket="news", Prefix="site/")
            keys = [each["Key"] for page in pages for each in page.get("Contents", ())]
            return {
                key.removeprefix("site/"): bucket.get_object(Bucket="news", Key=key)["Body"].read()
                for key in keys
            }

        def headers(path: str) -> tuple[str, str]:
            found = bucket.head_object(Bucket="news", Key=f"site/{path}")
            return found["ContentType"], found.get("CacheControl", "")

        keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": WORD}
        yield Host(f"s3://news/site?region=us-east-1&endpoint={endpoint}", keys, read, headers)
        assert bucket.get_object(Bucket="news", Key="beside.txt")["Body"].read()
        bucket.close()


@contextmanager
def serving(app: Wsgi) -> Iterator[int]:
    """Serve on loopback; yields the port."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _watched(app: Wsgi, asked: list[str], spoilt: tuple[str, ...]) -> Wsgi:
    def watch(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        if f"Credential={KEY}/" not in environ.get("HTTP_AUTHORIZATION", ""):
            _body(environ)
            start("403 Forbidden", [("Content-Length", str(len(REFUSAL)))])
            return [REFUSAL]
        if environ["REQUEST_METHOD"] == "PUT" and environ["PATH_INFO"].endswith(spoilt or ("\0",)):
            environ["wsgi.input"] = BytesIO(_body(environ).swapcase())
        return app(environ, start)

    return watch


def _troubled(app: Wsgi, trouble: Trouble) -> Wsgi:
    def meet(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        trouble.number -= 1
        if trouble.number:
            return app(environ, start)
        if trouble.fault is Fault.RESET:
            environ["werkzeug.socket"].shutdown(SHUT_RDWR)
            return []
        if trouble.fault is Fault.LOST:
            b"".join(app(environ, lambda *_: None))
        else:
            _body(environ)
        status = "403 Forbidden" if trouble.fault is Fault.REFUSED else "503 Slow Down"
        length = len(FAULT) * (2 if trouble.fault is Fault.CUT else 1)
        start(status, [("Content-Length", str(length)), ("Connection", "close")])
        return [FAULT]

    return meet


def _body(environ: dict[str, Any]) -> bytes:
    data = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    assert isinstance(data, bytes)
    return data
