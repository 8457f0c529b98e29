"""The machine as one table: (state, event) -> a transition, a no-op with a sentence, or a refusal with a sentence.

No cell is empty: an old button or a late click always gets an answer. What is not built yet is a refusal.
"""

from collections.abc import Callable, Mapping
from itertools import product

from handlers.outgoing import Line
from handlers.requests import clockwork, transitions
from handlers.requests.events import EVERY_EVENT, EventKind, Happening, NoOp, Own, Refusal, Ruling, World
from handlers.requests.model import Request, State
from handlers.verbs import OWNER_VERBS, Verb

Transition = Callable[[Request, Happening, World], Ruling]
Cell = Transition | NoOp | Refusal


def _no_op(text: str) -> NoOp:
    return NoOp(line=Line(text=text))


def _refusal(text: str) -> Refusal:
    return Refusal(line=Line(text=text))


NOT_YET = _refusal("line.not_yet")
CLOSED = _refusal("line.closed")
NOT_CHOOSING = _no_op("line.already_chosen")
ON_ITS_WAY = _no_op("line.on_its_way")
NOTHING_DUE = _no_op("line.nothing_due")

_WORKING: Mapping[EventKind, Cell] = {
    Verb.TAKE: transitions.take,
    Verb.ANSWER: transitions.answer,
    Verb.HELPED: transitions.helped,
    Verb.NOT_HELPED: ON_ITS_WAY,
    Verb.PASS_ON: ON_ITS_WAY,
    Verb.WITHDRAW: transitions.withdraw,
    Verb.CHOOSE: NOT_CHOOSING,
    Verb.NONE_OF_THESE: NOT_CHOOSING,
    Own.FELL_DUE: clockwork.fall_due,
    Own.UNDELIVERED: clockwork.undelivered,
    Own.REQUESTER_KNOWN: transitions.requester_known,
}

_WAYS: Mapping[State, Mapping[EventKind, Cell]] = {
    State.CLARIFYING: {
        **_WORKING,
        Verb.CHOOSE: transitions.choose,
        Verb.NONE_OF_THESE: transitions.none_of_these,
        Verb.NOT_HELPED: transitions.none_of_these,
        Verb.PASS_ON: transitions.none_of_these,
        Own.UNDELIVERED: NOTHING_DUE,
    },
    State.ROUTED: _WORKING,
    State.PROMISED: _WORKING,
    State.ACCEPTED: {**_WORKING, Verb.TAKE: _refusal("line.already_taken"), Own.UNDELIVERED: NOTHING_DUE},
    State.WAITING: {**_WORKING, Verb.TAKE: _refusal("line.already_taken"), Own.UNDELIVERED: NOTHING_DUE},
    State.ANSWERED: {
        **_WORKING,
        Verb.TAKE: _refusal("line.already_answered"),
        Verb.NOT_HELPED: transitions.pass_on,
        Verb.PASS_ON: transitions.pass_on,
        Own.UNDELIVERED: NOTHING_DUE,
    },
    State.CLOSED: {
        **dict.fromkeys(OWNER_VERBS, CLOSED),
        Verb.HELPED: _no_op("line.already_closed"),
        Verb.WITHDRAW: _no_op("line.already_closed"),
        Verb.NOT_HELPED: CLOSED,
        Verb.PASS_ON: CLOSED,
        Verb.CHOOSE: CLOSED,
        Verb.NONE_OF_THESE: CLOSED,
        Own.FELL_DUE: NOTHING_DUE,
        Own.UNDELIVERED: NOTHING_DUE,
        Own.REQUESTER_KNOWN: transitions.requester_known,
    },
}

TABLE: Mapping[tuple[State, EventKind], Cell] = {
    (state, event): _WAYS[state].get(event, NOT_YET) for state, event in product(State, EVERY_EVENT)
}
