"""What people type and forms send, made fit to keep: the same on every channel."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def readable(text: str) -> str:
    """The text without what no database takes: NUL and lone halves of characters."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")


def known_zone(name: str) -> str:
    """The name of a time zone if this machine knows it, else nothing: platforms may be ahead of it, or wrong."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return name


def instant_of(local: str, zone: str) -> datetime | None:
    """The instant of a local date and time as forms write it (2026-11-24T14:30); None for anything else."""
    try:
        return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
