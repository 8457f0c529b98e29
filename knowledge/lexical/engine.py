"""The engine that is always there: exact layer first, then words and parts of words. First, plain version."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from knowledge.lexical.codes import SHORT, Codes, Found
from knowledge.lexical.small_talk import is_small_talk, without_greeting
from knowledge.matcher import (
    MOST_CANDIDATES,
    Ambiguous,
    Candidate,
    Engine,
    Match,
    Matched,
    NoMatch,
    Reason,
    ReasonKind,
    WhyNot,
)
from knowledge.models import RoutingTable, Topic, TopicId
from knowledge.text import fold, words

_ANSWER, _ASK, _CLEAR = 0.35, 0.2, 0.1  # provisional, until calibrated on the table


def fit(table: RoutingTable) -> Engine:
    """An engine fitted to one snapshot's active topics."""
    return LexicalEngine(table)


class LexicalEngine:
    """Fitted once; `match` reads only."""

    def __init__(self, table: RoutingTable) -> None:
        topics = table.active_topics
        self._codes = Codes(topics)
        self._exact: dict[tuple[str, ...], list[TopicId]] = defaultdict(list)
        self._frequency: Counter[str] = Counter()
        self._owners: dict[TopicId, Counter[str]] = {}
        for topic in topics:
            self._learn(topic)
        self._size = max(len(topics), 1)
        self._postings: dict[str, list[tuple[TopicId, float]]] = defaultdict(list)
        for topic_id, seen in self._owners.items():
            for gram, value in self._unit(seen).items():
                self._postings[gram].append((topic_id, value))
        self._owns_small_talk = any(is_small_talk(key) for key in self._exact)

    def match(self, text: str) -> Match:
        folded = fold(text)
        told = words(folded)
        if not told:
            return NoMatch(why=WhyNot.NOTHING_TO_READ)
        exact = self._exact.get(without_greeting(told), [])
        if exact:
            return _certain(exact, Reason(kind=ReasonKind.PHRASING))
        if is_small_talk(told) and not self._owns_small_talk:
            return NoMatch(why=WhyNot.SMALL_TALK)
        return self._decide(self._codes.find(folded), self._ranked(without_greeting(told)))

    def _decide(self, codes: Found, ranked: tuple[Candidate, ...]) -> Match:
        owners = [(owner, key) for key in codes.known if len(key) > SHORT for owner in self._codes.owners(key)]
        if owners:
            return _certain([o for o, _ in owners], Reason(kind=ReasonKind.CODE, on=tuple(k for _, k in owners)))
        if codes.unknown:
            return NoMatch(why=WhyNot.UNKNOWN_CODE, candidates=self._near(codes.unknown))
        best = ranked[0].confidence if ranked else 0.0
        second = ranked[1].confidence if len(ranked) > 1 else 0.0
        if best >= _ANSWER and best - second >= _CLEAR:
            return Matched(candidates=ranked)
        return Ambiguous(candidates=ranked) if best >= _ASK else NoMatch(why=WhyNot.UNSURE, candidates=ranked)

    def _near(self, unknown: tuple[str, ...]) -> tuple[Candidate, ...]:
        near = [(owner, key) for u in unknown[:3] for key in self._codes.near(u) for owner in self._codes.owners(key)]
        return tuple(
            Candidate(topic=owner, confidence=0.2, reason=Reason(kind=ReasonKind.CODE, on=(key,)))
            for owner, key in dict(near[:MOST_CANDIDATES]).items()
        )

    def _ranked(self, told: tuple[str, ...]) -> tuple[Candidate, ...]:
        asked = self._unit(Counter(_grams(told)))
        scores: dict[TopicId, float] = defaultdict(float)
        for gram, weight in asked.items():
            for topic_id, value in self._postings.get(gram, ()):
                scores[topic_id] += weight * value
        best = sorted(scores, key=lambda topic_id: -scores[topic_id])[:MOST_CANDIDATES]
        reason = Reason(kind=ReasonKind.WORDS, on=tuple(w for w in told if f"={w}" in self._postings)[:5])
        return tuple(Candidate(topic=t, confidence=min(scores[t], 1.0), reason=reason) for t in best)

    def _learn(self, topic: Topic) -> None:
        seen: Counter[str] = Counter()
        for phrasing in (topic.title.fr, topic.title.en, *topic.phrasings):
            told = words(fold(phrasing))
            key = without_greeting(told)
            if told and topic.id not in self._exact[key]:
                self._exact[key].append(topic.id)
            seen.update(_grams(told))
        self._owners[topic.id] = seen
        self._frequency.update(seen.keys())

    def _unit(self, seen: Counter[str]) -> dict[str, float]:
        weighed = {
            gram: (1 + math.log(n)) * math.log(1 + self._size / (1 + self._frequency[gram])) for gram, n in seen.items()
        }
        norm = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        return {gram: value / norm for gram, value in weighed.items()}


def _certain(topics: list[TopicId], reason: Reason) -> Match:
    unique = list(dict.fromkeys(topics))[:MOST_CANDIDATES]
    candidates = tuple(Candidate(topic=t, confidence=1.0 / len(unique), reason=reason) for t in unique)
    return Matched(candidates=candidates) if len(unique) == 1 else Ambiguous(candidates=candidates)


def _grams(told: tuple[str, ...]) -> Iterable[str]:
    for word in told:
        yield f"={word}"
        padded = f" {word} "
        for size in (3, 4, 5):
            yield from (padded[i : i + size] for i in range(len(padded) - size + 1))
