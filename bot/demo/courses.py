"""How a request of the sample company went: who moved when, in working minutes after the move before."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.verbs import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One move of the asker, or of whoever keeps the request by then. `said` is which of the words said on the way."""

    verb: Verb
    after: int
    by_asker: bool = False
    said: int | None = None


def _keeper(verb: Verb, after: int, said: int | None = None) -> Move:
    return Move(verb=verb, after=after, said=said)


def _asker(verb: Verb, after: int, said: int | None = None) -> Move:
    return Move(verb=verb, after=after, by_asker=True, said=said)


_GLAD = (_asker(Verb.HELPED, 25), _asker(Verb.RATE, 0), _asker(Verb.THANKS, 0))
_ANSWERED = (_keeper(Verb.TAKE, 14), _keeper(Verb.ANSWER, 40), *_GLAD)

# How likely each is done at all; one who says nothing is asked once, and then the request is closed.
LIKELY: Mapping[Verb, float] = {Verb.HELPED: 0.85, Verb.RATE: 0.7, Verb.THANKS: 0.6}

COURSES: Mapping[str, tuple[Move, ...]] = {
    "open": (),
    "asked": (),  # the answer was there at once; nobody has said whether it helped
    "helped": _GLAD,
    "answered": _ANSWERED,
    "passed_on": (_asker(Verb.PASS_ON, 8), *_ANSWERED),
    "taken": (_keeper(Verb.TAKE, 9),),
    "waiting": (_keeper(Verb.TAKE, 12), _keeper(Verb.ASK_BACK, 10, 0)),
    "asked_back": (
        _keeper(Verb.TAKE, 12),
        _keeper(Verb.ASK_BACK, 10, 0),
        _asker(Verb.ADD, 55, 1),
        _keeper(Verb.ANSWER, 70),
        *_GLAD,
    ),
    "late": (_keeper(Verb.ANSWER, 290), *_GLAD),  # nobody moves: the whole ladder, and the delay is announced
    "taken_late": (_keeper(Verb.TAKE, 11), _keeper(Verb.ANSWER, 320), _asker(Verb.HELPED, 30), _asker(Verb.RATE, 0)),
    "later": (_keeper(Verb.TAKE, 11), _keeper(Verb.LATER, 5, 0), _keeper(Verb.ANSWER, 500), *_GLAD),
    "not_ours": (_keeper(Verb.NOT_OURS, 16, 0), *_ANSWERED),
    "handed_over": (_keeper(Verb.HAND_OVER, 13, 0), *_ANSWERED),
    "withdrawn": (_keeper(Verb.TAKE, 20), _asker(Verb.WITHDRAW, 30)),
    "call": (_asker(Verb.CALL_BACK, 2, 0),),
}
