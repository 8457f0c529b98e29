"""A house where a lot has happened: requests in every state, long words, markup, one that is late."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from bot.channels.web.parse import place_of
from handlers.incoming import Actor, Fact, PersonId, QuestionAsked, Reference, VerbUsed
from handlers.verbs import Verb
from knowledge.models import Email, Lang
from tests.bot.house import ANNA, PAUL, ROSE, HouseUnderTest, StoppedClock

NASTY = '<img src=x onerror="alert(1)"> \u202eabc javascript:alert(1) ' + "e\u0301" * 40 + " " + "x" * 300


def a_lot_happens(house: HouseUnderTest) -> None:
    """Everybody asks and acts for half a day; then five hours go by."""
    play = _Play(house)
    play.asks(ANNA, "où sont les gants en nitrile ?")
    play.does(ANNA, Verb.HELPED, play.asks(ANNA, "il n'y a plus de gants"))
    play.does(ROSE, Verb.TAKE, play.asks(ANNA, "j'ai perdu ma carte d'accès"))
    play.does(ROSE, Verb.ASK_BACK, play.asks(ANNA, "qui arrose le ficus du troisième ?"), "Lequel ?")
    fed = play.asks(PAUL, "who feeds the goldfish?")
    play.does(ROSE, Verb.TAKE, fed)
    play.does(ROSE, Verb.NOTE, fed, NASTY)
    play.does(ROSE, Verb.ANSWER, fed, "Luc. " + NASTY)
    play.does(ANNA, Verb.WITHDRAW, play.asks(ANNA, "une girafe peut-elle entrer ?"))
    play.asks(PAUL, NASTY)
    play.asks(ROSE, "where do I park a helicopter?")
    play.time_passes(timedelta(hours=5))


@dataclass(frozen=True, slots=True)
class _Play:
    house: HouseUnderTest
    clock: StoppedClock = field(init=False)

    def __post_init__(self) -> None:
        assert isinstance(self.house.core.clock, StoppedClock)
        object.__setattr__(self, "clock", self.house.core.clock)

    def asks(self, person: Email, text: str) -> Reference:
        actor = _actor(person)
        self._receive(
            QuestionAsked(keys=(uuid4().hex,), actor=actor, place=place_of(actor), at=self.clock.now(), text=text)
        )
        return self.house.requests()[-1].reference

    def does(self, person: Email, verb: Verb, reference: Reference, text: str = "") -> None:
        actor, now = _actor(person), self.clock.now()
        self._receive(
            VerbUsed(
                keys=(uuid4().hex,),
                actor=actor,
                place=place_of(actor),
                at=now,
                verb=verb,
                reference=reference,
                text=text,
            )
        )

    def time_passes(self, by: timedelta) -> None:
        self.clock.forward(by)
        while self.house.core.fire_one():
            pass
        asyncio.run(self.house.deliver_all())

    def _receive(self, fact: Fact) -> None:
        asyncio.run(self.house.bridge.receive(fact))
        asyncio.run(self.house.deliver_all())


def _actor(person: Email) -> Actor:
    return Actor(person=PersonId(person), name=person.split(".")[0].title(), lang=Lang.FR)
