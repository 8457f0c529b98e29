"""The clock moves from one due time to the next, so that everything happens in its order and at its hour."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.bridge import Bridge
from bot.clock import MovableClock
from bot.demo.diary import note
from bot.demo.switches import Switches
from bot.workers.deliver import Courier
from handlers.incoming import Reference
from handlers.requests.calendar import calendar_of, openings
from handlers.requests.events import TimelineEvent
from handlers.requests.model import Keeper, RequestId

BY_HAND = {"30m": timedelta(minutes=30), "1h": timedelta(hours=1), "4h": timedelta(hours=4), "1d": timedelta(days=1)}
MOST_STOPS = 300  # on the way; what is due then happens at once
MOST_AT_A_STOP = 200
MOST_TOLD = 200
A_MOMENT = timedelta(seconds=1)
NOON = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing that happened while the clock was moved, and who kept the request then."""

    event: TimelineEvent
    request: RequestId
    reference: Reference
    keeper: Keeper
    requester: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """What happened between two hours of the demo."""

    begins: datetime
    ends: datetime
    happened: tuple[Happened, ...]


class Mover:
    """Moves the clock; what falls due on the way happens and is delivered before the next thing."""

    def __init__(self, bridge: Bridge, clock: MovableClock, courier: Courier, switches: Switches) -> None:
        self._bridge = bridge
        self._core = bridge.core
        self._clock = clock
        self._courier = courier
        self._switches = switches
        self._one_at_a_time = asyncio.Lock()

    async def move_by(self, by: timedelta) -> Meanwhile:
        return await self.move_to(self._clock.now() + by)

    async def move_to_next(self, reference: RequestId | None = None) -> Meanwhile:
        """To when something happens by itself: to whichever request, or to this one."""
        at = await self._bridge.read(self._next_of, reference) if reference else await self._next()
        return await self.move_to(at + A_MOMENT if at else self._clock.now())

    async def move_to_morning(self) -> Meanwhile:
        """To when the front desk opens again in the morning."""
        now, triage = self._clock.now(), self._core.snapshots.current.table.triage
        calendar = calendar_of(triage, self._core.house.timezone)
        starts = (opening.start for opening in openings(calendar, now) if opening.start > now)
        mornings = (start for start in starts if start.astimezone(calendar.zone).hour < NOON)
        return await self.move_to(next(mornings, now + timedelta(days=1)))

    async def move_to(self, until: datetime) -> Meanwhile:
        """Forward to `until`; never back."""
        async with self._one_at_a_time:
            begins = self._clock.now()
            told = await self._newest()
            happened: list[Happened] = []
            for _ in range(MOST_STOPS):
                at = await self._next()
                if at is None or at > until:
                    break
                told = await self._stop(at, told, happened)
            await self._stop(until, told, happened)
            await self._bridge.write(note, self._core.units, self._clock.now())
        self._bridge.bells.ring()
        return Meanwhile(begins=begins, ends=self._clock.now(), happened=tuple(happened))

    async def _stop(self, at: datetime, told: int, happened: list[Happened]) -> int:
        """Let everything happen that is due at `at`; the number of the newest event."""
        self._clock.forward(at - self._clock.now())
        for _ in range(MOST_AT_A_STOP):
            if not await self._step():
                break
        news = await self._bridge.read(self._since, told)
        happened += [one for _, one in news]
        return max([told, *(number for number, _ in news)])

    async def _step(self) -> bool:
        """One thing; whether there was one."""
        if await self._bridge.write(self._core.fire_one) or await self._bridge.write(self._core.sweep_one):
            return True
        return not self._switches.slow and await self._courier.deliver_one()

    async def _next(self) -> datetime | None:
        return await self._bridge.read(self._next_of, None)

    async def _newest(self) -> int:
        return await self._bridge.read(self._newest_event)

    def _next_of(self, request: RequestId | None) -> datetime | None:
        with self._core.units.look() as view:
            if request is None:
                return view.requests.next_due()
            found = view.requests.peek(request)
            return found.next_at if found else None

    def _newest_event(self) -> int:
        with self._core.units.look() as view:
            return view.timeline.newest()

    def _since(self, number: int) -> list[tuple[int, Happened]]:
        with self._core.units.look() as view:
            noted = view.timeline.since(number, limit=MOST_TOLD)
            requests = {one.request: view.requests.peek(one.request) for one in noted}
        return [
            (
                one.number,
                Happened(
                    event=one.event,
                    request=one.request,
                    reference=request.reference,
                    keeper=request.keeper,
                    requester=request.requester.name or request.requester.person,
                ),
            )
            for one in noted
            if (request := requests[one.request])
        ]
