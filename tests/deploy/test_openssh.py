"""Deploying to a real sshd: what travels, what goes on after an interruption, who is let in."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.deploy.record import HEAD
from tests.deploy.hosts import Host
from tests.deploy.ssh_host import program, ssh_host
from tests.deploy.ssh_newsroom import ODD, killed, newsroom_at, told, until, without_record


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Host]]:
    """One that is not changed by the tests, but for what it serves."""
    folder = tmp_path_factory.mktemp("ssh")
    with ssh_host(folder, path="www/our $site's place/courier") as host:
        yield folder, host


def test_a_real_host_is_deployed_to(tmp_path: Path, real: tuple[Path, Host]) -> None:
    _, host = real
    newsroom = newsroom_at(tmp_path, host)
    large = os.urandom(1024) * 20 * 1024
    files = ODD | {f"2025/{number}.html": b"%d" % number for number in range(300)}
    newsroom.deploy(files | {"large.pdf": large})
    assert without_record(host.read()) == files | {"large.pdf": large}
    changed = large[:-3] + b"end"
    newsroom.deploy({"large.pdf": changed, "a+b#c.html": b"?"}, ["-rf"], number=2)
    expected = files | {"large.pdf": changed, "a+b#c.html": b"?"}
    del expected["-rf"]
    assert without_record(host.read()) == expected
    with newsroom.session() as session:
        assert session.read(HEAD) == b'{"number": 2}\n'


def test_a_large_file_goes_on_where_it_was_interrupted(tmp_path: Path) -> None:
    """This machine's rsync is slow at first, and is killed in the middle of the file."""
    known = shutil.which("rsync")
    large = os.urandom(8 * 1024**2)
    with ssh_host(tmp_path / "host") as host:
        path = f"{tmp_path}/bin:{host.environment['PATH']}"
        slow = Host(host.to, {**host.environment, "PATH": path}, host.read)
        newsroom = newsroom_at(tmp_path, slow)
        newsroom.deploy({"a.html": b"1"})
        program(tmp_path / "bin/rsync", f'exec {known} --bwlimit=4m "$@"\n')
        (tmp_path / "large").write_bytes(large)
        with killed(newsroom, {"a.html": b"2", "b/large.pdf": tmp_path / "large"}, alone=False):
            until(lambda: arriving(tmp_path) > 1024**2)
        assert without_record(host.read()) == {"a.html": b"1"}
        until(lambda: not list(tmp_path.rglob("incoming/b/.large.pdf.*")))
        program(tmp_path / "bin/rsync", f'exec {known} --stats --log-file={tmp_path}/log "$@"\n')
        newsroom.deploy({"a.html": b"2", "b/large.pdf": large}, number=2)
        assert without_record(host.read()) == {"a.html": b"2", "b/large.pdf": large}
        sent = re.findall(r"Matched data: ([\d,]+) bytes", (tmp_path / "log").read_text())
        assert max(int(each.replace(",", "")) for each in sent) > 1024**2


def arriving(folder: Path) -> int:
    sizes = [each.stat().st_size for each in folder.rglob("incoming/b/.large.pdf.*")]
    return max(sizes, default=0)


@pytest.mark.parametrize("text", ["StrictHostKeyChecking no", "StrictHostKeyChecking accept-new"])
def test_a_host_that_is_not_known(text: str, tmp_path: Path, real: tuple[Path, Host]) -> None:
    folder, host = real
    config = tmp_path / "config"
    kept = re.sub(r"UserKnownHostsFile .*", f'UserKnownHostsFile "{tmp_path}/known"',
                  (folder / "client config").read_text("utf-8"))  # fmt: skip
    config.write_text(f"{text}\n{kept}", "utf-8")
    there = Host(f"{host.to.partition('?')[0]}?config={config}", host.environment, host.read)
    if "accept" in text:
        with newsroom_at(tmp_path, there).session() as session:
            assert session.uncertain() == frozenset()
    else:
        message = told(newsroom_at(tmp_path, there).begin)
        assert "Host key verification failed" in message
        assert "connect once by hand, compare the key that it shows" in message


def test_a_host_with_another_key_than_before(tmp_path: Path, real: tuple[Path, Host]) -> None:
    folder, host = real
    known, wrong = folder / "known_hosts", (folder / "wrong_key.pub").read_text("utf-8")
    before = known.read_text("utf-8")
    known.write_text(f"{before.split()[0]} {wrong}", "utf-8")
    try:
        assert "it has another key than before" in told(newsroom_at(tmp_path, host).begin)
    finally:
        known.write_text(before, "utf-8")


def test_a_wrong_key_is_told(tmp_path: Path, real: tuple[Path, Host]) -> None:
    folder, host = real
    config = (folder / "client config").read_text("utf-8").replace('/key"', '/wrong_key"')
    (tmp_path / "config").write_text(config, "utf-8")
    there = Host(
        f"{host.to.partition('?')[0]}?config={tmp_path}/config", host.environment, host.read
    )
    message = told(newsroom_at(tmp_path, there).begin)
    assert "does not get into" in message
    assert "Permission denied (publickey)" in message
    assert "it lets none of the keys in that ssh has here" in message


def test_a_host_that_refuses_is_told(tmp_path: Path) -> None:
    with ssh_host(tmp_path / "host") as host:
        pass
    message = told(newsroom_at(tmp_path, host).begin)
    assert "Connection refused; see that it is running" in message


def test_a_login_shell_that_talks_is_told(tmp_path: Path) -> None:
    with ssh_host(tmp_path / "host", more="ForceCommand echo Welcome") as host:
        message = told(newsroom_at(tmp_path, host).begin)
    assert "prints something of its own" in message
