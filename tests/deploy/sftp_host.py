"""An SFTP server on loopback, which knows one editor by a password or a key."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import asyncssh

from tests.deploy.hosts import Host
from tests.deploy.trees import files_in

PASSWORD = "correct horse: battery/staple@#%"


@dataclass(frozen=True)
class Doors:
    """How to come in."""

    port: int
    known_hosts: Path
    key: Path


@contextmanager
def sftp_host(
    folder: Path, name: str = "live", *, by_key: bool = True, more_keys: Sequence[str] = ()
) -> Iterator[Host]:
    """Serve a folder's `home`, to the target of a name by its password, or by a key.

    `more_keys` are the kinds of keys that the server has before the one that is known.
    """
    with sftp_doors(folder, more_keys) as doors:
        to = f"sftp://editor@127.0.0.1:{doors.port}/site?known_hosts={doors.known_hosts}"
        secret = {f"BROADSHEET_{name.upper()}_PASSWORD": PASSWORD}
        yield Host(
            f"{to}&key_file={doors.key}" if by_key else to,
            {} if by_key else secret,
            lambda: files_in(folder / "home" / "site"),
        )


@contextmanager
def sftp_doors(folder: Path, more_keys: Sequence[str] = ()) -> Iterator[Doors]:
    """Serve a folder's `home`."""
    (folder / "home").mkdir(parents=True)
    (folder / "home" / "beside.txt").write_text("not of the site", "utf-8")
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    own = asyncssh.generate_private_key("ecdsa-sha2-nistp256")
    own.write_private_key(folder / "key")
    (folder / "key").chmod(0o600)
    host_keys = [*map(asyncssh.generate_private_key, more_keys), host_key]
    loop = asyncio.new_event_loop()

    class Server(asyncssh.SSHServer):
        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == ("editor", PASSWORD)

        def public_key_auth_supported(self) -> bool:
            return True

        def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
            return username == "editor" and key == own.convert_to_public()

    def files(channel: asyncssh.SSHServerChannel[bytes]) -> asyncssh.SFTPServer:
        return asyncssh.SFTPServer(channel, chroot=os.fsencode(folder / "home"))

    async def serve() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Server, server_host_keys=host_keys, sftp_factory=files
        )

    listener = loop.run_until_complete(serve())
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    port = listener.get_port()
    public = host_key.export_public_key("openssh").decode().strip()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {public}\n", "utf-8")
    try:
        yield Doors(port, folder / "known_hosts", folder / "key")
    finally:
        asyncio.run_coroutine_threadsafe(_end(listener), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        assert (folder / "home" / "beside.txt").read_text("utf-8") == "not of the site"


async def _end(listener: asyncssh.SSHAcceptor) -> None:
    listener.close()
    await listener.wait_closed()
    mine = asyncio.current_task()
    tasks = [task for task in asyncio.all_tasks() if task is not mine]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
