"""The engine that is always there: exact words and codes first, then what the words of the table say.

Decides Matched, Ambiguous or NoMatch; every text gets one, and each depends on the text alone.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.calibration import MOST_SHOWN, Calibration, Standing, standing
from knowledge.feedback import Refinement, Stood, refined
from knowledge.lexical.codes import SHORT, Codes, Found
from knowledge.lexical.exact import word_for_word
from knowledge.lexical.features import Floats
from knowledge.lexical.likeness import UNMEASURED
from knowledge.lexical.model import Heard, Model, learn, measure, narrowed, relearn, self_test, unlearned
from knowledge.lexical.reading import read
from knowledge.lexical.sense import Encoder, NoEncoder
from knowledge.lexical.small_talk import is_small_talk
from knowledge.matcher import (
    MOST_CANDIDATES,
    Ambiguous,
    Candidate,
    Match,
    Matched,
    NoMatch,
    Reason,
    ReasonKind,
    SelfTest,
    WhyNot,
)
from knowledge.models import RoutingTable, Topic, TopicId
from knowledge.text import fold, words

_NO_ENCODER = NoEncoder()
_NOTHING_LEARNED = Refinement()
_SENTENCE_END = re.compile(r"[.!?;:\n]+(?=\s|$)")
_MOST_SENTENCES = 20
_TELLING_WORDS = 3  # fewer in a row may be chance: « une question », « my pay »
_CERTAIN = 0.99
_FEW = 64
_SLIGHT = 0.2  # the confidence of a code's neighbour: proposed, never routed


def fit(table: RoutingTable, calibration: Calibration | None = None, encoder: Encoder = _NO_ENCODER) -> "LexicalEngine":
    """An engine fitted to one snapshot's active topics.

    `calibration`, kept from an earlier fit of the same version, saves the trials: more than half of the time.
    """
    topics = topics_of(table)
    return LexicalEngine(table, topics, learn(table, topics, encoder, calibration))


def refit(engine: "LexicalEngine", table: RoutingTable) -> "LexicalEngine | None":
    """As `fit`, at the price of what was edited since `engine` was fitted; thresholds wait for the next `fit`.

    None when so much was edited that it takes a new fit.
    """
    topics = topics_of(table)
    model = relearn(engine.model, table, topics)
    return LexicalEngine(table, topics, model, refinement=engine.refinement) if model else None


def carry(engine: "LexicalEngine | None", table: RoutingTable) -> "LexicalEngine":
    """An engine at once: exact words and codes of the table, and what `engine` had learned of the topics still there.

    For the time until a fit of the table is there; what it does not know is not answered.
    """
    if engine is None:
        return LexicalEngine(table, (), unlearned(table), UNMEASURED)
    return engine.for_table(table)


class LexicalEngine:
    """Fitted once; `match` only reads."""

    def __init__(
        self,
        table: RoutingTable,
        topics: tuple[Topic, ...],
        model: Model,
        alike: float | None = None,
        refinement: Refinement = _NOTHING_LEARNED,
    ) -> None:
        self._topics = topics
        self._alike = alike
        self.model = model
        self.refinement = refinement
        self.calibration = refined(model.calibration, refinement)
        self._codes = Codes(table.active_topics, self.model.is_word, self.model.vocabulary)
        self._exact = word_for_word(table.active_topics)
        self._has_small_talk = any(is_small_talk(told) for told in self._exact)

    def for_table(self, table: RoutingTable) -> "LexicalEngine":
        """The same knowledge, of the topics that are still in `table`."""
        now = {topic.id: topic for topic in topics_of(table)}
        places = [place for place, topic in enumerate(self._topics) if topic.id in now]
        topics = tuple(now[self._topics[place].id] for place in places)
        model = narrowed(self.model, places)
        return LexicalEngine(table, topics, model, self._alike or UNMEASURED, self.refinement)

    def with_refinement(self, refinement: Refinement) -> "LexicalEngine":
        """The same engine, its calibration refined by what became of questions and by nothing else."""
        other = copy(self)
        other.refinement, other.calibration = refinement, refined(self.model.calibration, refinement)
        return other

    @property
    def own_calibration(self) -> Calibration:
        """The table's alone, before anything was learned of questions."""
        return self.model.calibration

    @property
    def encoder(self) -> Encoder:
        """What it takes the sense of sentences from."""
        return self.model.sense.encoder

    @cached_property
    def alike(self) -> float:
        """The least likeness of two questions that are one and the same, measured on the table."""
        return measure(self.model, self._topics) if self._alike is None else self._alike

    def likenesses(self, texts: Sequence[str]) -> Floats:
        """How alike each of the texts is to each, 0 to 1, as a square."""
        return self.model.likenesses(texts)

    def self_test(self) -> tuple[SelfTest, ...]:
        """What the table says about each of its own phrasings once it is taken out of it."""
        return tuple(
            SelfTest(topic=line.topic, text=line.text, first=self._topics[answer.first].id, rank=answer.trial.rank)
            for line, answer in self_test(self.model, self._topics)
            if answer.trial.covered and not answer.trial.foreign
        )

    def match(self, text: str) -> Match:
        folded = fold(text)
        return self._as_written(folded) or self._weighed(self._codes.find(folded), text)

    def stood(self, text: str) -> Stood | None:
        """How it stands to a question that its thresholds decide about; None where words or codes as written do."""
        folded = fold(text)
        if self._as_written(folded) or self._codes.find(folded) != Found():
            return None
        heard = self.model.hear(text)
        scores = self.model.scores(heard)
        if not len(scores) or not scores.any():
            return None
        best, stands = self._standing(heard, scores)
        shown = tuple(self._topics[int(place)].id for place in best[:MOST_SHOWN])
        return Stood(standing=stands, shown=shown)

    def _as_written(self, folded: str) -> Match | None:
        """What is decided by the words as they are."""
        told = words(folded)
        if not told:
            return NoMatch(why=WhyNot.NOTHING_TO_READ)
        exact = self._exact.get(told) or self._exact.get(read(folded)) or self._sentences(folded)
        if exact:
            return _certain([Candidate(topic=t, confidence=_CERTAIN, reason=_PHRASING) for t in exact])
        if is_small_talk(told) and not self._has_small_talk:
            return NoMatch(why=WhyNot.SMALL_TALK)
        return None

    def _sentences(self, folded: str) -> tuple[TopicId, ...]:
        """The topics that whole sentences of a longer text ask for, word for word."""
        said = [words(sentence) for sentence in _SENTENCE_END.split(folded)[:_MOST_SENTENCES]]
        exact = [self._exact.get(told, ()) for told in said if len(told) >= _TELLING_WORDS]
        return tuple(dict.fromkeys(topic for topics in exact for topic in topics))

    def _weighed(self, codes: Found, text: str) -> Match:
        named = self._named(codes.known, _CERTAIN, longer_than=SHORT)
        if named:
            return _certain(named)
        heard = self.model.hear(text)
        ranked, shown = self._ranked(heard)
        if codes.unknown:
            return self._unknown(codes.unknown, ranked)
        hinted = self._named((*codes.known, *codes.near), _SLIGHT)
        if hinted:
            return self._supported(hinted, ranked)
        is_tied = len(ranked) > 1 and ranked[0].confidence == ranked[1].confidence
        if is_tied and not ranked[0].reason.on:  # no word speaks for any of them
            return NoMatch(why=WhyNot.UNSURE, candidates=ranked)
        is_sure = ranked and not is_tied and ranked[0].confidence >= self.calibration.answer
        if is_sure and _has_letters(text):  # a number alone says nothing of what it counts
            return Matched(candidates=ranked)
        if ranked and shown >= self.calibration.ask:
            return Ambiguous(candidates=ranked)
        return NoMatch(why=WhyNot.UNSURE, candidates=ranked)

    def _unknown(self, keys: tuple[str, ...], ranked: tuple[Candidate, ...]) -> Match:
        """Never routed; proposed only when the rest of the sentence alone would have been answered."""
        near = self._named(tuple(code for key in keys[:3] for code in self._codes.neighbours(key)), _SLIGHT)
        if ranked and ranked[0].confidence >= self.calibration.answer:
            return Ambiguous(candidates=_first((*near[:1], *ranked[:1], *near[1:], *ranked[1:])))
        return NoMatch(why=WhyNot.UNKNOWN_CODE, candidates=_first((*near, *ranked)))

    def _supported(self, hinted: list[Candidate], ranked: tuple[Candidate, ...]) -> Match:
        """A short or misspelt code routes when the rest of the sentence points the same way; else it is proposed."""
        both = _first((*hinted, *ranked))
        if len(hinted) == 1 and ranked and ranked[0].topic == hinted[0].topic:
            sure = Candidate(topic=hinted[0].topic, confidence=_CERTAIN, reason=hinted[0].reason)
            return Matched(candidates=(sure, *both[1:]))
        return Ambiguous(candidates=both)

    def _ranked(self, heard: Heard) -> tuple[tuple[Candidate, ...], float]:
        """The best candidates, and the probability that the right one is among those shown."""
        scores = self.model.scores(heard)
        if not len(scores) or not scores.any():
            return (), 0.0
        best, stands = self._standing(heard, scores)
        sure, shown = self.calibration.sure(stands), self.calibration.among(stands)
        return tuple(self._candidate(heard, int(place), conf) for place, conf in _shared(best, scores, sure)), shown

    def _standing(self, heard: Heard, scores: Floats) -> tuple[NDArray[np.intp], Standing]:
        """The places of the best scores, and where the first of them stands."""
        best = _best(scores)
        near = self.model.nearness.to(int(best[0]), heard.vector.sense)
        return best, standing(scores, heard.vector.heard, of=len(scores), near=near)

    def _candidate(self, heard: Heard, place: int, confidence: float) -> Candidate:
        reason = Reason(kind=ReasonKind.WORDS, on=self.model.reasons(heard, place))
        return Candidate(topic=self._topics[place].id, confidence=confidence, reason=reason)

    def _named(self, keys: tuple[str, ...], confidence: float, longer_than: int = 0) -> list[Candidate]:
        """The owners of codes, each once."""
        reasons: dict[TopicId, list[str]] = defaultdict(list)
        for key in keys:
            if len(key) > longer_than:
                for owner in self._codes.owners(key):
                    reasons[owner].append(key)
        return [
            Candidate(topic=topic, confidence=confidence, reason=Reason(kind=ReasonKind.CODE, on=tuple(on)))
            for topic, on in reasons.items()
        ]


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def topics_of(table: RoutingTable) -> tuple[Topic, ...]:
    """The topics that can be matched, by id: the order of the table changes nothing that is learned."""
    return tuple(sorted(table.active_topics, key=lambda topic: topic.id))


_PHRASING = Reason(kind=ReasonKind.PHRASING)


def _certain(named: list[Candidate]) -> Match:
    """One topic is a match; several claim the same words or codes, and the requester chooses."""
    if len(named) == 1:
        return Matched(candidates=tuple(named))
    shared = (
        Candidate(topic=candidate.topic, confidence=candidate.confidence / len(named), reason=candidate.reason)
        for candidate in named[:MOST_CANDIDATES]
    )
    return Ambiguous(candidates=tuple(shared))


def _first(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Each topic once, at most MOST_CANDIDATES."""
    unique: dict[TopicId, Candidate] = {}
    for candidate in candidates:
        unique.setdefault(candidate.topic, candidate)
    return tuple(unique.values())[:MOST_CANDIDATES]


def _best(scores: Floats) -> NDArray[np.intp]:
    """Places of the best scores, best first; equal ones in the order of their ids."""
    if len(scores) <= _FEW:
        return np.argsort(-scores, kind="stable")[:MOST_CANDIDATES]
    top = np.sort(np.argpartition(-scores, MOST_CANDIDATES)[: MOST_CANDIDATES + 1])
    return top[np.argsort(-scores[top], kind="stable")][:MOST_CANDIDATES]


def _shared(best: NDArray[np.intp], scores: Floats, sure: float) -> list[tuple[int, float]]:
    """The first has what it is sure of; the others share the rest by their scores, never above the first."""
    powers = np.exp(scores[best] - scores[best[0]])
    rest = (1 - sure) * powers / max(float(powers[1:].sum()), 1e-9)
    return [(int(place), sure if not at else min(sure, float(rest[at]))) for at, place in enumerate(best)]
