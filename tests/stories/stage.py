"""A stage for stories: people who ask and own, a clock moved by hand, everything real down to the ledger's file."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from handlers.content import Button
from handlers.incoming import Actor, ChannelName, Fact, PersonId, Place, QuestionAsked, Reference, VerbUsed
from handlers.outcome import Outcome
from handlers.requests.events import Draft, TimelineEvent
from handlers.requests.model import Request
from handlers.verbs import Verb
from knowledge.models import Email, RoutingTable
from tests.bot.house import StoppedClock, make_house


class Stage:
    """One organisation for the length of a story."""

    def __init__(self, folder: Path, table: RoutingTable) -> None:
        self.clock = StoppedClock()
        self.house = make_house(folder, self.clock, table)
        self._numbers = count(1)

    def person(self, email: Email) -> "Someone":
        return Someone(self, email)

    def forward(self, *, minutes: int = 0, hours: int = 0, days: int = 0) -> None:
        """Time passes in small steps, as it does; what falls due happens."""
        until = self.clock.now() + timedelta(minutes=minutes, hours=hours, days=days)
        while self.clock.now() < until:
            self.clock.forward(min(timedelta(minutes=5), until - self.clock.now()))
            while self.house.core.fire_one():
                pass
        self.deliver()

    def deliver(self) -> None:
        asyncio.run(self.house.deliver_all())

    def take_in(self, fact: Fact) -> Outcome:
        """A fact arrives, and what it brings about is delivered."""
        outcome = self.house.core.decide(fact, self.house.core.scene(fact))
        self.deliver()
        return outcome

    def key(self) -> str:
        return f"story:{next(self._numbers)}"

    def the_request(self) -> Request:
        return self.house.requests()[-1]

    def timeline(self) -> list[TimelineEvent]:
        """What happened to the latest request."""
        with self.house.core.units.look() as view:
            return view.timeline.of(self.the_request().id)

    def drafts(self) -> list[Draft]:
        """What the latest request says about the routing table."""
        with self.house.core.units.look() as view:
            return view.drafts.of(self.the_request().id)

    def counter(self, department: str) -> str:
        """Everything in a department's channel."""
        return "\n".join(posted.content.as_text for posted in self.house.shown(f"department:{department}"))


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the story."""

    stage: Stage
    email: Email

    def asks(self, text: str, *keys: str) -> Outcome:
        keys = keys or (self.stage.key(),)
        at = self.stage.clock.now()
        return self.stage.take_in(QuestionAsked(keys=keys, actor=self._actor, place=self._place, at=at, text=text))

    def does(
        self, verb: Verb, text: str = "", choice: str = "", reference: str = "", when: datetime | None = None
    ) -> str:
        """Uses a button on the latest request; the key of what they are told at once."""
        fact = VerbUsed(
            keys=(self.stage.key(),),
            actor=self._actor,
            place=self._place,
            at=self.stage.clock.now(),
            verb=verb,
            reference=Reference(reference or self.stage.the_request().reference),
            text=text,
            choice=choice,
            when=when,
        )
        outcome = self.stage.take_in(fact)
        return outcome.line.text if outcome.line else ""

    def reads(self) -> str:
        """Everything in their own conversation."""
        return "\n".join(posted.content.as_text for posted in self.stage.house.shown(f"person:{self.email}"))

    def has_read(self, words: str) -> bool:
        return plain(words) in plain(self.reads())

    def buttons(self) -> list[Button]:
        """Every button in their conversation."""
        shown = self.stage.house.shown(f"person:{self.email}")
        return [button for posted in shown for button in posted.content.buttons]

    @property
    def _actor(self) -> Actor:
        return Actor(person=PersonId(self.email), name=self.email.split("@")[0].split(".")[0].title())

    @property
    def _place(self) -> Place:
        return Place(channel=ChannelName("web"), conversation=f"person:{self.email}")


def plain(text: str) -> str:
    """The text with ordinary spaces and apostrophes: a story is not about typography."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
