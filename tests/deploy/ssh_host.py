"""A host that is reached by ssh: a real sshd on this machine, with keys of its own."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.deploy.hosts import Host

PATH = f"{os.environ['PATH']}:/usr/sbin"
SEPARATED = Path("/run/sshd")  # where sshd, run by root, looks at what strangers send


@contextmanager
def ssh_host(folder: Path, *, path: str = "www/courier", more: str = "") -> Iterator[Host]:
    """Start one in a folder; `more` is put into its configuration."""
    for program in ("sshd", "ssh", "ssh-keygen", "rsync"):
        if shutil.which(program, path=PATH) is None:
            pytest.skip(f"{program} is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    for key in ("host_key", "key", "wrong_key"):
        make_key(folder / key)
    shutil.copy(folder / "key.pub", folder / "authorized_keys")
    site = folder / path
    site.parent.mkdir(parents=True)
    port = free_port()
    config = client_config(folder, port)
    place = (
        f"ssh://{getpass.getuser()}@127.0.0.1:{port}{quote(str(site))}?config={quote(str(config))}"
    )
    with running_sshd(folder, port, more):
        yield Host(place, {"PATH": os.environ["PATH"], "HOME": str(folder)}, lambda: tree(site))


def tree(folder: Path) -> dict[str, bytes]:
    """Return what readers see below a folder, which may be a link."""
    if not folder.exists():
        return {}
    found = folder.resolve()
    files = (each for each in found.rglob("*") if each.is_file())
    return {each.relative_to(found).as_posix(): each.read_bytes() for each in files}


def make_key(file: Path) -> None:
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(file)]
    subprocess.run(command, check=True)


def client_config(folder: Path, port: int) -> Path:
    key = (folder / "host_key.pub").read_text("utf-8")
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {key}", "utf-8")
    config = folder / "client config"
    config.write_text(
        f'IdentityFile "{folder}/key"\nIdentitiesOnly yes\nIdentityAgent none\n'
        f'UserKnownHostsFile "{folder}/known_hosts"\nGlobalKnownHostsFile none\n',
        "utf-8",
    )
    return config


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running_sshd(folder: Path, port: int, more: str) -> Iterator[None]:
    """Run sshd as this user until the block ends; only this process is ended."""
    if os.geteuid() == 0:
        with suppress(FileExistsError):
            SEPARATED.mkdir(mode=0o755)
    found = shutil.which("sshd", path=PATH)
    assert found
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host_key\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/authorized_keys\nStrictModes no\nUsePAM no\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\n"
        f"PermitRootLogin prohibit-password\nMaxStartups 100\n{more}\n",
        "utf-8",
    )
    command = [found, "-D", "-e", "-f", str(folder / "sshd_config")]
    with (folder / "sshd.log").open("wb") as log:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            wait_for(server, port, folder / "sshd.log")
            yield
        finally:
            server.terminate()
            server.wait(20)


def wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(200):
        assert server.poll() is None, log.read_text()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@contextmanager
def host_without_ssh(
    folder: Path, *, path: str = "www/courier", tools: Sequence[Path] = ()
) -> Iterator[Host]:
    """Be a host whose `ssh` runs here what it is asked to run there: it takes no time to connect.

    `tools` are folders with all programs that the host has; none for those of this machine.
    """
    if shutil.which("rsync") is None:
        pytest.skip("rsync is not installed")
    site = folder / path
    site.parent.mkdir(parents=True, exist_ok=True)
    searched = ":".join(map(str, tools)) or os.environ["PATH"]
    program(
        folder / "bin/ssh",
        'for each; do [ "$each" != -G ] || exit 0; done\n'
        'while [ "$1" != here ]; do shift; done\nshift\n'
        f"PATH='{searched}'\nexport PATH\nexec sh -c \"$*\"\n",
    )
    environment = {"PATH": f"{folder}/bin:{os.environ['PATH']}"}
    yield Host(f"ssh://here{quote(str(site))}", environment, lambda: tree(site))


def program(file: Path, text: str) -> None:
    """Write a program for `sh`; the system's shell runs it, wherever PATH leads."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!{shutil.which('sh')}\n{text}", "utf-8")
    file.chmod(0o755)
