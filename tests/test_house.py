import socket

import pytest


def test_a_test_that_reaches_beyond_this_machine_is_stopped() -> None:
    with socket.socket() as line, pytest.raises(ConnectionRefusedError, match="stay on this machine"):
        line.connect(("192.0.2.1", 80))


def test_a_test_may_talk_to_a_server_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        assert line.getpeername() == server.getsockname()
