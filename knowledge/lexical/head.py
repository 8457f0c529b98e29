"""Vectors to one score a topic: a linear head, trained in closed form or in a few steps of it.

Up to MOST_DUAL lines: multinomial logistic regression by Newton steps on a fixed bound of the Hessian (Böhning 1992),
accelerated, in the space of lines. Above: ridge regression in the space of columns, whose cost grows with the lines
only linearly. Both answer "what would you score had you not seen these lines, or these topics?".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical.features import Floats, Vector

MOST_DUAL = 3_000
DUAL_WIDTH = 8_192
PRIMAL_WIDTH = 2_048

_CAUTION = np.float32(10.0)  # inverse strength of the penalty
_STEPS = 15
_STEEP = np.float32(8.0)
_SLICE = 1_024

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Lines as vectors with their topic (by place) and weight."""

    vectors: Sequence[Vector]
    topics: NDArray[np.int32]
    weights: Floats
    count: int  # topics
    width: int
    senses: Floats  # a row a line, of no columns where nothing makes sense of sentences

    @property
    def breadth(self) -> int:
        """Columns in all: the space's, then the senses'."""
        return self.width + int(self.senses.shape[1])

    def wanted(self) -> Floats:
        table = np.zeros((len(self.topics), self.count), np.float32)
        table[np.arange(len(self.topics)), self.topics] = 1
        return table

    def dense(self, rows: NDArray[np.intp]) -> Floats:
        """The lines of these rows as rows x breadth."""
        return np.hstack([self.told(rows), self.senses[rows]])

    def told(self, rows: NDArray[np.intp]) -> Floats:
        """The words alone: rows x width."""
        return dense([self.vectors[row] for row in rows], self.width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Scores (asked x topics): with everything that was said, and by its sense alone."""

    scores: Floats
    by_sense: Floats


class Learner(Protocol):
    """A head that can be trained whole, or with parts held out."""

    def weights(self) -> Floats:
        """One column a topic, one row a column of the space."""
        ...

    def held_out(self, lines: Mask, topics: Mask, asked: NDArray[np.intp]) -> "Scored":
        """The scores of a head trained on `lines` and `topics` alone."""
        ...


def dense(vectors: Sequence[Vector], width: int) -> Floats:
    out = np.zeros((len(vectors), width), np.float32)
    for at, vector in enumerate(vectors):
        np.add.at(out[at], vector.columns, vector.values)
    return out


def width_for(lines: int) -> int:
    return DUAL_WIDTH if lines <= MOST_DUAL else PRIMAL_WIDTH


class Dual:
    """Logistic regression over the lines' likeness to each other."""

    square = None

    def __init__(self, examples: Examples) -> None:
        self._examples = examples
        self._wanted = examples.wanted()
        self._likeness = examples.senses @ examples.senses.T
        for _, block in _column_slices(examples):
            self._likeness += block @ block.T

    def weights(self) -> Floats:
        duals = _logistic(self._likeness, self._wanted, self._examples.weights, self._bound)
        out = np.empty((self._examples.breadth, self._examples.count), np.float32)
        for columns, block in _column_slices(self._examples):
            out[columns] = block.T @ duals
        out[self._examples.width :] = self._examples.senses.T @ duals
        return out

    def held_out(self, lines: Mask, topics: Mask, asked: NDArray[np.intp]) -> Scored:
        kept = np.flatnonzero(lines)
        wanted = self._wanted[np.ix_(kept, np.flatnonzero(topics))]
        bound = _inverse_without(self._bound, np.flatnonzero(~lines), kept)
        duals = _logistic(self._likeness[np.ix_(kept, kept)], wanted, self._examples.weights[kept], bound)
        senses = self._examples.senses
        return Scored(
            scores=np.asarray(self._likeness[np.ix_(asked, kept)] @ duals, np.float32),
            by_sense=np.asarray((senses[asked] @ senses[kept].T) @ duals, np.float32),
        )

    @cached_property
    def _bound(self) -> Floats:
        """The inverse of the bound of the Hessian, over all lines."""
        bound = self._examples.weights[:, None] * self._likeness / 2
        return np.asarray(np.linalg.inv(bound + np.eye(len(bound), dtype=np.float32) / _CAUTION), np.float32)


class Primal:
    """Ridge regression from sums over the lines; holding lines out subtracts their part of the sums."""

    def __init__(self, examples: Examples, square: Floats | None = None) -> None:
        self._examples = examples
        self.square = squares(examples, _all(examples)) if square is None else square
        self._toward = _toward(examples, _all(examples))

    def weights(self) -> Floats:
        return _ridge(self.square, self._toward)

    def held_out(self, lines: Mask, topics: Mask, asked: NDArray[np.intp]) -> Scored:
        out = np.flatnonzero(~lines)
        toward = (self._toward - _toward(self._examples, out))[:, topics]
        weights = _ridge(self.square - squares(self._examples, out), toward)
        scores = [np.zeros((0, weights.shape[1]), np.float32)]
        scores += [self._examples.dense(some) @ weights for some in _slices(asked)]
        by_sense = self._examples.senses[asked] @ weights[self._examples.width :]
        return Scored(scores=np.concatenate(scores), by_sense=by_sense)


def squares(examples: Examples, rows: NDArray[np.intp]) -> Floats:
    """The weighed sum of each line's outer product: what a lasting edit adds to, or takes from, a trained head."""
    total = np.zeros((examples.breadth, examples.breadth), np.float32)
    for some in _slices(rows):
        block = examples.dense(some)
        total += (block * examples.weights[some][:, None]).T @ block
    return total


def _toward(examples: Examples, rows: NDArray[np.intp]) -> Floats:
    total = np.zeros((examples.breadth, examples.count), np.float32)
    for row in rows:
        vector, topic, weight = examples.vectors[row], examples.topics[row], examples.weights[row]
        np.add.at(total[:, topic], vector.columns, vector.values * weight)
        total[examples.width :, topic] += examples.senses[row] * weight
    return total


def _all(examples: Examples) -> NDArray[np.intp]:
    return np.arange(len(examples.topics))


def _inverse_without(inverse: Floats, out: NDArray[np.intp], kept: NDArray[np.intp]) -> Floats:
    """The inverse of a matrix without some rows and columns, from that of the whole: a fifth of the work."""
    across = np.linalg.solve(inverse[np.ix_(out, out)], inverse[np.ix_(out, kept)])
    return np.asarray(inverse[np.ix_(kept, kept)] - inverse[np.ix_(kept, out)] @ across, np.float32)


def _logistic(likeness: Floats, wanted: Floats, weights: Floats, bound: Floats) -> Floats:
    duals: Floats = np.zeros_like(wanted)
    before = duals
    for step in range(_STEPS):
        ahead = duals + np.float32(step / (step + 3)) * (duals - before)
        before = duals
        missed = weights[:, None] * (wanted - _softmax(likeness @ ahead)) - ahead / _CAUTION
        duals = np.asarray(ahead + bound @ missed, np.float32)
    return duals


def _ridge(square: Floats, toward: Floats) -> Floats:
    """Scores between 0 and 1, made about as steep as those of a regression on odds: they are read as exponents."""
    return np.asarray(np.linalg.solve(square + np.eye(len(square), dtype=np.float32), _STEEP * toward), np.float32)


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def _slices(rows: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    return [rows[at : at + _SLICE] for at in range(0, len(rows), _SLICE)]


def _column_slices(examples: Examples) -> Iterator[tuple[slice, Floats]]:
    """All lines, a slice of columns at a time: never the whole table dense at once."""
    rows = np.repeat(np.arange(len(examples.vectors)), [len(vector.columns) for vector in examples.vectors])
    columns = np.concatenate([vector.columns for vector in examples.vectors])
    values = np.concatenate([vector.values for vector in examples.vectors])
    for begin in range(0, examples.width, _SLICE):
        inside = (columns >= begin) & (columns < begin + _SLICE)
        block = np.zeros((len(examples.vectors), _SLICE), np.float32)
        np.add.at(block, (rows[inside], columns[inside] - begin), values[inside])
        yield slice(begin, begin + _SLICE), block
