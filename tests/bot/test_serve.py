import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.bot.command import ROOT, sample_company
from tools.answering import STARTS_WITHIN, free_port, wait_until_it_answers

pytestmark = pytest.mark.slow


class Served:
    """A running `guichet demo` or `guichet serve`."""

    def __init__(self, folder: Path, *words: str, told: int | IO[bytes] = subprocess.PIPE, **settings: str) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", *words, "--port", str(self.port)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
            stdout=subprocess.PIPE,
            stderr=told,
        )

    def get(self, path: str) -> tuple[int, bytes]:
        """The answer to a GET once the server listens."""
        address = f"http://127.0.0.1:{self.port}"
        wait_until_it_answers(f"{address}/healthz", self.process, seconds=STARTS_WITHIN)
        try:
            with urlopen(f"{address}{path}", timeout=30) as answer:
                return answer.status, answer.read()
        except HTTPError as error:
            return error.code, b""

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        self.process.communicate(timeout=20)
        return self.process.returncode


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path, "demo", "--empty")
    yield served
    if served.process.poll() is None:
        served.end(signal.SIGKILL)


def test_the_demo_serves_its_page_and_is_ready(demo: Served) -> None:
    assert demo.get("/")[0] == 200

    ready = json.loads(demo.get("/readyz")[1])

    assert (ready["ready"], ready["requests_without_keeper"], ready["table_version"]) == (True, 0, 1)
    assert demo.get("/healthz")[0] == 200


def test_a_second_server_of_the_same_ledger_is_refused(demo: Served, tmp_path: Path) -> None:
    demo.get("/healthz")

    second = Served(tmp_path, "demo", "--empty")

    _, words = second.process.communicate(timeout=120)
    assert second.process.returncode == 2
    assert b"guichet-demo.db" in words


def test_after_a_kill_it_starts_again_at_once(demo: Served, tmp_path: Path) -> None:
    demo.get("/healthz")
    demo.end(signal.SIGKILL)

    again = Served(tmp_path, "demo", "--empty")

    assert again.get("/readyz")[0] == 200
    again.end(signal.SIGKILL)


def test_it_stops_gracefully_when_asked(demo: Served) -> None:
    demo.get("/healthz")

    assert demo.end(signal.SIGTERM) in {0, -signal.SIGTERM}


def test_without_a_channel_pages_are_shut_nothing_is_lost_and_a_warning_says_what_to_set(tmp_path: Path) -> None:
    guichet = sample_company(tmp_path)
    served = Served(tmp_path, "serve")
    try:
        assert served.get("/")[0] == 403
        guichet("ask", "where do I park a helicopter?")
        assert json.loads(served.get("/readyz")[1])["messages_waiting"] > 0
    finally:
        served.process.send_signal(signal.SIGKILL)
    _, warned = served.process.communicate(timeout=20)
    assert b"SLACK_BOT_TOKEN" in warned


def test_the_days_off_of_its_departments_are_read_before_anybody_asks(tmp_path: Path) -> None:
    sample_company(tmp_path)
    loaded = tmp_path / "loaded"

    with loaded.open("wb") as told:
        served = Served(tmp_path, "serve", told=told, PYTHONPROFILEIMPORTTIME="1")
        try:
            assert served.get("/readyz")[0] == 200
        finally:
            served.end(signal.SIGKILL)

    assert "holidays.countries.canada" in loaded.read_text()
