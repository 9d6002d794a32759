"""A WebDAV server on loopback, which knows one editor: rclone's own."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.deploy.kinds.rcd import program
from tests.deploy.hosts import Host
from tests.deploy.trees import files_in

PASSWORD = "correct horse: battery/staple@#%"


@contextmanager
def webdav_host(folder: Path, name: str = "live") -> Iterator[Host]:
    """Serve a folder's `home`, to the target of a name."""
    home = folder / "home"
    home.mkdir(parents=True)
    (home / "beside.txt").write_text("not of the site", "utf-8")
    (folder / "empty.conf").write_bytes(b"")
    path = {"PATH": os.environ["PATH"]}
    login = {"RCLONE_USER": "editor", "RCLONE_PASS": PASSWORD}
    serving = subprocess.Popen(
        [program(path), "serve", "webdav", "--addr=127.0.0.1:0", str(home)],
        env={**path, **login, "RCLONE_CONFIG": str(folder / "empty.conf")},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert serving.stderr is not None
    try:
        port = re.search(r"http://127\.0\.0\.1:(\d+)/", serving.stderr.readline())
        assert port
        secret = {f"BROADSHEET_{name.upper()}_PASSWORD": PASSWORD}
        to = f"webdav://editor@127.0.0.1:{port[1]}/site"
        yield Host(to, secret, lambda: files_in(home / "site"))
    finally:
        serving.kill()
        serving.communicate()
        assert (home / "beside.txt").read_text("utf-8") == "not of the site"
