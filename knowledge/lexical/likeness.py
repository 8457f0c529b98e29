"""When are two questions alike: a threshold measured on the table's own phrasings, for me-too and for grouping.

Phrasings of different topics do not mean the same: alike is what hardly any pair of those is.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical.features import Vector
from knowledge.lexical.head import dense

_STRAY = 0.001  # share of pairs of different topics that may pass for one question
_MOST = 1_000  # phrasings looked at
_FEWEST = 200  # pairs; fewer say nothing
UNMEASURED = 0.8


def threshold(vectors: Sequence[Vector], topics: NDArray[np.int32], width: int) -> float:
    """The likeness that all but _STRAY of the pairs of different topics stay below; UNMEASURED without enough."""
    step = max(1, -(-len(vectors) // _MOST))
    block, owners = dense(vectors[::step], width), topics[::step]
    left, right = np.triu_indices(len(block), k=1)
    apart = owners[left] != owners[right]
    if int(apart.sum()) < _FEWEST:
        return UNMEASURED
    return float(np.quantile((block @ block.T)[left, right][apart], 1 - _STRAY))
