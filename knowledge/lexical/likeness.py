"""When are two questions alike: a threshold measured on the table's own phrasings, for me-too and for grouping.

Two phrasings of one topic mean the same, two of different topics do not; alike is what is hardly ever the latter.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical.features import Vector
from knowledge.lexical.head import dense

_SURE = 0.95  # share of pairs above the threshold that belong to one topic
_MOST = 1_000  # phrasings looked at
_FEWEST = 10  # pairs; fewer say nothing
UNMEASURED = 0.8


def threshold(vectors: Sequence[Vector], topics: NDArray[np.int32], width: int) -> float:
    """The least likeness at which pairs of phrasings are of one topic nearly always; UNMEASURED without enough."""
    step = max(1, -(-len(vectors) // _MOST))
    block, owners = dense(vectors[::step], width), topics[::step]
    left, right = np.triu_indices(len(block), k=1)
    if len(left) < _FEWEST:
        return UNMEASURED
    alike = (block @ block.T)[left, right]
    order = np.argsort(-alike, kind="stable")
    same = np.cumsum(owners[left[order]] == owners[right[order]]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(same[_FEWEST - 1 :] >= _SURE)
    return float(alike[order[good[-1] + _FEWEST - 1]]) if len(good) else UNMEASURED
