"""The table asked about itself: every phrasing held out once, and once more with its whole topic.

A phrasing without its topic is a question nobody owns yet. Near copies of a phrasing are held out together with it.
Where sentences have a sense, each is also asked by its sense alone, as if in a language the table does not speak.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.calibration import MOST_SHOWN, Trial, standing
from knowledge.lexical.features import Floats
from knowledge.lexical.head import Examples, Learner
from knowledge.lexical.nearness import Nearness, nearness

_FOLDS = 10
_COPY = 0.6  # cosine of the words
_ENOUGH = 2_000  # trials for two steady curves: a small table is asked several times over, a huge one in part
_MOST_PASSES = 4
_FEWEST_TOPICS = 6  # among fewer, what is left when one is held out says nothing about strangers


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a head that had not seen a line said to it: the topic it put first (both by place)."""

    line: int
    first: int
    trial: Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fold:
    lines: NDArray[np.int32]
    topics: NDArray[np.int32]


def answers(examples: Examples, learner: Learner, whole: NDArray[np.bool_]) -> Iterator[Answer]:
    """What a head that has not seen a line (`whole` ones only) says about it, without the line, then the topic."""
    each_pass = max(2 * int(whole.sum()), 1)
    for again in range(min(_MOST_PASSES, -(-_ENOUGH // each_pass)) if examples.count >= _FEWEST_TOPICS else 0):
        fold = _folds(examples, np.random.default_rng(again))  # seeded: the same table gives the same folds
        rounds = min(_FOLDS, max(1, -(-_ENOUGH * _FOLDS // each_pass)))
        for turn in range(rounds):
            yield from _turn(examples, learner, whole, fold, turn)


def _turn(examples: Examples, learner: Learner, whole: NDArray[np.bool_], fold: _Fold, turn: int) -> Iterator[Answer]:
    outside = fold.topics[examples.topics] == turn
    inside = (fold.lines == turn) & whole & ~outside
    kept = fold.topics != turn
    asked = np.flatnonzero(inside | (outside & whole))
    if not len(asked) or not kept.any():
        return
    heard = learner.held_out(~(inside | outside), kept, asked)
    places, lines = np.flatnonzero(kept), np.flatnonzero(~(inside | outside))
    near = nearness(examples.senses[lines], examples.topics[lines], examples.count)
    for row, line in enumerate(asked):
        yield _answer(examples, int(line), heard.scores[row], places, near, foreign=False)
        if examples.senses.shape[1]:
            yield _answer(examples, int(line), heard.by_sense[row], places, near, foreign=True)


def _answer(
    examples: Examples, line: int, scores: Floats, places: NDArray[np.intp], near: Nearness, *, foreign: bool
) -> Answer:
    topic = int(examples.topics[line])
    best = places[np.argsort(-scores, kind="stable")[:MOST_SHOWN]]
    heard = 0.0 if foreign else examples.vectors[line].heard
    trial = Trial(
        standing=standing(scores, heard, of=examples.count, near=near.to(int(best[0]), examples.senses[line])),
        rank=next((rank for rank, place in enumerate(best) if place == topic), None),
        covered=topic in places,
        foreign=foreign,
    )
    return Answer(line=line, first=int(best[0]), trial=trial)


def _folds(examples: Examples, chance: np.random.Generator) -> _Fold:
    lines = np.zeros(len(examples.topics), np.int32)
    by_topic = np.argsort(examples.topics, kind="stable")
    bounds = np.searchsorted(examples.topics[by_topic], np.arange(examples.count + 1))
    for topic in range(examples.count):
        rows = by_topic[bounds[topic] : bounds[topic + 1]]
        groups = _groups(examples, rows)
        order = chance.permutation(len(rows))
        lines[rows] = (order[groups] + topic) % _FOLDS
    topics = chance.permutation(examples.count).astype(np.int32) % _FOLDS
    return _Fold(lines=lines, topics=topics)


def _groups(examples: Examples, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """A number for each row, the same for near copies."""
    told = examples.told(rows)
    alike = told @ told.T > _COPY
    groups = np.zeros(len(rows), np.intp)
    for at in range(1, len(rows)):
        copies = np.flatnonzero(alike[at, :at])
        groups[at] = groups[copies[0]] if len(copies) else groups[:at].max() + 1
    return groups
