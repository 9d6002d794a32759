"""The guards that every test runs under."""

import socket

import pytest


def test_a_connection_that_leaves_this_machine_is_refused() -> None:
    with socket.socket() as outside, pytest.raises(RuntimeError, match="stay on this machine"):
        outside.connect(("192.0.2.1", 80))


def test_a_connection_within_this_machine_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
