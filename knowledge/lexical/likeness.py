"""When are two questions alike: a threshold measured on the table's own phrasings, for me-too and for grouping.

Phrasings of different topics do not mean the same: alike is what hardly any pair of those is.
"""

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical.features import Floats

_STRAY = 0.001  # share of pairs of different topics that may pass for one question
MOST_COMPARED = 1_000  # phrasings
_FEWEST = 200  # pairs; fewer say nothing
UNMEASURED = 0.8


def threshold(rows: Floats, topics: NDArray[np.int32]) -> float:
    """The likeness that all but _STRAY of the pairs of different topics stay below; UNMEASURED without enough."""
    left, right = np.triu_indices(len(rows), k=1)
    apart = topics[left] != topics[right]
    if int(apart.sum()) < _FEWEST:
        return UNMEASURED
    return float(np.quantile((rows @ rows.T)[left, right][apart], 1 - _STRAY))
