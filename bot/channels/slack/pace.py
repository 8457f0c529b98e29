"""How fast a channel may be written to: at full speed until Slack says 429, then one a second for a minute. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SLOW_FOR = timedelta(minutes=1)
STEP = timedelta(seconds=1)
UNSAID = timedelta(seconds=1)  # a 429 without Retry-After


@dataclass(slots=True)
class _Slow:
    next_at: datetime
    until: datetime


class Pace:
    """What each channel has to be spared, until when."""

    def __init__(self) -> None:
        self._slow: dict[str, _Slow] = {}

    def wait(self, conversation: str, now: datetime) -> timedelta | None:
        """How long to wait before the next message there; None when it may go, which then counts."""
        slow = self._slow.get(conversation)
        if slow is None:
            return None
        if now >= slow.until:
            del self._slow[conversation]
            return None
        if now < slow.next_at:
            return slow.next_at - now
        slow.next_at = now + STEP
        return None

    def too_fast(self, conversation: str, after: timedelta | None, now: datetime) -> timedelta:
        """Slack said so: nothing for as long as it asked, then slowly for a minute. How long to wait."""
        wait = after or UNSAID
        self._slow[conversation] = _Slow(next_at=now + wait, until=now + wait + SLOW_FOR)
        return wait
