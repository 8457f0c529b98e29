"""An engine for tests that are not about matching: a question names its topics by their ids."""

from dataclasses import dataclass

from knowledge.matcher import Ambiguous, Candidate, Match, Matched, NoMatch, Reason, ReasonKind, WhyNot
from knowledge.models import RoutingTable, TopicId

GREETING = "bonjour"


@dataclass(frozen=True, slots=True)
class PlainEngine:
    """One id of the table is matched, several are ambiguous, none is unknown; a greeting alone is small talk."""

    table: RoutingTable

    def match(self, text: str) -> Match:
        words = text.split()
        if not words:
            return NoMatch(why=WhyNot.NOTHING_TO_READ)
        if words == [GREETING]:
            return NoMatch(why=WhyNot.SMALL_TALK)
        named = tuple(_candidate(topic.id) for topic in self.table.active_topics if topic.id in words)
        if not named:
            return NoMatch(why=WhyNot.UNSURE)
        return Matched(candidates=named) if len(named) == 1 else Ambiguous(candidates=named)


def _candidate(topic: TopicId) -> Candidate:
    return Candidate(topic=topic, confidence=1.0, reason=Reason(kind=ReasonKind.WORDS, on=(topic,)))
