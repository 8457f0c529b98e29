"""P5, P6 and P8, and what me too adds to P2: questions to a ledger, each raises where one is broken."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from handlers.cards import card, view_of
from handlers.outgoing import Card, Notice, ToDepartment, ToPlace
from handlers.requests.duty import Absences
from handlers.requests.events import Draft
from handlers.requests.model import Request, RequestId, State, StepKind, Turn
from handlers.requests.privacy import is_discreet, is_fit_for_channel
from handlers.texts.voice import Voice
from handlers.verbs import Verb
from knowledge.models import Email, RoutingTable
from tests.stories.trial import Sight

ZONE = ZoneInfo("America/Toronto")
OWED = {State.ROUTED, State.PROMISED, State.ACCEPTED}
CORRECTIONS = {Verb.NOT_OURS, Verb.NOT_THESE_PEOPLE, Verb.CHOOSE}


def something_happens_before_it_is_due(sight: Sight) -> None:
    """P3: whatever is owed has a step at or before its due time, so that no due time passes in silence."""
    for request in sight.requests:
        if request.turn is Turn.KEEPER and request.state in OWED and request.promise.due > sight.now:
            assert request.plan[0].at <= request.promise.due, request


def nobody_away_keeps_anything(sight: Sight, table: RoutingTable, absences: Absences) -> None:
    """P5: an absence hands over whatever the person kept."""
    today = sight.now.astimezone(ZONE).date()
    for request in sight.requests:
        person = request.keeper.person
        if request.is_open and person:
            said = absences.get(person)
            assert table.person(Email(person)).is_present(today), request
            assert said is None or not said.begins <= today <= said.until, request


def each_correction_left_a_draft(sight: Sight, drafts: Mapping[RequestId, Sequence[Draft]]) -> None:
    """P6: what people correct is kept for review, and private words are not in it."""
    for request in sight.requests:
        kinds = Counter(event.kind for event in sight.timelines[request.id] if event.kind in CORRECTIONS)
        assert Counter(draft.kind for draft in drafts[request.id]) == kinds
        if request.memory.private and not any(event.kind == Verb.KEEP_PRIVATE for event in sight.timelines[request.id]):
            assert all(draft.words == "" for draft in drafts[request.id] if draft.topic is None)


def what_is_private_is_never_drawn_for_others(sight: Sight, table: RoutingTable, voice: Voice) -> None:
    """P8: as each card would be drawn now, eyes that may not see the words do not see them."""
    requests = {request.id: request for request in sight.requests}
    for queued in sight.outbox:
        request = requests.get(queued.request) if queued.request else None
        message = queued.message
        if request is None or not isinstance(message, Card) or not _is_before_others(message, request, table):
            continue
        drawn = card(request, view_of(request, message, table), voice, "America/Toronto")
        assert request.question not in drawn.as_text
        assert all(said.text not in drawn.as_text for said in request.memory.said)


def what_hangs_under_another_is_waited_for(sight: Sight) -> None:
    """Me too: the older one is open and waited for, and both have the same keeper and due time."""
    requests = {request.id: request for request in sight.requests}
    for request in sight.requests:
        if request.under and request.is_open and request.state in OWED:
            older = requests[request.under]
            assert older.state in OWED, (request, older)
            assert (request.keeper, request.promise.due) == (older.keeper, older.promise.due)
            assert [step.kind for step in request.plan] == [StepKind.LOOSEN]


def nothing_typed_is_lost(sight: Sight, typed: Iterable[str], maybe: set[str]) -> None:
    """P4: every question is a request's, or words that were added to one."""
    questions = {request.question for request in sight.requests}
    written = {event.text for events in sight.timelines.values() for event in events}
    assert [words for words in typed if words not in questions | written | maybe] == []


def _is_before_others(message: Card, request: Request, table: RoutingTable) -> bool:
    match message.to:
        case ToDepartment():
            return not is_fit_for_channel(table, request)
        case ToPlace(place=place):
            return not place.direct and is_discreet(table, request)
        case _:
            return False


def is_for_others(message: Notice) -> bool:
    """Whether a notice is shown where others read."""
    return isinstance(message.to, ToPlace) and not message.to.place.direct
