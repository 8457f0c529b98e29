"""The conversations of the pages, on SQLite and on PostgreSQL."""

import pytest

from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.weblog import Posted
from handlers.content import Content
from tests.bot.house import MONDAY_MORNING

HERS, THEIRS = "person:anna", "department:magasin"


class Log:
    """The log, each call in a transaction of its own."""

    def __init__(self, units: SqlUnitsOfWork) -> None:
        self._units = units

    def post(self, key: str, conversation: str = HERS) -> int:
        with self._units.begin() as unit:
            number = unit.weblog.post(conversation, key, Content(body=(key,)), MONDAY_MORNING)
            unit.commit()
            return number

    def edit(self, number: int) -> bool:
        with self._units.begin() as unit:
            was_there = unit.weblog.edit(number, Content(body=("edited",)))
            unit.commit()
            return was_there

    def of(self, *, limit: int, before: int | None = None) -> list[Posted]:
        with self._units.look() as view:
            return view.weblog.of(HERS, limit=limit, before=before)

    def changes(self, *conversations: str) -> dict[str, int]:
        with self._units.look() as view:
            return dict(view.weblog.changes(conversations))


@pytest.fixture
def log(units: SqlUnitsOfWork) -> Log:
    return Log(units)


def test_the_last_messages_come_oldest_first_and_those_before_them_on_request(log: Log) -> None:
    numbers = [log.post(f"k{n}") for n in range(5)]
    log.post("elsewhere", THEIRS)

    assert [post.key for post in log.of(limit=2)] == ["k3", "k4"]
    assert [post.key for post in log.of(limit=2, before=numbers[3])] == ["k1", "k2"]
    assert log.of(limit=2, before=numbers[0]) == []


def test_every_post_and_every_edit_is_counted_in_its_own_conversation(log: Log) -> None:
    number = log.post("one")
    log.post("two", THEIRS)
    before = log.changes(HERS, THEIRS)

    log.edit(number)

    assert before == {HERS: 1, THEIRS: 1}
    assert log.changes(HERS, THEIRS, "person:nobody") == {HERS: 2, THEIRS: 1}


def test_what_is_posted_again_changes_nothing_and_is_not_counted(log: Log) -> None:
    first, second = log.post("same"), log.post("same")

    assert first == second
    assert log.changes(HERS) == {HERS: 1}


def test_an_edit_of_nothing_is_no_change(log: Log) -> None:
    assert not log.edit(999)
    assert log.changes(HERS) == {}
