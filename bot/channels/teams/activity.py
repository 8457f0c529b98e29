"""Reading what Teams posts: bytes to a JSON object with the envelope we need, and safe looks into it. Pure."""

import json

from bot.wire import Json, text_at

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


def tenant_of(activity: Json) -> str:
    """The organisation it comes from, which the SDK loses on the way."""
    return text_at(activity, "channelData", "tenant", "id") or text_at(activity, "conversation", "tenantId")
