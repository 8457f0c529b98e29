"""Signed deliveries as Slack sends them, and servers to deliver them to, each a process of its own."""

import hashlib
import hmac
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from bot.clock import SystemClock
from tools.answering import answering, free_port

TEAM, BOT_USER, BOT_TOKEN, SECRET = "T0BENCH", "U0BENCH", "xoxb-bench", "bench-secret"
CONVERSATIONS = 200
PEOPLE = 10_000

_numbers = count(1)


def question(text: str) -> tuple[bytes, dict[str, str]]:
    """A new direct message in one of 200 conversations: its body and its signed headers.

    From somebody new each time, since the same person asking the same is told the state of the first.
    """
    number = next(_numbers)
    event = {
        "type": "message",
        "user": account(number % PEOPLE),
        "channel": f"D1{number % CONVERSATIONS:04d}",
        "channel_type": "im",
        "text": text,
        "ts": f"1795446000.{number:06d}",
        "team": TEAM,
        "client_msg_id": f"4c1a5f2e-0d3d-4c1b-9e1d-{number:012d}",
        "blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}],
        "event_ts": f"1795446000.{number:06d}",
    }
    body = {
        "token": "t",
        "team_id": TEAM,
        "api_app_id": "A0BENCH",
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{number:010d}",
        "event_time": 1795446000,
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
    }
    raw = json.dumps(body).encode()
    return raw, _signed(raw)


def account(number: int) -> str:
    """One of the people."""
    return f"U1{number:04d}"


def _signed(raw: bytes) -> dict[str, str]:
    stamp = str(int(SystemClock().now().timestamp()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
    }


@contextmanager
def running(folder: Path, *words: str, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """A process that listens on the port it is told last; its address once it is ready."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", *words, str(port)]
    with answering(command, f"{address}/readyz", folder, settings or {}, folder / f"{words[0]}.log"):
        yield address
