"""How near a question lies to what is said about one topic: the likeness of its sense to the topic's nearest lines.

A head's scores set topics apart; a stranger to all of them may score well and still lie near nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical.features import Floats

NEAREST = 3  # lines: one alone may be an odd one

Halves = NDArray[np.float16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """The senses of all lines, those of a topic together: `bounds[i]` to `bounds[i + 1]` are the rows of topic i."""

    senses: Halves
    bounds: NDArray[np.int32]

    def to(self, place: int, sense: Floats) -> float:
        """Of a question's sense to the topic at this place."""
        rows = self.senses[self.bounds[place] : self.bounds[place + 1]]
        return nearest(rows.astype(np.float32) @ sense)

    def narrowed(self, places: Sequence[int]) -> "Nearness":
        """Of the topics at these places alone."""
        kept = [np.arange(self.bounds[place], self.bounds[place + 1]) for place in places]
        bounds = np.cumsum([0, *map(len, kept)])
        rows = np.concatenate(kept) if kept else np.zeros(0, np.intp)
        return Nearness(senses=self.senses[rows], bounds=np.asarray(bounds, np.int32))


def nearness(senses: Floats, topics: NDArray[np.int32], count: int) -> Nearness:
    """From the sense and the topic (by place) of each line."""
    order = np.argsort(topics, kind="stable")
    bounds = np.searchsorted(topics[order], np.arange(count + 1))
    return Nearness(senses=senses[order].astype(np.float16), bounds=np.asarray(bounds, np.int32))


def nearest(likenesses: Floats) -> float:
    """The mean of the best few; 0 of none."""
    if not len(likenesses):
        return 0.0
    return float(np.sort(likenesses)[-NEAREST:].mean())
