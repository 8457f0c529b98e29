"""Reading what Teams posts: bytes to a JSON object with the envelope we need, and safe looks into it. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from bot.words import readable

Json = dict[str, Any]
LARGEST_BODY = 512 * 1024  # a message is 28 kB at most; a message passed on comes whole inside an invoke


def read_activity(body: bytes) -> Json | None:
    """The activity; None unless it is a JSON object that says what it is, where, where to answer, and who spoke."""
    try:
        activity = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(activity, dict):
        return None
    needed = [("type",), ("serviceUrl",), ("conversation", "id")]
    if text_at(activity, "type") in {"message", "messageUpdate", "invoke"}:
        needed.append(("from", "id"))
    return activity if all(text_at(activity, *path) for path in needed) else None


def at(data: object, *path: str) -> object:
    """What is there; None where the path ends early."""
    for step in path:
        if not isinstance(data, Mapping):
            return None
        data = data.get(step)
    return data


def text_at(data: object, *path: str) -> str:
    """The text there, fit to keep; empty for anything else."""
    found = at(data, *path)
    return readable(found) if isinstance(found, str) else ""


def object_at(data: object, *path: str) -> Json:
    """The object there; an empty one for anything else."""
    found = at(data, *path)
    return found if isinstance(found, dict) else {}


def objects_at(data: object, *path: str) -> list[Json]:
    """The objects of the list there."""
    found = at(data, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def tenant_of(activity: Json) -> str:
    """The organisation it comes from, which the SDK loses on the way."""
    return text_at(activity, "channelData", "tenant", "id") or text_at(activity, "conversation", "tenantId")
