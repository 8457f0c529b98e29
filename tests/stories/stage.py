"""A stage for stories: people who ask and own, a clock moved by hand, everything real down to the ledger's file."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

from bot.storage.routing import SqlRouting
from handlers.content import Button, Form
from handlers.incoming import (
    Actor,
    AwayDeclared,
    ChannelName,
    Fact,
    Misdirected,
    PersonId,
    Place,
    QuestionAsked,
    QuestionEdited,
    Reference,
    Replied,
    VerbUsed,
)
from handlers.outcome import Outcome
from handlers.outgoing import Line, ToPlace, lane_of
from handlers.requests.events import Draft, TimelineEvent
from handlers.requests.model import Request
from handlers.verbs import Verb
from knowledge.models import Email, Lang, RoutingTable
from tests.bot.house import StoppedClock, make_house

HELP = "channel:help"
BEFORE_OTHERS = Place(channel=ChannelName("web"), conversation=HELP, thread="t1", direct=False)


class Stage:
    """One organisation for the length of a story."""

    def __init__(self, folder: Path, table: RoutingTable) -> None:
        self.clock = StoppedClock()
        self.house = make_house(folder, self.clock, table)
        self.house.core.snapshots.measure()
        self._numbers = count(1)

    def person(self, email: Email) -> "Someone":
        return Someone(self, email)

    def forward(self, *, minutes: int = 0, hours: int = 0, days: int = 0) -> None:
        """Time passes from one thing that falls due to the next, and each happens in its time."""
        until = self.clock.now() + timedelta(minutes=minutes, hours=hours, days=days)
        while self.clock.now() < until:
            with self.house.core.units.look() as view:
                due = view.requests.next_due() or until
            self.clock.at = max(self.clock.now(), min(due, until))
            while self.house.core.sweep_one():
                pass
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

    def table(self) -> RoutingTable:
        return self.house.core.snapshots.current.table

    def publish(self, table: RoutingTable) -> None:
        """An admin publishes another version of the table."""
        SqlRouting(self.house.database).publish(
            replace(table, version=0), base=table.version, author="story", now=self.clock.now()
        )
        self.house.core.snapshots.refresh()

    def house_admins(self, *admins: Email) -> None:
        """Whoever looks after this Guichet."""
        self.house.core.house = replace(self.house.core.house, admins=admins)

    def channel(self) -> str:
        """Everything in the thread of the question that was asked in the help channel."""
        return "\n".join(posted.content.as_text for posted in self.house.shown(HELP))

    def counter(self, department: str) -> str:
        """Everything in a department's channel."""
        return "\n".join(posted.content.as_text for posted in self.house.shown(f"department:{department}"))


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the story."""

    stage: Stage
    email: Email

    def asks(self, text: str, *keys: str, post: str = "") -> Outcome:
        keys = keys or (self.stage.key(),)
        at = self.stage.clock.now()
        return self.stage.take_in(
            QuestionAsked(keys=keys, actor=self._actor, place=self._place, at=at, text=text, post=post)
        )

    def asks_in_channel(self, text: str) -> Outcome:
        """Asks where others read."""
        at = self.stage.clock.now()
        return self.stage.take_in(
            QuestionAsked(keys=(self.stage.key(),), actor=self._actor, place=BEFORE_OTHERS, at=at, text=text)
        )

    def replies(self, text: str) -> Outcome:
        """Writes in a thread under a card of the latest request."""
        with self.stage.house.core.units.look() as view:
            root = view.outbox.shown(self.stage.the_request().id, f"person:{self.email}")
            here = view.outbox.shown(
                self.stage.the_request().id, lane_of(ToPlace(place=self._place, person=self._actor.person))
            )
        anchor = root or here
        return self.stage.take_in(
            Replied(
                keys=(self.stage.key(),),
                actor=self._actor,
                place=replace(self._place, direct=False),
                at=self.stage.clock.now(),
                text=text,
                root=anchor.platform_id if anchor else "1",
            )
        )

    def edits(self, post: str, text: str) -> Outcome:
        at = self.stage.clock.now()
        key = self.stage.key()
        return self.stage.take_in(
            QuestionEdited(keys=(key,), actor=self._actor, place=self._place, at=at, text=text, post=post)
        )

    def hands_over_message_of(self, author: Email, text: str) -> str:
        """Got a message that was meant for others; the key of what they are told at once."""
        fact = Misdirected(
            keys=(self.stage.key(),),
            actor=self._actor,
            place=self._place,
            at=self.stage.clock.now(),
            author=self.stage.person(author)._actor,
            text=text,
        )
        outcome = self.stage.take_in(fact)
        return outcome.line.text if outcome.line else ""

    def says_away(self, *, days: int) -> None:
        """Away from today on, for so many days."""
        today = self.stage.clock.now().date()
        self._declares(today + timedelta(days=days - 1))

    def says_back(self) -> None:
        self._declares(None)

    def labels(self) -> set[str]:
        """What the buttons in their conversation say."""
        return {plain(button.label) for button in self.buttons()}

    def _declares(self, until: date | None) -> None:
        at, key = self.stage.clock.now(), self.stage.key()
        self.stage.take_in(
            AwayDeclared(keys=(key,), actor=self._actor, place=self._place, at=at, until=until, lang=Lang.FR)
        )

    def does(
        self, verb: Verb, text: str = "", choice: str = "", reference: str = "", when: datetime | None = None
    ) -> str:
        """Uses a button on the latest request; the key of what they are told at once."""
        return self._uses(self._place, verb, text, choice, reference, when)

    def does_in_channel(self, verb: Verb, reference: str = "") -> str:
        """Uses a button of a card that others see; the key of what they alone are told."""
        return self._uses(BEFORE_OTHERS, verb, reference=reference)

    def opens_form_in_channel(self, verb: Verb, reference: str = "") -> Form | Line:
        """Wants the form of a button that others see."""
        wanted = Reference(reference or self.stage.the_request().reference)
        return self.stage.house.core.form(self._actor, verb, wanted, alone=False)

    def opens_form(self, verb: Verb) -> Form:
        """Wants the form of a button in their own conversation."""
        form = self.stage.house.core.form(self._actor, verb, self.stage.the_request().reference, alone=True)
        assert isinstance(form, Form)
        return form

    def _uses(
        self,
        place: Place,
        verb: Verb,
        text: str = "",
        choice: str = "",
        reference: str = "",
        when: datetime | None = None,
    ) -> str:
        fact = VerbUsed(
            keys=(self.stage.key(),),
            actor=self._actor,
            place=place,
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
