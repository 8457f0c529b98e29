"""Reading what comes off the wire: any JSON at all, so that a surprise is an empty word and never an error. Pure."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


def part(body: object, *path: str) -> Json:
    """The object at the path; an empty one when there is none."""
    found = _at(body, path)
    return found if isinstance(found, dict) else {}


def word(body: object, *path: str) -> str:
    """The text at the path; empty when there is none."""
    found = _at(body, path)
    return _readable(found) if isinstance(found, str) else ""


def items(body: object, *path: str) -> list[Any]:
    """The list at the path; an empty one when there is none."""
    found = _at(body, path)
    return found if isinstance(found, list) else []


def number(body: object, *path: str) -> int | None:
    """The whole number at the path."""
    found = _at(body, path)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def flag(body: object, *path: str) -> bool:
    """Whether something is said to be so."""
    return _at(body, path) is True


def _at(body: object, path: tuple[str, ...]) -> object:
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return body


def _readable(text: str) -> str:
    """The text without what no database takes: NUL and lone halves of characters."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")
