"""What comes after an attempt to send: done, again at some time, on another surface, or given up. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from handlers.outgoing import Message, Notice

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
LONGEST_ASKED = timedelta(minutes=10)  # a platform that asks for more is tried again after that
# Reminders: after a doubtful send that cannot be looked up these are skipped, the next one covers them. Everything
# else may show twice and never not at all (DESIGN 7, ambiguous sends).
NUDGES = frozenset({"notice.remind", "notice.ask_again"})


class Verdict(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Try again after a while, on the recipient's surface of that number."""

    wait: timedelta
    surface: int
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing left to do."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No surface is left: somebody has to be told."""


NextStep = Done | Again | GiveUp


def next_step(verdict: Verdict, *, attempts: int, surface: int, surfaces: int, asked: timedelta | None) -> NextStep:
    """What to do after the attempt number `attempts + 1` on one of `surfaces` surfaces; `asked` is Retry-After."""
    match verdict:
        case Verdict.SENT:
            return Done()
        case Verdict.LATER:
            return Again(wait=min(asked or backoff(attempts), LONGEST_ASKED), surface=surface)
        case Verdict.IN_DOUBT:
            return Again(wait=backoff(attempts), surface=surface, in_doubt=True)
        case Verdict.REFUSED if surface + 1 < surfaces:
            return Again(wait=timedelta(), surface=surface + 1)
        case Verdict.REFUSED:
            return GiveUp()


def backoff(attempts: int) -> timedelta:
    """One second, doubled with each attempt, five minutes at most."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts, 16)
    return min(doubled, LONGEST_WAIT)


def is_nudge(message: Message) -> bool:
    """Whether it may be skipped rather than shown twice."""
    return isinstance(message, Notice) and message.text in NUDGES
