"""The fitted part of the engine: from the table's lines to scores for every topic, and to what they mean."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.calibration import BY_WORDS, WITH_SENSES, Calibration, calibrate
from knowledge.lexical.evidence import WHOLE, Line, lines
from knowledge.lexical.features import Floats, Space, Vector
from knowledge.lexical.head import MOST_DUAL, Dual, Examples, Primal, dense, squares, width_for
from knowledge.lexical.held_out import Answer, answers
from knowledge.lexical.likeness import MOST_COMPARED, threshold
from knowledge.lexical.meaning import Meanings
from knowledge.lexical.nearness import Nearness, nearness
from knowledge.lexical.reading import Speller, read, without_slips
from knowledge.lexical.sense import SHARE, Encoder, NoEncoder, Sense, sense_of
from knowledge.models import GlossaryTerm, RoutingTable, Topic
from knowledge.text import fold

_MOST_REASONS = 4
_TELLING = 0.02  # share of a score that makes a word worth naming
_EDIT = 0.05  # of the lines, or _TOPIC of them: more than that is a new table, to be learned and calibrated anew
_TOPIC = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A question as the model sees it: its words, mended, and their vector."""

    words: tuple[str, ...]
    vector: Vector


class Learned:
    """The table's lines as vectors: made again when first needed, if a kept model came without them."""

    def __init__(self, lines: tuple[Line, ...], make: Callable[[], Mapping[Line, Vector]]) -> None:
        self.lines = lines
        self._make = make

    @cached_property
    def vectors(self) -> Mapping[Line, Vector]:
        return self._make()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Reads questions and scores topics (by place)."""

    glossary: tuple[GlossaryTerm, ...]
    vocabulary: frozenset[str]
    calibration: Calibration
    meanings: Meanings
    speller: Speller
    space: Space
    sense: Sense
    weights: Floats
    nearness: Nearness
    learned: "Learned"
    square: Floats | None  # of a large table, for the next edit

    def hear(self, text: str) -> Heard:
        told = read(fold(text))
        words = tuple(self.speller.mend(word) for word in told)
        clear = without_slips(text, dict(zip(told, words, strict=True)))
        return Heard(words=words, vector=self.space.vector(words, self.sense.of(clear)))

    def scores(self, heard: Heard) -> Floats:
        """One score a topic; 0 everywhere when nothing is known."""
        vector = heard.vector
        width = self.space.width
        return np.asarray(
            vector.values @ self.weights[vector.columns] + vector.sense @ self.weights[width:], np.float32
        )

    def reasons(self, heard: Heard, place: int) -> tuple[str, ...]:
        """The words that spoke most for a topic, most telling first."""
        vector = heard.vector
        spoken = vector.values * self.weights[vector.columns, place]
        shares = np.bincount(vector.words, weights=spoken, minlength=len(heard.words) or 1)
        best = [at for at in np.argsort(-shares, kind="stable")[:_MOST_REASONS] if shares[at] > _TELLING]
        return tuple(dict.fromkeys(heard.words[at] for at in best))

    def likenesses(self, texts: Sequence[str]) -> Floats:
        """How alike each of the texts is to each, 0 to 1: by what their words have in common with the table, and by
        their sense. Every one is heard once.
        """
        heard = tuple(self.hear(text).vector for text in texts)
        if not heard:
            return np.zeros((0, 0), np.float32)
        rows = _direction(dense(heard, self.space.width), np.stack([one.sense for one in heard]))
        return np.asarray(np.clip(rows @ rows.T, 0, 1), np.float32)

    def is_word(self, word: str) -> bool:
        """Whether the table itself or the general lexicon uses it."""
        return word in self.vocabulary or self.meanings.knows(word)


def self_test(model: Model, topics: tuple[Topic, ...]) -> list[tuple[Line, Answer]]:
    """Each title and phrasing with what the rest of the table says to it, without it, then without its topic."""
    learned = model.learned.vectors
    if not learned:
        return []
    examples, known = _examples(learned, model.space.width, [topic.id for topic in topics]), tuple(learned)
    found = answers(examples, _head(examples, model.square), _whole(learned))
    return [(known[answer.line], answer) for answer in found]


def measure(model: Model, topics: tuple[Topic, ...]) -> float:
    """The likeness above which two questions are one, from the table's whole lines."""
    whole = {line: vector for line, vector in model.learned.vectors.items() if line.weight == WHOLE}
    examples = _examples(whole, model.space.width, [topic.id for topic in topics])
    step = max(1, -(-len(whole) // MOST_COMPARED))
    some = np.arange(0, len(whole), step)
    return threshold(_direction(examples.told(some), examples.senses[some]), examples.topics[some])


def _direction(told: Floats, senses: Floats) -> Floats:
    """Words and sense in one row each, at most of unit length."""
    share = SHARE if senses.shape[1] else 0.0
    return np.asarray(np.hstack([told, senses]) / np.sqrt(1 + share), np.float32)


def vectors_of(told: Iterable[Line], space: Space, sense: Sense) -> dict[Line, Vector]:
    """The lines in a space that was made of them."""
    return {line: space.vector(read(fold(line.text)), sense.of(line.text)) for line in told}


def learn(
    table: RoutingTable, topics: tuple[Topic, ...], encoder: Encoder, calibration: Calibration | None = None
) -> Model:
    """A model made from nothing but the table; with a known calibration the table is not tried on itself."""
    told = {line: read(fold(line.text)) for line in lines(table, topics)}
    meanings = Meanings(table.glossary)
    space = Space(((line.topic, words) for line, words in told.items()), meanings, width_for(len(told)))
    sense = sense_of(encoder, (line.text for line in told))
    vectors = {line: space.vector(words, sense.of(line.text)) for line, words in told.items()}
    vocabulary = frozenset(word for words in told.values() for word in words)
    return _model(table, topics, vocabulary, meanings, space, sense, vectors, None, calibration)


def unlearned(table: RoutingTable) -> Model:
    """A model that has read nothing yet."""
    meanings = Meanings(table.glossary)
    space = Space((), meanings, width_for(0))
    return _model(table, (), frozenset(), meanings, space, sense_of(NoEncoder(), ()), {}, None, None)


def narrowed(model: Model, places: Sequence[int]) -> Model:
    """The model for the topics of these places alone."""
    return replace(model, weights=model.weights[:, list(places)], nearness=model.nearness.narrowed(places))


def relearn(before: Model, table: RoutingTable, topics: tuple[Topic, ...]) -> Model | None:
    """As `learn`, at the price of the edit: what is known keeps its weights, and the thresholds stay.

    None for a larger edit, or one of the glossary: it takes learning from nothing.
    """
    now, known = lines(table, topics), frozenset(before.learned.lines)
    added, gone = [line for line in now if line not in known], known.difference(now)
    same_size = width_for(len(now)) == before.space.width
    if table.glossary != before.glossary or len(added) + len(gone) > max(_EDIT * len(now), _TOPIC) or not same_size:
        return None
    learned = before.learned.vectors
    told = {line: read(fold(line.text)) for line in added}
    space = before.space.with_texts(told.values())
    new = vectors_of(added, space, before.sense)
    vectors = {line: learned.get(line) or new[line] for line in now}
    vocabulary = before.vocabulary.union(*told.values())
    square = before.square
    if square is not None:
        square = square + _squares(new, space.width) - _squares({line: learned[line] for line in gone}, space.width)
    return _model(table, topics, vocabulary, before.meanings, space, before.sense, vectors, square, before.calibration)


def _model(
    table: RoutingTable,
    topics: tuple[Topic, ...],
    vocabulary: frozenset[str],
    meanings: Meanings,
    space: Space,
    sense: Sense,
    vectors: Mapping[Line, Vector],
    square: Floats | None,
    calibration: Calibration | None,
) -> Model:
    weights = np.zeros((space.width + sense.encoder.width, len(topics)), np.float32)
    examples = _examples(vectors, space.width, [topic.id for topic in topics])
    if vectors:
        head = _head(examples, square)
        weights, square = head.weights(), head.square
        if calibration is None:
            trials = [answer.trial for answer in answers(examples, head, _whole(vectors))]
            calibration = calibrate(trials, WITH_SENSES if sense.encoder.width else BY_WORDS)
    return Model(
        glossary=table.glossary,
        vocabulary=vocabulary,
        calibration=calibration or calibrate(()),
        meanings=meanings,
        speller=Speller(vocabulary, meanings),
        space=space,
        sense=sense,
        weights=weights,
        nearness=nearness(examples.senses, examples.topics, len(topics)),
        learned=Learned(tuple(vectors), lambda: vectors),
        square=square,
    )


def _head(examples: Examples, square: Floats | None) -> Dual | Primal:
    return Dual(examples) if len(examples.vectors) <= MOST_DUAL else Primal(examples, square)


def _whole(vectors: Iterable[Line]) -> NDArray[np.bool_]:
    return np.array([line.weight == WHOLE for line in vectors])


def _squares(vectors: Mapping[Line, Vector], width: int) -> Floats:
    """What these lines add to a trained head; a plain zero for none."""
    if not vectors:
        return np.zeros((), np.float32)
    examples = _examples(vectors, width, list(dict.fromkeys(line.topic for line in vectors)))
    return squares(examples, np.arange(len(vectors)))


def _examples(vectors: Mapping[Line, Vector], width: int, topics: Iterable[str]) -> Examples:
    place = {topic: at for at, topic in enumerate(topics)}
    return Examples(
        vectors=tuple(vectors.values()),
        topics=np.array([place[line.topic] for line in vectors], np.int32),
        weights=np.array([line.weight for line in vectors], np.float32),
        count=len(place),
        width=width,
        senses=np.stack([vector.sense for vector in vectors.values()]) if vectors else np.zeros((0, 0), np.float32),
    )
