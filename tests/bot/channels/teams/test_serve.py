"""`guichet serve` with Teams: an acknowledgement holds through kill -9; without tokens nobody else is answered."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.bot.channels.teams.cloud import APP_ID, APP_PASSWORD, BOT, TENANT, Cloud, Conversation, Member
from tests.bot.channels.teams.stage import text_of
from tests.bot.command import ROOT, CommandLine, sample_company
from tools.answering import STARTS_WITHIN, free_port, wait_until, wait_until_it_answers

pytestmark = pytest.mark.slow

MINH = Member(id="29:minh", aad="aad-minh", name="Minh Nguyen", email="minh.nguyen@atelier-boreal.example")
CHAT = "a:aad-minh"


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    cloud = Cloud()
    cloud.people["minh"] = MINH
    cloud.conversations[CHAT] = Conversation(members=[MINH])
    yield cloud
    cloud.close()


class Served:
    """A running `guichet serve`."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until_it_answers(f"{self.address}/readyz", self.process, seconds=STARTS_WITHIN)

    def posts(self, activity: dict[str, Any], header: str = "") -> int:
        headers = {"Content-Type": "application/json", **({"Authorization": header} if header else {})}
        request = Request(f"{self.address}/api/messages", json.dumps(activity).encode(), headers)
        try:
            with urlopen(request, timeout=30) as answer:
                status: int = answer.status
                return status
        except HTTPError as error:
            return error.code

    def has_delivered(self) -> None:
        """Wait until nothing waits."""
        wait_until(lambda: not self._waiting(), seconds=60)

    def _waiting(self) -> int:
        with urlopen(f"{self.address}/readyz", timeout=30) as answer:
            waiting: int = json.load(answer)["messages_waiting"]
            return waiting

    def killed(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)


def asked(service_url: str, number: str = "1") -> dict[str, Any]:
    return {
        "type": "message",
        "id": number,
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": MINH.id, "name": MINH.name, "aadObjectId": MINH.aad},
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": CHAT},
        "recipient": {"id": BOT, "name": "Guichet"},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "fr-CA",
        "text": "où sont les gants en nitrile ?",
    }


def test_what_was_acknowledged_is_answered_after_a_kill(cloud: Cloud, tmp_path: Path) -> None:
    settings = {
        "TEAMS_APP_ID": APP_ID,
        "TEAMS_APP_PASSWORD": APP_PASSWORD,
        "TEAMS_TENANT_ID": TENANT,
        "TEAMS_OPENID_METADATA_URL": f"{cloud.address}/openid",
        "TEAMS_TOKEN_URL": f"{cloud.address}/token",
    }
    sample_company(tmp_path)
    first = Served(tmp_path, settings)
    assert first.posts(asked(cloud.service_url), cloud.bearer()) in {200, 201, 202}
    first.killed()

    again = Served(tmp_path, settings)
    try:
        again.has_delivered()
        assert any("B-12-3" in text_of(message) for message in cloud.messages(CHAT))
        assert again.posts(asked(cloud.service_url), cloud.bearer()) == 200
        assert again.posts(asked(cloud.service_url, "2")) == 401
        again.has_delivered()
        cards = [message for message in cloud.messages(CHAT) if "G-1001" in text_of(message)]
        assert 1 <= len(cards) <= 2  # the second where the first was on its way when it was killed
        assert not any("G-1002" in text_of(message) for message in cloud.messages(CHAT))
    finally:
        again.killed()


def test_another_organisation_is_not_served_by_the_same_ledger(cloud: Cloud, tmp_path: Path) -> None:
    settings = {"TEAMS_APP_ID": APP_ID, "TEAMS_APP_PASSWORD": "x", "TEAMS_TENANT_ID": TENANT}
    stand_in = {"TEAMS_OPENID_METADATA_URL": f"{cloud.address}/openid", "TEAMS_TOKEN_URL": f"{cloud.address}/token"}
    sample_company(tmp_path)
    Served(tmp_path, {**settings, **stand_in}).killed()

    other = {**settings, **stand_in, "TEAMS_TENANT_ID": "another"}
    ran = CommandLine(tmp_path, other).apart("serve", "--port", str(free_port()))

    assert ran.code == 2
    assert "TEAMS_TENANT_ID" in ran.err
    assert TENANT in ran.err


def test_development_without_tokens_answers_this_machine_and_nobody_else(cloud: Cloud, tmp_path: Path) -> None:
    sample_company(tmp_path)
    served = Served(tmp_path, {"TEAMS_ANONYMOUS_DEV": "1"})
    try:
        assert served.posts(asked("https://smba.trafficmanager.net/amer/")) == 401
        assert served.posts(asked("http://192.0.2.1:9000/")) == 401
        assert served.posts(asked(cloud.service_url)) == 200
    finally:
        served.killed()


def test_the_doctor_tells_what_teams_lacks(cloud: Cloud, tmp_path: Path) -> None:
    settings = {
        "TEAMS_APP_ID": APP_ID,
        "TEAMS_APP_PASSWORD": "wrong",
        "TEAMS_TENANT_ID": TENANT,
        "TEAMS_OPENID_METADATA_URL": f"{cloud.address}/openid",
        "TEAMS_TOKEN_URL": f"{cloud.address}/token",
    }
    sample_company(tmp_path)

    ran = CommandLine(tmp_path, settings)("doctor")

    assert ran.code == 1
    assert "Microsoft’s keys are there" in ran.out
    assert "TEAMS_APP_PASSWORD" in ran.out
    assert "@Guichet link" in ran.out
    assert "Unclosed" not in ran.err
