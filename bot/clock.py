"""What time it is. The only module that asks the machine; the demo's clock can be moved forward."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time as an aware UTC instant."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """A clock that runs ahead of another by as much as it was moved; it never goes back."""

    def __init__(self, clock: Clock, ahead: timedelta = timedelta()) -> None:
        self._clock = clock
        self._ahead = ahead

    @property
    def ahead(self) -> timedelta:
        return self._ahead

    def now(self) -> datetime:
        return self._clock.now() + self._ahead

    def forward(self, by: timedelta) -> None:
        """Move on by a positive duration."""
        self._ahead += max(by, timedelta())
