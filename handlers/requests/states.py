"""The machine as one table: (state, event) -> a transition, a no-op with a sentence, or a refusal with a sentence.

No cell is empty: an old button or a late click always gets an answer.
"""

from collections.abc import Callable, Mapping
from itertools import product

from handlers.outgoing import Line
from handlers.requests import calls, clockwork, details, joins, owners, requesters, upheavals
from handlers.requests.events import EVERY_EVENT, EventKind, Happening, NoOp, Own, Refusal, Ruling, World
from handlers.requests.model import Request, State
from handlers.verbs import OWNER_VERBS, Verb

Transition = Callable[[Request, Happening, World], Ruling]
Cell = Transition | NoOp | Refusal


def _or_moved(added: Transition) -> Transition:
    """Words may turn out to belong to another request."""

    def add(request: Request, happening: Happening, world: World) -> Ruling:
        if happening.other:
            return details.belongs_to_other(request, happening, world)
        return added(request, happening, world)

    return add


def _no_op(text: str) -> NoOp:
    return NoOp(line=Line(text=text))


def _refusal(text: str) -> Refusal:
    return Refusal(line=Line(text=text))


CLOSED = _refusal("line.closed")
NOT_CHOOSING = _no_op("line.already_chosen")
ON_ITS_WAY = _no_op("line.on_its_way")
NOTHING_DUE = _no_op("line.nothing_due")
STILL_OPEN = _no_op("line.still_open")
YOUR_MOVE = _no_op("line.your_move")

_ALWAYS: Mapping[EventKind, Cell] = {
    Verb.NOTE: owners.note,
    Verb.KEEP_PRIVATE: requesters.keep_private,
    Verb.THANKS: requesters.thanks,
    Verb.RATE: _refusal("line.rate_later"),
    Verb.LANG: requesters.switch_language,
    Verb.REOPEN: STILL_OPEN,
    Verb.JOIN: joins.join,
    Own.REPLIED: owners.reply,
    Own.EDITED: details.edit,
    Own.REQUESTER_KNOWN: upheavals.requester_known,
    Own.KEEPER_AWAY: upheavals.keeper_away,
    Own.REQUESTER_GONE: upheavals.requester_gone,
    Own.ADRIFT: upheavals.adrift,
}

_WORKING: Mapping[EventKind, Cell] = {
    **_ALWAYS,
    Verb.TAKE: owners.take,
    Verb.ANSWER: owners.answer,
    Verb.ASK_BACK: owners.ask_back,
    Verb.NOT_OURS: owners.not_ours,
    Verb.HAND_OVER: owners.hand_over,
    Verb.LATER: owners.later,
    Verb.CALL_BACK: calls.call_back,
    Verb.HELPED: requesters.helped,
    Verb.NOT_HELPED: ON_ITS_WAY,
    Verb.PASS_ON: ON_ITS_WAY,
    Verb.NOT_THESE_PEOPLE: requesters.not_these_people,
    Verb.NUDGE: requesters.nudge,
    Verb.ADD: _or_moved(details.add),
    Verb.WITHDRAW: requesters.withdraw,
    Verb.NOT_A_REQUEST: requesters.not_a_request,
    Verb.CHOOSE: NOT_CHOOSING,
    Verb.NONE_OF_THESE: NOT_CHOOSING,
    Own.FELL_DUE: clockwork.fall_due,
    Own.UNDELIVERED: clockwork.undelivered,
    Own.CHANNEL_LOST: upheavals.channel_lost,
}
_DELIVERED: Mapping[EventKind, Cell] = {Own.UNDELIVERED: NOTHING_DUE, Own.CHANNEL_LOST: NOTHING_DUE}
_TAKEN: Mapping[EventKind, Cell] = {Verb.TAKE: _refusal("line.already_taken"), **_DELIVERED}

_WAYS: Mapping[State, Mapping[EventKind, Cell]] = {
    State.CLARIFYING: {
        **_WORKING,
        Verb.NOT_OURS: _refusal("line.not_asked_yet"),
        Verb.HAND_OVER: _refusal("line.not_asked_yet"),
        Verb.CHOOSE: requesters.choose,
        Verb.NONE_OF_THESE: requesters.none_of_these,
        Verb.NOT_HELPED: requesters.none_of_these,
        Verb.PASS_ON: requesters.none_of_these,
        Verb.NUDGE: YOUR_MOVE,
        Verb.ADD: _or_moved(details.rephrase),
        **_DELIVERED,
    },
    State.ROUTED: _WORKING,
    State.PROMISED: {**_WORKING, Verb.NOT_THESE_PEOPLE: ON_ITS_WAY},
    State.ACCEPTED: {**_WORKING, **_TAKEN},
    State.WAITING: {**_WORKING, **_TAKEN, Verb.NUDGE: YOUR_MOVE, Verb.ADD: _or_moved(details.give_detail)},
    State.ANSWERED: {
        **_WORKING,
        Verb.TAKE: _refusal("line.already_answered"),
        Verb.NOT_OURS: _refusal("line.already_answered"),
        Verb.HAND_OVER: _refusal("line.already_answered"),
        Verb.LATER: _refusal("line.already_answered"),
        Verb.NOT_HELPED: requesters.pass_on,
        Verb.PASS_ON: requesters.pass_on,
        Verb.NUDGE: YOUR_MOVE,
        Verb.ADD: _or_moved(details.follow_up),
        Verb.RATE: requesters.rate,
        **_DELIVERED,
    },
    State.CLOSED: {
        **_ALWAYS,
        **dict.fromkeys(OWNER_VERBS - {Verb.NOTE}, CLOSED),
        Verb.HELPED: _no_op("line.already_closed"),
        Verb.WITHDRAW: _no_op("line.already_closed"),
        Verb.NOT_A_REQUEST: _no_op("line.already_closed"),
        Verb.NOT_HELPED: requesters.reopen,
        Verb.PASS_ON: requesters.reopen,
        Verb.REOPEN: requesters.reopen,
        Verb.NOT_THESE_PEOPLE: CLOSED,
        Verb.JOIN: CLOSED,
        Verb.NUDGE: CLOSED,
        Verb.ADD: details.after_close,
        Verb.CHOOSE: CLOSED,
        Verb.NONE_OF_THESE: CLOSED,
        Verb.RATE: requesters.rate,
        Own.EDITED: CLOSED,
        Own.FELL_DUE: NOTHING_DUE,
        **_DELIVERED,
        Own.KEEPER_AWAY: NOTHING_DUE,
        Own.REQUESTER_GONE: NOTHING_DUE,
        Own.ADRIFT: NOTHING_DUE,
    },
}

TABLE: Mapping[tuple[State, EventKind], Cell] = {
    (state, event): _WAYS[state][event] for state, event in product(State, EVERY_EVENT)
}
