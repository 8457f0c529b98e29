"""How sure is sure: from trials of a table on itself to probabilities, and to the two thresholds, answer and ask.

The answer threshold keeps wrong routes within a stated budget of all questions; asking is worth it when the right
topic is about as likely as not among those shown. No labelled traffic is needed; each real outcome is one more trial.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BUDGET = 0.06  # of trials, by heads that saw a fifth less than the real one: about 0.05 of real questions
UNCOVERED = 0.2  # the share of questions that no topic covers
WORTH_ASKING = 0.47  # a little below even: reading three titles costs less than waiting for a promise
FEWEST = 30  # trials; fewer say nothing

_NEVER = 2.0
_PENALTY = 1e-2
_ROUNDS = 50

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One question with a known end: the two best scores, the right topic's rank (None: below the third, or none)."""

    best: float
    second: float
    rank: int | None
    covered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Probability as a logistic function of the best score and its lead over the second."""

    best: float
    lead: float
    base: float

    def at(self, best: float, second: float) -> float:
        level = self.best * best + self.lead * (best - second) + self.base
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, level))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """`first`: is the best candidate right? `shown`: is the right one among the three best? And what to do then."""

    first: Curve
    shown: Curve
    answer: float  # least probability of `first` to answer
    ask: float = WORTH_ASKING  # least probability of `shown` to ask
    accuracy: float = 0.0  # what the table predicts for itself: share of covered trials with the right topic first


BLIND = Calibration(
    first=Curve(best=1.0, lead=1.0, base=-2.0), shown=Curve(best=1.0, lead=0.0, base=0.0), answer=_NEVER
)


def calibrate(trials: Sequence[Trial], *, budget: float = BUDGET, uncovered: float = UNCOVERED) -> Calibration:
    """Thresholds for a share of `budget` wrong routes when `uncovered` of the questions belong to no topic.

    With fewer than FEWEST trials nothing but an exact phrasing or code is answered; the rest is asked about.
    """
    if len(trials) < FEWEST:
        return BLIND
    weights = _weights(trials, uncovered)
    right = np.array([trial.rank == 0 for trial in trials], np.float64)
    among = np.array([trial.rank is not None for trial in trials], np.float64)
    seen = np.array([(trial.best, trial.best - trial.second, 1.0) for trial in trials], np.float64)
    first, shown = _fitted(seen, right, weights), _fitted(seen, among, weights)
    sure = np.array([first.at(trial.best, trial.second) for trial in trials])
    covered = [trial.rank == 0 for trial in trials if trial.covered]
    return Calibration(
        first=first,
        shown=shown,
        answer=_threshold(sure, right, weights, budget),
        accuracy=sum(covered) / len(covered) if covered else 0.0,
    )


def _weights(trials: Sequence[Trial], uncovered: float) -> Doubles:
    """Sum to 1, the uncovered ones to their share, however many trials of each kind there are."""
    covered = np.array([trial.covered for trial in trials])
    inside, outside = max(int(covered.sum()), 1), max(int((~covered).sum()), 1)
    weights = np.where(covered, (1 - uncovered) / inside, uncovered / outside)
    return np.asarray(weights / weights.sum(), np.float64)


def _fitted(seen: Doubles, wanted: Doubles, weights: Doubles) -> Curve:
    """Logistic regression by Newton's method on standardised columns; the penalty keeps separable data finite."""
    middle, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    middle[2], spread[2] = 0.0, 1.0
    columns, slopes, mass = (seen - middle) / spread, np.zeros(3), weights * len(weights)
    for _ in range(_ROUNDS):
        found = 1 / (1 + np.exp(-np.clip(columns @ slopes, -30, 30)))
        downhill = columns.T @ (mass * (found - wanted)) + _PENALTY * slopes
        bend = (columns * (mass * found * (1 - found))[:, None]).T @ columns + _PENALTY * np.eye(3)
        slopes = slopes - np.linalg.solve(bend, downhill)
    plain = slopes / spread
    base = plain[2] - plain[0] * middle[0] - plain[1] * middle[1]
    return Curve(best=float(plain[0]), lead=float(plain[1]), base=float(base))


def _threshold(sure: Doubles, right: Doubles, weights: Doubles, budget: float) -> float:
    order = np.argsort(-sure, kind="stable")
    ranked, wrong = sure[order], np.cumsum((1 - right[order]) * weights[order])
    whole = np.append(ranked[:-1] > ranked[1:], True)  # equally sure trials are answered together or not at all
    within = np.flatnonzero(whole & (wrong <= budget))
    return float(ranked[within[-1]]) if len(within) else _NEVER
