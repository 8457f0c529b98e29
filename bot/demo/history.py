"""Lives through the sample company's weeks: every fact goes in and every message out as in `serve`, in one commit.

The clock jumps from one thing to the next until it is now; nothing is left that is due, so nothing of it is delivered
or happens again once the demo serves.
"""

import asyncio
import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from bot.bridge import Bridge
from bot.channel import Channels
from bot.channels.web.parse import place_of
from bot.channels.web.send import WebChannel
from bot.core import Core, House
from bot.demo.courses import COURSES, LIKELY, Move
from bot.demo.here import Here
from bot.demo.past import Episode, Foreseen, Past
from bot.demo.persona import newcomer, persona_of
from bot.snapshots import Snapshot, Snapshots
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.web.conversations import LedgerConversations
from bot.web.visit import actor_of
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions
from handlers.incoming import Fact, PersonId, QuestionAsked, VerbUsed
from handlers.requests.calendar import after_working, after_working_days, before_working, calendar_of
from handlers.requests.model import Request, RequestId
from handlers.texts.catalog import Catalog
from handlers.verbs import Verb
from knowledge.models import Email, Person, RoutingTable

WORKING_DAYS = 15
SOON = timedelta(minutes=15)
DAY_MINUTES = 570  # of the front desk
LONG_AGO = timedelta(weeks=6)
FRESH_MINUTES = 600  # the newest of those that are over
RATINGS = ("5", "5", "4", "5", "3", "4")


@dataclass(slots=True)
class MovedClock:
    """Stands still until it is moved."""

    at: datetime

    def now(self) -> datetime:
        return self.at


class _Known(Snapshots):
    """The table, with the engine of its own past; nothing is fitted."""

    def __init__(self, table: RoutingTable, engine: Foreseen) -> None:
        self._current = Snapshot(table, engine)


def live_through(
    past: Past, table: RoutingTable, units: SqlUnitsOfWork, catalog: Catalog, house: House, now: datetime, seed: int = 6
) -> None:
    """Fill an empty ledger with the weeks before `now`. The same seed and hour give the same weeks."""
    clock = MovedClock(now - LONG_AGO)
    core = Core(units, _Known(table, Foreseen(past)), clock, catalog, house)
    bridge = Here(core)
    try:
        with units.together():
            asyncio.run(Weeks(bridge, clock, past, now, random.Random(seed)).live())  # noqa: S311 - nothing secret
    finally:
        bridge.close()


class Weeks:
    """One run, from the first question to `now`."""

    def __init__(self, bridge: Bridge, clock: MovedClock, past: Past, now: datetime, chance: random.Random) -> None:
        self._bridge, self._core, self._clock = bridge, bridge.core, clock
        self._past, self._now, self._chance = past, now, chance
        self._table = self._core.snapshots.current.table
        self._calendar = calendar_of(self._table.triage, self._core.house.timezone)
        self._conversations = LedgerConversations(bridge)
        channels = Channels([WebChannel(self._conversations)])
        self._courier = Courier(bridge, channels, Introductions(bridge, channels))
        self._agenda: list[tuple[datetime, int, Callable[[], Fact | None], Episode, int]] = []
        self._order = count()

    async def live(self) -> None:
        self._plan()
        while (moment := self._next()) and moment <= self._now:
            self._clock.at = moment
            while self._is_due() and self._core.fire_one():
                pass
            while self._agenda and self._agenda[0][0] <= moment:
                await self._happens()
            if self._is_quiet():
                await self._deliver()
        await self._deliver()
        self._clock.at = self._now

    async def _deliver(self) -> None:
        while await self._courier.deliver_one():
            pass

    def _is_due(self) -> bool:
        """Whether anything would happen by itself; looking costs less than trying."""
        with self._core.units.look() as view:
            due = view.requests.next_due()
        return due is not None and due <= self._clock.at

    def _is_quiet(self) -> bool:
        """Nothing else happens soon: what a newer card would have replaced anyway need not be shown."""
        coming = self._next()
        return coming is None or coming > self._clock.at + SOON

    def _plan(self) -> None:
        """When each question is asked: what is over all along the weeks, what is under way when its line says."""
        span = WORKING_DAYS * DAY_MINUTES - FRESH_MINUTES
        for place, episode in enumerate(self._past.over):
            ago = FRESH_MINUTES + span * (1 - (place + self._chance.random()) / len(self._past.over))
            self._ask(episode, ago)
        for episode in self._past.under_way:
            self._ask(episode, episode.minutes or 0)

    def _ask(self, episode: Episode, minutes_ago: float) -> None:
        at = before_working(self._calendar, self._now, minutes_ago)
        self._later(at, lambda: self._question(episode), episode, 0)

    def _later(self, at: datetime, act: Callable[[], Fact | None], episode: Episode, moves: int) -> None:
        heapq.heappush(self._agenda, (at, next(self._order), act, episode, moves))

    def _next(self) -> datetime | None:
        """When something happens; the clock never goes back."""
        with self._core.units.look() as view:
            due = view.requests.next_due()
        moments = [at for at in (due, self._agenda[0][0] if self._agenda else None) if at]
        return max(min(moments), self._clock.at) if moments else None

    async def _happens(self) -> None:
        """The next thing on the agenda, and the one after it once it is known which request it is about."""
        _, _, act, episode, moves = heapq.heappop(self._agenda)
        fact = act()
        if fact is None:
            return
        if isinstance(fact, QuestionAsked):
            await self._conversations.post_own(fact)
        outcome = await self._bridge.receive(fact)
        following = COURSES[episode.course][moves : moves + 1]
        if outcome.request and following and self._chance.random() < LIKELY.get(following[0].verb, 1):
            self._then(following[0], outcome.request, episode, moves + 1)

    def _then(self, move: Move, request: RequestId, episode: Episode, moves: int) -> None:
        minutes = move.after * (0.6 + 0.8 * self._chance.random())
        at = after_working(self._calendar, self._clock.at, minutes)
        self._later(at, lambda: self._used(move, request, episode), episode, moves)

    def _question(self, episode: Episode) -> QuestionAsked | None:
        asker = persona_of(episode.asker, self._table) if episode.asker else self._somebody(episode)
        if asker is None:
            return None
        actor = actor_of(asker)
        return QuestionAsked(
            keys=(self._key(),), actor=actor, place=place_of(actor), at=self._clock.at, text=episode.text
        )

    def _somebody(self, episode: Episode) -> Person | None:
        """Who speaks the language, waits for nothing, does not own the topic and is not the visitor."""
        topic = self._table.topics.get(episode.topic) if episode.topic else None
        busy = set(self._table.triage.members) | set(self._table.departments[topic.department].members if topic else ())
        visitor = newcomer(self._table)
        with self._core.units.look() as view:
            waiting = {Email(person) for person in view.requests.requesters()}
        free = [
            person
            for person in self._table.people.values()
            if person.lang == episode.lang and person != visitor and person.email not in busy | waiting
        ]
        return self._chance.choice(free) if free else None

    def _used(self, move: Move, request_id: RequestId, episode: Episode) -> VerbUsed | None:
        with self._core.units.look() as view:
            request = view.requests.peek(request_id)
        if request is None:
            return None
        person = request.requester.person if move.by_asker else self._keeper_of(request)
        actor = actor_of(self._table.person(Email(person)))
        return VerbUsed(
            keys=(self._key(),),
            actor=actor,
            place=place_of(actor),
            at=self._clock.at,
            verb=move.verb,
            reference=request.reference,
            text=self._words(move, episode),
            choice=self._choice(move, episode),
            when=after_working_days(self._calendar, self._clock.at, 1) if move.verb is Verb.LATER else None,
        )

    def _keeper_of(self, request: Request) -> PersonId:
        """Whoever keeps it by then; of a department as a whole, its first member."""
        members = self._table.departments[request.keeper.department].members
        return request.keeper.person or PersonId(members[0])

    def _words(self, move: Move, episode: Episode) -> str:
        if move.said is not None:
            return episode.more[move.said]
        if move.verb is Verb.THANKS:
            return self._chance.choice(self._past.thanks[episode.lang])
        return episode.answer if move.verb is Verb.ANSWER else ""

    def _choice(self, move: Move, episode: Episode) -> str:
        if move.verb is Verb.RATE:
            return self._chance.choice(RATINGS)
        if move.verb is Verb.HAND_OVER:
            person = persona_of(episode.to, self._table)
            return person.email if person else ""
        return episode.to if move.verb is Verb.NOT_OURS else ""

    def _key(self) -> str:
        return f"past:{next(self._order)}"
