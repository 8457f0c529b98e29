"""What a question can match: the outcomes and the interface every engine has.

An engine is fitted to one snapshot and answers from memory; each answer depends on the question alone.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from knowledge.models import TopicId

MOST_CANDIDATES = 5
NEAR = 0.15  # of confidence: what came less near has nothing to do with the question
MOST_CHOICES = 3


class ReasonKind(StrEnum):
    """Which evidence spoke for a topic."""

    PHRASING = "phrasing"  # the very words of a title or phrasing
    CODE = "code"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a topic is a candidate: the kind of evidence and the words it was found on."""

    kind: ReasonKind
    on: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}: {', '.join(self.on)}" if self.on else str(self.kind)


class WhyNot(StrEnum):
    """Why nothing matched."""

    UNSURE = "unsure"
    NOTHING_TO_READ = "nothing_to_read"  # empty, only emoji, only punctuation
    SMALL_TALK = "small_talk"  # a greeting, thanks or an insult alone: no request
    UNKNOWN_CODE = "unknown_code"  # well formed, in no topic: never routed to its neighbour


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A topic with the probability (0 to 1) that it is the right one."""

    topic: TopicId
    confidence: float
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Sure enough to answer: `candidates[0]`. Best first, at most MOST_CANDIDATES."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """Two or three close candidates: the first MOST_CHOICES are to be shown."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoMatch:
    """Nobody known yet. The candidates are what came nearest, for triage and for `kb match`."""

    why: WhyNot
    candidates: tuple[Candidate, ...] = ()


Match = Matched | Ambiguous | NoMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTest:
    """A phrasing of the table put to the table without it: who came first, and where its own topic came (from 0)."""

    topic: TopicId
    text: str
    first: TopicId
    rank: int | None  # None: below the third


class Engine(Protocol):
    """A matcher fitted to one snapshot."""

    def match(self, text: str) -> Match:
        """The outcome for any text at all: never raises, whatever is in it."""
        ...
