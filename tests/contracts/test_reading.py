"""What the pages list, on SQLite and on PostgreSQL: whose queue, in which order, page by page."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.storage.unit_of_work import SqlUnitsOfWork
from handlers.incoming import PersonId
from handlers.requests.events import Draft, TimelineEvent
from handlers.requests.model import ClosingReason, Keeper, Promise, Request, State
from handlers.requests.routing import asking
from knowledge.models import DepartmentId, TopicId
from tests.bot.house import ANNA, MONDAY_MORNING, PAUL, ROSE
from tests.contracts.test_ledger import promised

STORE, DESK = DepartmentId("magasin"), DepartmentId("accueil")
OWED = (State.ROUTED, State.PROMISED, State.ACCEPTED)


def added(units: SqlUnitsOfWork, **changes: Any) -> Request:
    with units.begin() as unit:
        stored = unit.requests.add(replace(promised(), **changes))
        unit.commit()
        return stored


def saved(units: SqlUnitsOfWork, request: Request) -> Request:
    with units.begin() as unit:
        stored = unit.requests.save(request)
        unit.commit()
        return stored


def closed(request: Request) -> Request:
    return replace(
        request,
        state=State.CLOSED,
        plan=(),
        closed_at=MONDAY_MORNING,
        closing_reason=ClosingReason.SOLVED,
    )


def due(hours: int) -> Promise:
    at = MONDAY_MORNING + timedelta(hours=hours)
    return Promise(due=at, original=at)


def queue(units: SqlUnitsOfWork, *who: str, kept: bool = False, but_of: str = "nobody@x.example") -> list[int]:
    with units.look() as view:
        found = view.reading.queue(who, OWED, but_of=PersonId(but_of), limit=10, kept=kept)
        count = view.reading.queue_length(who, OWED, but_of=PersonId(but_of), kept=kept)
    assert count == len(found)
    return [each.id for each in found]


def test_a_queue_is_ordered_by_due_time_alone(units: SqlUnitsOfWork) -> None:
    late, soon, later = (added(units, promise=due(hours)) for hours in (-2, 1, 5))

    assert queue(units, ROSE) == queue(units, DESK) == [late.id, soon.id, later.id]


def test_a_queue_holds_what_one_keeps_was_asked_for_or_ones_departments_keep(units: SqlUnitsOfWork) -> None:
    kept = added(units, keeper=Keeper(department=STORE, person=PersonId(PAUL)), asked=())
    asked = saved(units, asking(added(units), PAUL))
    added(units)

    assert queue(units, PAUL) == [kept.id, asked.id]
    assert queue(units, STORE) == [kept.id]
    assert queue(units, PAUL, STORE, kept=True) == [kept.id]
    assert queue(units, "luc@atelier.example") == []


def test_ones_own_question_is_not_in_ones_queue(units: SqlUnitsOfWork) -> None:
    own = added(units).id

    assert queue(units, DESK, but_of=PAUL) == [own]
    assert queue(units, DESK, but_of=ANNA) == []


def test_whoever_is_no_longer_asked_no_longer_has_it_and_nobody_has_what_is_closed(units: SqlUnitsOfWork) -> None:
    request = added(units)
    moved = saved(units, replace(request, keeper=Keeper(department=STORE), asked=(STORE,)))

    assert (queue(units, DESK), queue(units, STORE)) == ([], [moved.id])

    again = saved(units, closed(moved))
    assert queue(units, STORE) == []

    saved(units, replace(again, state=State.ROUTED, plan=moved.plan, closed_at=None, closing_reason=None))
    assert queue(units, STORE) == [moved.id]


def test_what_somebody_waits_for_comes_by_due_time_and_what_is_closed_page_by_page(units: SqlUnitsOfWork) -> None:
    later, soon = added(units, promise=due(5)), added(units, promise=due(1))
    done = [saved(units, closed(added(units))) for _ in range(3)]
    anna = PersonId(ANNA)

    with units.look() as view:
        assert [each.id for each in view.reading.waited_for_by(anna, limit=10)] == [soon.id, later.id]
        newest = view.reading.closed_of(anna, before=None, limit=2)
        older = view.reading.closed_of(anna, before=newest[-1].id, limit=2)

    assert [each.id for each in (*newest, *older)] == [each.id for each in reversed(done)]


def test_what_belongs_together_is_found_from_either_end(units: SqlUnitsOfWork) -> None:
    first = added(units)
    second = added(units, memory=replace(first.memory, linked=first.reference))
    hung = added(units, under=first.id)
    added(units)

    with units.look() as view:
        assert [each.id for each in view.reading.going_on_from(first, limit=5)] == [second.id]
        assert [each.id for each in view.reading.under(first, limit=5)] == [hung.id]


def test_slips_are_found_by_whoever_left_them_and_open_ones_by_their_colleagues(units: SqlUnitsOfWork) -> None:
    slip = replace(added(units).memory, slip=True)
    over = {"state": State.CLOSED, "plan": (), "closed_at": MONDAY_MORNING, "closing_reason": ClosingReason.SOLVED}
    first, second, closed = added(units, memory=slip), added(units, memory=slip), added(units, memory=slip, **over)

    with units.look() as view:
        own = view.reading.slips_of(PersonId(ANNA), [], limit=5)
        colleagues = view.reading.slips_of(PersonId(PAUL), [PersonId(ANNA), PersonId(PAUL)], limit=5)
        others = view.reading.slips_of(PersonId(PAUL), [], limit=5)

    assert [each.id for each in own] == [second.id, first.id, closed.id]
    assert [each.id for each in colleagues] == [second.id, first.id]
    assert others == []


def test_open_requests_are_counted_whole_and_for_whoever_they_concern(units: SqlUnitsOfWork) -> None:
    added(units, topic=TopicId("gants"), keeper=Keeper(department=STORE, person=PersonId(PAUL)))
    added(units, keeper=Keeper(department=DESK, person=PersonId(ROSE)))
    added(units, **{name: getattr(closed(promised()), name) for name in ("state", "plan", "closing_reason")})

    with units.look() as view:
        assert view.reading.count_open() == 2
        assert view.reading.count_open(topic="gants") == 1
        assert view.reading.count_open(keeper=PAUL) == 1
        assert view.reading.count_open(department=DESK) == 1
        assert view.reading.count_open(topic="bottes") == 0


def test_requests_without_a_topic_are_found_among_the_newest(units: SqlUnitsOfWork) -> None:
    oldest, known, newest = added(units), added(units, topic=TopicId("gants")), added(units)

    with units.look() as view:
        everything = view.reading.unmatched(among=100, limit=10)
        recent = view.reading.unmatched(among=2, limit=10)
        one = view.reading.unmatched(among=100, limit=1)

    assert [request.id for request in everything] == [newest.id, oldest.id]
    assert [request.id for request in recent] == [newest.id] == [request.id for request in one]
    assert known.id not in {request.id for request in everything}


def test_the_sign_of_open_requests_moves_with_each_change_and_goes_with_the_last_of_them(units: SqlUnitsOfWork) -> None:
    first, second = added(units), added(units)
    over = {"state": State.CLOSED, "plan": (), "closed_at": MONDAY_MORNING, "closing_reason": ClosingReason.SOLVED}

    def signs() -> tuple[int, int]:
        with units.look() as view:
            asked, queued = view.reading.signs(askers=[first.requester.person, PAUL], queues=[first.keeper.department])
        assert PAUL not in asked
        return asked.get(first.requester.person, 0), queued.get(first.keeper.department, 0)

    def after(request: Request, **changes: Any) -> tuple[int, int]:
        with units.begin() as unit:
            there = unit.requests.get(request.id)
            assert there
            unit.requests.save(replace(there, **changes))
            unit.commit()
        return signs()

    seen = [
        signs(),
        after(first, state=State.ACCEPTED),
        after(second, state=State.ACCEPTED),
        after(first, **over),
        after(second, **over),
    ]

    assert len(set(seen)) == len(seen)
    assert seen[-1] == (0, 0)


def test_events_of_a_kind_are_counted_and_lead_to_their_requests(units: SqlUnitsOfWork) -> None:
    older, newer = added(units), added(units)
    with units.begin() as unit:
        for request in (older, newer):
            unit.timeline.append(request.id, [TimelineEvent(kind="became_clarifying", at=MONDAY_MORNING)])
        mark = unit.timeline.newest()
        unit.timeline.append(newer.id, [TimelineEvent(kind=kind, at=MONDAY_MORNING) for kind in ("helped", "add")])
        unit.commit()

    with units.look() as view:
        assert view.timeline.count_since(mark, ["helped", "choose"]) == 1
        assert view.timeline.count_since(0, ["became_clarifying"]) == 2
        assert view.timeline.having("became_clarifying", oldest=newer.id) == {newer.id}
        assert view.timeline.having("became_clarifying", oldest=older.id) == {older.id, newer.id}


def test_the_last_choice_of_each_request_is_known(units: SqlUnitsOfWork) -> None:
    first, second = added(units), added(units)

    def draft(kind: str, topic: str | None) -> Draft:
        about = TopicId(topic) if topic else None
        return Draft(kind=kind, topic=about, department=None, words="", author=PersonId(ANNA), at=MONDAY_MORNING)

    with units.begin() as unit:
        unit.drafts.add(first.id, [draft("choose", "gants"), draft("choose", "badge")])
        unit.drafts.add(second.id, [draft("not_ours", "gants"), draft("choose", None)])
        unit.commit()

    with units.look() as view:
        assert view.drafts.chosen(limit=9) == {first.id: "badge"}
        assert view.drafts.chosen(limit=2) == {}
