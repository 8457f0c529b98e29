"""What stands before everything else: size, signature and age on the raw bytes, then JSON that is an object. Pure.

Bolt would check most of it too, but raises on a time stamp that is no number and parses before it checks.
Scheme: https://docs.slack.dev/authentication/verifying-requests-from-slack.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

LARGEST_BODY = 1024 * 1024
OLDEST_SECONDS = 5 * 60
DEEPEST = 64
_FORMS = ("payload", "command", "ssl_check")


@dataclass(frozen=True, slots=True)
class Turned:
    """Turned away, and with which status."""

    status: HTTPStatus


@dataclass(frozen=True, slots=True)
class Admitted:
    """A delivery of Slack's: its text for Bolt, and the same as an object for us."""

    text: str
    body: Mapping[str, Any]


def judge(raw: bytes, headers: Mapping[str, str], secret: str, now: datetime) -> Admitted | Turned:
    """Whether the bytes came from Slack, lately, and can be read."""
    if len(raw) > LARGEST_BODY:
        return Turned(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    stamp = headers.get("x-slack-request-timestamp", "")
    if not _is_recent(stamp, now) or not _is_signed(raw, stamp, headers.get("x-slack-signature", ""), secret):
        return Turned(HTTPStatus.UNAUTHORIZED)
    try:
        text = raw.decode("utf-8")
        body = json.loads(text) if _is_json(headers) else _form(text)
    except (ValueError, RecursionError):
        return Turned(HTTPStatus.BAD_REQUEST)
    if not isinstance(body, dict) or (_may_be_deep(text) and _depth(body) > DEEPEST):
        return Turned(HTTPStatus.BAD_REQUEST)
    return Admitted(text, body)


def signature(raw: bytes, stamp: str, secret: str) -> str:
    """What Slack would have signed these bytes with."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()


def _is_recent(stamp: str, now: datetime) -> bool:
    return stamp.isascii() and stamp.isdigit() and abs(now.timestamp() - int(stamp[:12])) <= OLDEST_SECONDS


def _is_signed(raw: bytes, stamp: str, given: str, secret: str) -> bool:
    """In constant time; as bytes, since a signature that is not ASCII cannot be compared as text."""
    return hmac.compare_digest(signature(raw, stamp, secret).encode(), given.encode("utf-8", "surrogateescape"))


def _is_json(headers: Mapping[str, str]) -> bool:
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def _form(text: str) -> Any:
    """Interactions come as JSON in a field, commands as plain fields. Raises ValueError for anything else."""
    fields = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
    if fields.keys().isdisjoint(_FORMS):
        raise ValueError("neither an interaction nor a command")
    return json.loads(fields["payload"]) if "payload" in fields else fields


def _may_be_deep(text: str) -> bool:
    """Cheap: nothing is deeper than it has brackets."""
    return text.count("[") + text.count("{") + text.count("%5B") + text.count("%7B") > DEEPEST


def _depth(body: object) -> int:
    depth, level = 0, [body]
    while level:
        depth += 1
        level = [child for node in level for child in _children(node)]
    return depth


def _children(node: object) -> list[object]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []
