"""When the engine in force learns of questions: a piece at a time, for the table in force, and not against a wall."""

from collections.abc import Generator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.engines.fitting import Fitted
from bot.engines.learning import Learning
from bot.workers.learn import LOOK, REST, Learner
from knowledge.lexical.sense import EncoderFailedError
from knowledge.models import RoutingTable
from tests.bot.house import MONDAY_MORNING, HouseUnderTest, StoppedClock

PIECES = 3


class Lessons(Learning):
    """There is always something to learn, and nothing comes of it. A broken encoder fails at the first piece."""

    def __init__(self, house: HouseUnderTest) -> None:
        super().__init__(house.core.units, house.core.snapshots.fitting)
        self.broken = False
        self.looks = 0
        self.begun: list[int] = []  # the versions of the table

    def is_due(self, table: RoutingTable, engine: Fitted, now: datetime) -> bool:
        self.looks += 1
        return True

    def pieces(self, table: RoutingTable, engine: Fitted, now: datetime) -> Generator[tuple[int, int], None, Fitted]:
        self.begun.append(table.version)
        for done in range(PIECES):
            if self.broken:
                raise EncoderFailedError("encoder_failed")
            yield done, PIECES
        return engine


@pytest.fixture
def lessons(house: HouseUnderTest) -> Lessons:
    return Lessons(house)


@pytest.fixture
def learner(house: HouseUnderTest, lessons: Lessons) -> Learner:
    ready(house)
    return Learner(house.core, lessons)


def ready(house: HouseUnderTest) -> None:
    while house.core.snapshots.deepen():
        pass


def edit(house: HouseUnderTest) -> None:
    """Another version of the table is in force."""
    table = house.core.units.routing.published()
    people = {key: replace(person, name=person.name.upper()) for key, person in table.people.items()}
    edited = replace(table, people=people)
    house.core.units.routing.publish(edited, base=table.version, author="test", now=MONDAY_MORNING)
    house.core.snapshots.refresh()
    ready(house)


def test_it_learns_a_piece_at_a_call_and_looks_again_a_minute_later(
    learner: Learner, lessons: Lessons, clock: StoppedClock
) -> None:
    assert [learner.learn_some() for _ in range(PIECES + 2)] == [True] * (PIECES + 1) + [False]
    assert lessons.looks == 1

    clock.forward(LOOK)

    assert learner.learn_some()
    assert lessons.begun == [1, 1]


def test_while_the_engine_is_not_the_best_yet_nothing_is_learned(house: HouseUnderTest, lessons: Lessons) -> None:
    assert not Learner(house.core, lessons).learn_some()
    assert lessons.looks == 0


def test_an_edit_half_way_begins_anew_for_the_table_in_force(
    house: HouseUnderTest, learner: Learner, lessons: Lessons, clock: StoppedClock
) -> None:
    learner.learn_some()
    edit(house)
    clock.forward(LOOK)
    learner.learn_some()

    assert lessons.begun == [1, 2]


def test_an_encoder_that_failed_is_left_alone_for_an_hour(
    learner: Learner, lessons: Lessons, clock: StoppedClock
) -> None:
    lessons.broken = True
    learner.learn_some()
    clock.forward(REST - timedelta(minutes=1))
    assert not learner.learn_some()
    assert lessons.begun == [1]

    lessons.broken = False
    clock.forward(timedelta(minutes=1))

    assert learner.learn_some()


def test_a_clock_set_back_makes_nobody_wait_for_the_old_time(
    learner: Learner, lessons: Lessons, clock: StoppedClock
) -> None:
    while learner.learn_some():
        pass
    clock.forward(timedelta(days=-30))

    assert learner.learn_some()
