"""P1 to P4 of the design as questions to a ledger and to what the platforms have: each raises where one is broken."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.outgoing import Card, Notice, Recipient, ToDepartment, ToPerson, ToPlace, View, lane_of
from handlers.requests.model import Request, State, Turn
from knowledge.models import RoutingTable
from tests.fakes.channel import Arrival
from tests.stories.trial import Queued, Sight

UNDER_WAY = {State.ROUTED, State.PROMISED, State.ACCEPTED}


def every_open_request_has_a_keeper(sight: Sight, table: RoutingTable) -> None:
    """P2: on the company's side, with a next time."""
    assert sight.without_keeper == 0
    for request in sight.requests:
        assert request.keeper.person != request.requester.person
        if request.is_open:
            assert request.next_at is not None
            assert request.keeper.department in table.departments


def nothing_is_lost_or_doubled(sight: Sight, asked: Sequence[str]) -> None:
    """P4: one request a question that was acknowledged and decided; one first reply each, queued or sent."""
    counted = Counter(request.question for request in sight.requests)
    assert counted <= Counter(asked)
    added = {event.text for events in sight.timelines.values() for event in events}
    kept = [words for words in asked if counted[words] or words in added]  # a reply belongs to the request that waits
    assert len(kept) >= len(asked) - sight.undecided
    for request in sight.requests:
        firsts = [queued for queued in sight.outbox if queued.request == request.id and queued.is_first]
        lanes = [lane_of(queued.message.to) for queued in firsts if queued.status != "replaced"]
        assert 1 <= len(lanes) == len(set(lanes))  # in a channel a discreet line, and directly what it stands for
        assert all(_is_requesters(queued) for queued in firsts)


def timelines_only_grow(before: Sight, after: Sight) -> None:
    """P4: what was written stays written, in order; and each request was asked once."""
    for request_id, events in before.timelines.items():
        assert after.timelines[request_id][: len(events)] == events
    for events in after.timelines.values():
        assert [event.kind for event in events].count("asked") == 1


def no_due_time_has_passed(sight: Sight) -> None:
    """P3: once the timers have fired, every promise that somebody of the company owes is still to come."""
    for request in sight.requests:
        if request.turn is Turn.KEEPER and request.state in UNDER_WAY:
            assert request.promise.due > sight.now, request


def every_moved_promise_was_announced(before: Sight, after: Sight, *, in_time: bool) -> None:
    """P3: the requester is told the new time; before the old one has passed where the timers were never late."""
    were = {request.id: request for request in before.requests}
    for request in after.requests:
        was = were.get(request.id)
        if was is None or was.promise.due == request.promise.due or not request.is_open:
            continue
        assert was.promise.original == request.promise.original or was.state in {State.CLARIFYING, State.ANSWERED}
        news = [queued for queued in after.outbox if queued.id > _newest(before) and queued.request == request.id]
        assert request.promise.due in _times_told(news, request), request
        assert not in_time or after.now < was.promise.due or was.state not in UNDER_WAY


def each_first_reply_names_somebody(sight: Sight, arrivals: Iterable[Arrival], table: RoutingTable) -> None:
    """P1: the first thing that the requester reads about a request names an owner or who promises.

    Before others' eyes it may be a neutral line; then it follows directly.
    """
    names = _names(table)
    told = [one for one in arrivals if one.content.view is not View.REQUESTER_DISCREET]
    for request in sight.requests:
        mine = [one for one in told if one.content.reference == request.reference and _is_where_asked(one, request)]
        assert mine, request
        first = min(mine, key=lambda one: one.order)
        assert _was_closed_by(request, first.at) or any(name in first.content.as_text for name in names), first


def nothing_arrived_twice(arrivals: Iterable[Arrival]) -> None:
    """P4: where a platform can be asked, no message is shown a second time."""
    assert [key for key, times in Counter(one.key for one in arrivals).items() if times > 1] == []


def everything_was_delivered(sight: Sight) -> None:
    """Nothing waits any more, and nothing for a requester was given up."""
    assert sight.undecided == 0
    assert [queued for queued in sight.outbox if queued.status in {"pending", "sending"}] == []
    dead = [queued for queued in sight.outbox if queued.status == "dead"]
    assert [queued for queued in dead if isinstance(queued.message.to, ToPlace)] == []


def _times_told(news: Iterable[Queued], request: Request) -> set[object]:
    notices = [one.message for one in news if isinstance(one.message, Notice) and _reaches(one.message.to, request)]
    return {value for notice in notices for value in notice.params.values()}


def _reaches(to: Recipient, request: Request) -> bool:
    """Whether it is for the requester: where they asked, or directly."""
    match to:
        case ToPlace(person=person) | ToPerson(person=person):
            return person == request.requester.person
        case ToDepartment():
            return False


def _is_requesters(queued: Queued) -> bool:
    return isinstance(queued.message, Card) and queued.message.view is View.REQUESTER


def _newest(sight: Sight) -> int:
    return max((queued.id for queued in sight.outbox), default=0)


def _is_where_asked(arrival: Arrival, request: Request) -> bool:
    return arrival.address in {request.place.conversation, f"person:{request.requester.person}"}


def _was_closed_by(request: Request, at: datetime) -> bool:
    return request.closed_at is not None and request.closed_at <= at


def _names(table: RoutingTable) -> set[str]:
    departments = {name for each in table.departments.values() for name in (each.name.fr, each.name.en)}
    return departments | {person.shown_name for person in table.people.values()}
