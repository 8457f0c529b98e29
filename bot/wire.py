"""JSON as it came off a wire: safe looks into what anybody may have written. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.words import readable

Json = dict[str, Any]


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
