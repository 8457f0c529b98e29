"""The fitted part of the engine: from the table's lines to scores for every topic, and to what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.calibration import Calibration, calibrate
from knowledge.lexical.evidence import WHOLE, Line, lines
from knowledge.lexical.features import Floats, Space, Vector
from knowledge.lexical.head import Examples, learner, width_for
from knowledge.lexical.held_out import trials
from knowledge.lexical.meaning import Meanings
from knowledge.lexical.reading import Speller, read
from knowledge.models import RoutingTable, Topic
from knowledge.text import fold

_MOST_REASONS = 4
_TELLING = 0.02  # share of a score that makes a word worth naming


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A question as the model sees it: its words, mended, and their vector."""

    words: tuple[str, ...]
    vector: Vector


class Model:
    """Reads questions and scores topics (by place). Immutable once made."""

    def __init__(self, table: RoutingTable, topics: tuple[Topic, ...]) -> None:
        found = lines(table, topics)
        told = [read(fold(line.text)) for line in found]
        self._meanings = Meanings(table.glossary)
        self.vocabulary = frozenset(word for words in told for word in words)
        self._speller = Speller(self.vocabulary, self._meanings)
        self._space = Space(told, self._meanings, width_for(len(found)))
        self._weights, self.calibration = self._trained(found, told, len(topics))

    def hear(self, folded: str) -> Heard:
        words = tuple(self._speller.mend(word) for word in read(folded))
        return Heard(words=words, vector=self._space.vector(words))

    def scores(self, heard: Heard) -> Floats:
        """One score a topic; 0 everywhere when nothing is known."""
        vector = heard.vector
        return np.asarray(vector.values @ self._weights[vector.columns], np.float32)

    def reasons(self, heard: Heard, place: int) -> tuple[str, ...]:
        """The words that spoke most for a topic, most telling first."""
        vector = heard.vector
        shares = np.zeros(len(heard.words) or 1, np.float32)
        np.add.at(shares, vector.words, vector.values * self._weights[vector.columns, place])
        best = [at for at in np.argsort(-shares, kind="stable")[:_MOST_REASONS] if shares[at] > _TELLING]
        return tuple(dict.fromkeys(heard.words[at] for at in best))

    def is_word(self, word: str) -> bool:
        """Whether the table itself or the general lexicon uses it."""
        return word in self.vocabulary or self._meanings.knows(word)

    def _trained(
        self, found: Sequence[Line], told: Sequence[tuple[str, ...]], topics: int
    ) -> tuple[Floats, Calibration]:
        if not found:
            return np.zeros((width_for(0), topics), np.float32), calibrate(())
        examples = Examples(
            vectors=[self._space.vector(words) for words in told],
            topics=np.array([line.topic for line in found], np.int32),
            weights=np.array([line.weight for line in found], np.float32),
            count=topics,
            width=width_for(len(found)),
        )
        head = learner(examples)
        whole = np.array([line.weight == WHOLE for line in found])
        return head.weights(), calibrate(tuple(trials(examples, head, whole)))
