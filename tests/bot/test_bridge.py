import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.bridge import Bridge, _Write
from bot.errors import BotError
from bot.snapshots import Snapshot
from bot.storage.deliveries import SqlDeliveries
from handlers.incoming import Actor, ChannelName, PersonId, Place, QuestionAsked
from handlers.outcome import Outcome
from handlers.requests.model import State
from knowledge.matcher import Match
from tests.bot.house import ANNA, MONDAY_MORNING, HouseUnderTest, StoppedClock


@dataclass
class Moody:
    """An engine that fails while it is told to."""

    fails: bool = True
    real: Any = None

    def match(self, text: str) -> Match:
        if self.fails:
            raise RuntimeError("poisoned")
        found: Match = self.real.match(text)
        return found


def asked(text: str = "où sont les gants en nitrile ?", *keys: str) -> QuestionAsked:
    return QuestionAsked(
        keys=keys or ("once",),
        actor=Actor(person=PersonId(ANNA), name="Anna Roy"),
        place=Place(channel=ChannelName("web"), conversation=f"person:{ANNA}"),
        at=MONDAY_MORNING,
        text=text,
    )


def poison(house: HouseUnderTest) -> Moody:
    snapshot = house.core.snapshots.current
    moody = Moody(real=snapshot.engine)
    house.core.snapshots._current = Snapshot(snapshot.table, moody)
    return moody


def receive(house: HouseUnderTest, *facts: QuestionAsked) -> list[Outcome]:
    async def all_of_them() -> list[Outcome]:
        bridge = Bridge(house.core, writers=1)
        try:
            return [await bridge.receive(fact) for fact in facts]
        finally:
            bridge.close()

    return asyncio.run(all_of_them())


def test_what_was_received_is_committed(house: HouseUnderTest) -> None:
    receive(house, asked())

    assert [request.state for request in house.requests()] == [State.ANSWERED]


def test_any_key_seen_before_makes_a_duplicate(house: HouseUnderTest) -> None:
    first, again, other = receive(
        house, asked("nitrile gloves", "a", "b"), asked("nitrile gloves", "b", "c"), asked("lost badge", "c")
    )

    assert (first.duplicate, again.duplicate, other.duplicate) == (False, True, False)
    assert len(house.requests()) == 2


def test_a_question_that_cannot_be_decided_is_kept_and_said_to_be(house: HouseUnderTest) -> None:
    poison(house)

    (outcome,) = receive(house, asked())

    assert outcome.line
    assert outcome.line.text == "line.recorded"
    assert house.requests() == []


def test_a_kept_question_is_decided_later_and_only_once(house: HouseUnderTest, clock: StoppedClock) -> None:
    moody = poison(house)
    receive(house, asked(), asked())
    moody.fails = False

    decided = [house.core.decide_kept() for _ in range(3)]

    assert decided == [True, False, False]
    assert [request.topic for request in house.requests()] == ["gants"]


def test_a_poisoned_question_ends_as_a_promise(house: HouseUnderTest, clock: StoppedClock) -> None:
    poison(house)
    receive(house, asked())

    for _ in range(3):
        with pytest.raises(RuntimeError):
            house.core.decide_kept()
        clock.forward(timedelta(minutes=5))
    house.core.decide_kept()

    assert [request.state for request in house.requests()] == [State.PROMISED]


def test_what_arrives_at_once_is_committed_together_and_a_failure_among_it_harms_nobody(house: HouseUnderTest) -> None:
    def fail() -> None:
        with house.core.units.begin() as unit:
            unit.deliveries.record(asked("?", "lost"))
            raise RuntimeError("poisoned")

    questions = (
        ("nitrile gloves", "a"),
        ("lost badge", "b"),
        ("nitrile gloves", "a"),
        ("qui paie la facture ?", "lost"),
    )

    async def at_once() -> list[object]:
        bridge = Bridge(house.core, writers=1, thinking_seconds=30)
        blocked = asyncio.create_task(bridge.write_alone(hold, gate))
        writes = [
            bridge.write(fail),
            *(bridge.receive(asked(text, key)) for text, key in questions),
        ]
        results = asyncio.gather(*writes, return_exceptions=True)
        await asyncio.to_thread(wait_until, lambda: len(bridge._facts) + len(bridge._waiting) == len(writes))
        gate.set()
        done = await results
        await blocked
        bridge.close()
        return list(done)

    gate = threading.Event()
    failed, first, second, again, other = asyncio.run(at_once())

    assert isinstance(failed, RuntimeError)
    assert [isinstance(each, Outcome) and each.duplicate for each in (first, second, again, other)].count(True) == 1
    assert len(house.requests()) == 3


def test_what_queues_up_while_another_is_carried_out_is_committed_with_it(house: HouseUnderTest) -> None:
    def keep() -> None:
        begun.set()
        gate.wait(30)
        house.core.keep(asked())

    async def one_after_the_other() -> int:
        bridge = Bridge(house.core, writers=1)
        first = asyncio.create_task(bridge.write(keep))
        await asyncio.to_thread(begun.wait, 30)
        second = asyncio.create_task(bridge.write(committed, house))
        await asyncio.to_thread(wait_until, lambda: bool(bridge._waiting))
        gate.set()
        await first
        seen = await second
        bridge.close()
        return seen

    begun, gate = threading.Event(), threading.Event()

    assert asyncio.run(one_after_the_other()) == 0
    assert committed(house) == 1


def committed(house: HouseUnderTest) -> int:
    """How many kept deliveries others see."""
    with house.database.read() as connection:
        return SqlDeliveries(connection).undecided()


def test_what_somebody_waits_for_is_written_first_and_nothing_else_is_forgotten(house: HouseUnderTest) -> None:
    bridge = Bridge(house.core, writers=1)
    bridge._waiting.extend(_Write(lambda: None) for _ in range(9))
    bridge._facts.extend(_Write(lambda: None) for _ in range(9))
    everything = [*bridge._facts, *bridge._waiting]
    facts = set(map(id, bridge._facts))

    groups = [list(bridge._coming()) for _ in range(3)]

    assert [sum(id(write) in facts for write in group) for group in groups] == [7, 2, 0]
    assert [len(group) for group in groups] == [8, 8, 2]
    assert sorted(map(id, [write for group in groups for write in group])) == sorted(map(id, everything))
    bridge.close()


def test_a_group_that_cannot_be_committed_acknowledges_nothing(house: HouseUnderTest) -> None:
    def decide_and_fail() -> None:
        with house.core.units.together():
            house.core.decide(asked(), house.core.scene(asked()))
            raise BotError("ledger_unavailable")

    with pytest.raises(BotError):
        decide_and_fail()

    assert house.requests() == []


def wait_until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        pass


def hold(gate: threading.Event) -> None:
    """Keeps the writing thread busy, so that others queue up behind it."""
    gate.wait(30)


def test_after_a_call_that_ended_everything_the_next_write_goes_through(house: HouseUnderTest) -> None:
    class Ended(BaseException):
        pass

    def end() -> None:
        raise Ended

    async def two_writes() -> str:
        bridge = Bridge(house.core, writers=1)
        with pytest.raises(Ended):
            await bridge.write(end)
        written = await asyncio.wait_for(bridge.write(lambda: "written"), 10)
        bridge.close()
        return written

    assert asyncio.run(two_writes()) == "written"
