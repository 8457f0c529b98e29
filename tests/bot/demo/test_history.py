"""The sample company's past: lived through in one commit, believable, and over before the demo serves."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot.core import House
from bot.demo.courses import COURSES
from bot.demo.history import live_through
from bot.demo.past import Past, sample_past
from bot.demo.persona import newcomer
from bot.importing import sample_proposal
from bot.storage.database import Database
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.texts import load_catalog
from handlers.requests.model import ClosingReason, Request, State
from knowledge.matcher import Matched
from knowledge.models import Lang, RoutingTable
from tests.bot.house import LEXICAL, small_table

TUESDAY_AFTERNOON = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 29, 7, 0, tzinfo=UTC)
HABITS = House(lang=Lang.FR, territory="CA", timezone="America/Toronto")


@dataclass(frozen=True, slots=True)
class Lived:
    """A ledger after the weeks."""

    units: SqlUnitsOfWork
    table: RoutingTable

    @property
    def requests(self) -> list[Request]:
        with self.units.look() as view:
            return view.requests.newest(limit=1000)

    @property
    def kinds(self) -> Counter[str]:
        """How often each kind of thing happened."""
        with self.units.look() as view:
            return Counter(noted.event.kind for noted in view.timeline.since(0, limit=10_000))


@pytest.fixture(scope="module")
def table() -> RoutingTable:
    return sample_proposal(RoutingTable()).after


def lived(folder: Path, past: Past, table: RoutingTable, now: datetime = TUESDAY_AFTERNOON) -> Lived:
    database = Database(f"sqlite:///{folder / 'past.db'}")
    upgrade(database, now)
    units = SqlUnitsOfWork(database, uuid4)
    live_through(past, table, units, load_catalog(), HABITS, now)
    return Lived(units, table)


def some(past: Past) -> Past:
    """A few of each."""
    return replace(past, over=past.over[:3], under_way=past.under_way[:3])


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory, table: RoutingTable) -> Lived:
    """All of it, once."""
    return lived(tmp_path_factory.mktemp("weeks"), sample_past(), table)


def test_the_past_speaks_of_topics_courses_and_people_that_there_are(table: RoutingTable) -> None:
    past = sample_past()

    assert past.is_of(table)
    assert not past.is_of(small_table())
    assert {episode.course for episode in (*past.over, *past.under_way)} <= set(COURSES)
    assert {episode.lang for episode in past.over} == set(Lang)


@pytest.mark.parametrize("now", [TUESDAY_AFTERNOON, SUNDAY_NIGHT], ids=str)
def test_the_same_hour_gives_the_same_weeks(tmp_path: Path, table: RoutingTable, now: datetime) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()

    one, other = (lived(folder, some(sample_past()), table, now) for folder in (first, second))

    assert one.requests == other.requests
    assert all(request.opened_at <= now for request in one.requests)


def test_where_something_fails_nothing_of_it_is_kept(tmp_path: Path, table: RoutingTable) -> None:
    past = some(sample_past())
    broken = replace(past, over=(replace(past.over[0], course="nowhere"), *past.over[1:]))
    database = Database(f"sqlite:///{tmp_path / 'past.db'}")
    upgrade(database, TUESDAY_AFTERNOON)
    units = SqlUnitsOfWork(database, uuid4)

    with pytest.raises(KeyError):
        live_through(broken, table, units, load_catalog(), HABITS, TUESDAY_AFTERNOON)

    assert Lived(units, table).requests == []


@pytest.mark.slow
def test_nothing_is_left_that_is_due_or_undelivered_and_everything_open_has_a_keeper(weeks: Lived) -> None:
    with weeks.units.look() as view:
        due = view.requests.next_due()
        assert due is not None
        assert due > TUESDAY_AFTERNOON
        assert view.outbox.next_due() is None
        assert view.outbox.depth() == view.deliveries.undecided() == 0
        assert view.requests.without_keeper(tuple(weeks.table.departments)) == 0


@pytest.mark.slow
def test_much_has_happened_and_some_of_it_went_wrong(weeks: Lived) -> None:
    happened = weeks.kinds

    expected = {"take", "answer", "helped", "rate", "thanks", "pass_on", "ask_back", "add", "later", "not_ours"}
    expected |= {"hand_over", "withdraw", "call_back", "remind", "ask_backup", "ask_head", "announce_delay", "check"}
    assert expected - set(happened) == set()
    reasons = Counter(request.closing_reason for request in weeks.requests)
    assert reasons[ClosingReason.SOLVED] > 30
    assert reasons[ClosingReason.NO_REPLY] > 0
    assert {request.lang for request in weeks.requests} == set(Lang)


@pytest.mark.slow
def test_some_are_open_now_with_times_around_now_and_several_ask_what_nobody_knows(weeks: Lived) -> None:
    still = [request for request in weeks.requests if request.is_open]

    soon = [one for one in still if abs(one.promise.due - TUESDAY_AFTERNOON) < timedelta(hours=4)]
    unknown = [one for one in weeks.requests if one.topic is None and one.memory.call is None]
    assert len(still) > 12
    assert len(soon) > 3
    assert {State.PROMISED, State.ROUTED, State.ACCEPTED, State.WAITING} <= {request.state for request in still}
    assert len(unknown) > 6


@pytest.mark.slow
def test_the_visitor_finds_an_empty_conversation_and_owners_full_ones(weeks: Lived) -> None:
    visitor = newcomer(weeks.table)
    assert visitor

    with weeks.units.look() as view:
        assert view.weblog.of(f"person:{visitor.email}", limit=5) == []
        assert len(view.weblog.of("department:accueil", limit=100)) > 5
        assert len(view.weblog.of("person:nathalie.gelinas@atelier-boreal.example", limit=100)) > 5


@pytest.mark.slow
def test_what_the_past_says_was_found_is_what_the_engine_finds(table: RoutingTable) -> None:
    past, engine = sample_past(), LEXICAL.quick(table)

    found = {each.text: engine.match(each.text) for each in (*past.over, *past.under_way)}

    matched = {text: one.candidates[0].topic if isinstance(one, Matched) else None for text, one in found.items()}
    assert matched == {each.text: each.topic for each in (*past.over, *past.under_way)}
