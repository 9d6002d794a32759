"""An FTP server on loopback, which knows one editor."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from warnings import catch_warnings, simplefilter

from tests.deploy.hosts import Host
from tests.deploy.trees import files_in

with catch_warnings():
    simplefilter("ignore", DeprecationWarning)  # of Python 3.11, that later ones lack asyncore
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.servers import FTPServer

PASSWORD = "correct horse: battery/staple@#%"


@contextmanager
def ftp_host(folder: Path, name: str = "live") -> Iterator[Host]:
    """Serve a folder's `home`, to the target of a name."""
    home = folder / "home"
    home.mkdir(parents=True)
    (home / "beside.txt").write_text("not of the site", "utf-8")
    known = DummyAuthorizer()
    known.add_user("editor", PASSWORD, str(home), perm="elradfmwMT")

    class Handler(FTPHandler):  # type: ignore[misc]
        authorizer = known
        auth_failed_timeout = 0.1

        def log(self, *args: object, **kwargs: object) -> None:
            pass

        logline = logerror = log_exception = log_cmd = log

    server = FTPServer(("127.0.0.1", 0), Handler)
    is_over = Event()

    def serve() -> None:
        while not is_over.is_set():
            server.ioloop.loop(timeout=0.02, blocking=False)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    port = server.socket.getsockname()[1]
    secret = {f"BROADSHEET_{name.upper()}_PASSWORD": PASSWORD}
    try:
        yield Host(f"ftp://editor@127.0.0.1:{port}/site", secret, lambda: files_in(home / "site"))
    finally:
        is_over.set()
        thread.join()
        server.close_all()
        assert (home / "beside.txt").read_text("utf-8") == "not of the site"
