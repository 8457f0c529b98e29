"""The weeks themselves: people ask, look, act or do not; the clock jumps to whatever comes next; nothing is skipped."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bench.company.habits import Habits
from bench.company.street import NAME, Street
from bot.bridge import Bridge
from bot.channel import Channels
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions
from handlers.content import Button, Content
from handlers.incoming import Actor, Fact, PersonId, Place, QuestionAsked, Reference, VerbUsed
from handlers.outgoing import View
from handlers.requests.model import State, Turn
from handlers.verbs import OWNER_VERBS
from knowledge.models import DepartmentId, Email

ARRIVES_EVERY = timedelta(minutes=40)  # of working time
SWEEPS_EVERY = timedelta(minutes=15)
LOOKED_AT = 200  # of the requests that are due first, at each step
OWED = frozenset({State.ROUTED, State.PROMISED, State.ACCEPTED})


@dataclass(slots=True)
class MovedClock:
    """Stands still until the simulation moves it."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Seen:
    """What was observed on the way, which the ledger alone could not tell afterwards."""

    questions: int = 0
    unanswered: int = 0  # questions after which their asker was shown nothing at that moment
    replied: dict[Reference, datetime] = field(default_factory=dict)
    acted: dict[Reference, datetime] = field(default_factory=dict)
    without_keeper: int = 0
    silent_delays: set[Reference] = field(default_factory=set)


class Company:
    """One run. `bridge` stands on a real ledger; every fact goes in and every message out as in `serve`."""

    def __init__(self, bridge: Bridge, clock: MovedClock, habits: Habits, until: datetime) -> None:
        self.seen = Seen()
        self._bridge, self._core, self._clock, self._habits, self._until = bridge, bridge.core, clock, habits, until
        channels = Channels([Street(self._shown)])
        self._courier = Courier(bridge, channels, Introductions(bridge, channels))
        self._agenda: list[tuple[datetime, int, Callable[[], Fact | None]]] = []
        self._order = count()
        self._swept = clock.at
        self._asking: set[Email] = set()  # people who have been shown nothing since they asked

    async def live(self, progress: Callable[[datetime], None]) -> None:
        """Until the last day's questions have had their two weeks to end."""
        self._later(self._clock.now(), self._asks)
        while (moment := self._next()) and moment < self._until + timedelta(days=14):
            self._clock.at = max(self._clock.at, moment)
            progress(self._clock.at)
            self._sweep()
            while self._core.fire_one():
                pass
            for fact in self._due():
                await self._happens(fact)
            while await self._courier.deliver_one():
                pass
            self.seen.unanswered += len(self._asking)
            self._asking.clear()
            self._look()

    def _sweep(self) -> None:
        """What `serve` does every few seconds, every few minutes here."""
        if self._clock.at >= self._swept + SWEEPS_EVERY:
            self._swept = self._clock.at
            while self._core.sweep_one():
                pass

    async def _happens(self, fact: Fact) -> None:
        if isinstance(fact, QuestionAsked):
            self._asking.add(Email(fact.actor.person))
        await self._bridge.receive(fact)
        if self._habits.comes_twice():
            await self._bridge.receive(fact)

    def _next(self) -> datetime | None:
        with self._core.units.look() as view:
            moments = [view.requests.next_due(), view.outbox.next_due(), view.deliveries.next_due()]
        if self._agenda:
            moments.append(self._agenda[0][0])
        return min((moment for moment in moments if moment), default=None)

    def _due(self) -> list[Fact]:
        facts = []
        while self._agenda and self._agenda[0][0] <= self._clock.at:
            fact = heapq.heappop(self._agenda)[2]()
            if fact:
                facts.append(fact)
        return facts

    def _later(self, at: datetime, act: Callable[[], Fact | None]) -> None:
        heapq.heappush(self._agenda, (at, next(self._order), act))

    def _asks(self) -> Fact | None:
        """Somebody asks, and the next one is on their way."""
        now, asker = self._clock.now(), self._habits.asker()
        if now >= self._until:
            return None
        soon = now + self._habits.pause(ARRIVES_EVERY)
        self._later(self._habits.at_work(asker, soon, self._core.house.timezone), self._asks)
        self.seen.questions += 1
        place = Place(channel=NAME, conversation=f"person:{asker}")
        return QuestionAsked(
            keys=(self._key(),), actor=self._actor(asker), place=place, at=now, text=self._habits.question()
        )

    def _shown(self, address: str, content: Content) -> None:
        """Somebody sees a message: that there was a reply is noted, and they may act on it."""
        self._asking -= {Email(address.removeprefix("person:"))}
        if content.reference and content.view is View.REQUESTER:
            self.seen.replied.setdefault(content.reference, self._clock.now())
        for person in self._readers(address):
            reaction = self._habits.reaction(person, content.buttons, owner=content.view is not View.REQUESTER)
            if reaction and content.reference:
                at = self._habits.at_work(person, self._clock.now() + reaction.after, self._core.house.timezone)
                self._later(at, self._uses(person, reaction.button, content.reference))

    def _readers(self, address: str) -> list[Email]:
        """The person, or one member of the department who happens to look."""
        kind, _, name = address.partition(":")
        if kind == "person":
            return [Email(name)]
        department = self._core.snapshots.current.table.departments.get(DepartmentId(name))
        return list(department.members[:1]) if department else []

    def _uses(self, person: Email, button: Button, reference: Reference) -> Callable[[], Fact]:
        def use() -> Fact:
            now = self._clock.now()
            text, choice, when = self._habits.filled(button.fields, now)
            if button.verb in OWNER_VERBS:
                self.seen.acted.setdefault(reference, now)
            return VerbUsed(
                keys=(self._key(),),
                actor=self._actor(person),
                place=Place(channel=NAME, conversation=f"person:{person}"),
                at=now,
                verb=button.verb,
                reference=reference,
                text=text,
                choice=button.choice or choice,
                when=when,
            )

        return use

    def _look(self) -> None:
        """P2 and P3 as they stand at this moment."""
        now = self._clock.now()
        with self._core.units.look() as view:
            self.seen.without_keeper += view.requests.without_keeper(
                tuple(self._core.snapshots.current.table.departments)
            )
            late = view.requests.overdue(now, limit=LOOKED_AT)
        owed = (request for request in late if request.turn is Turn.KEEPER and request.state in OWED)
        self.seen.silent_delays.update(request.reference for request in owed)

    def _actor(self, person: Email) -> Actor:
        known = self._core.snapshots.current.table.person(person)
        return Actor(person=PersonId(person), name=known.shown_name, lang=known.lang, timezone=known.timezone)

    def _key(self) -> str:
        return f"street:{next(self._order)}"
