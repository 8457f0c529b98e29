"""How sure is sure: from trials of a table on itself to probabilities, and to the thresholds: sure, answer and ask.

The answer threshold keeps wrong routes within a stated budget of all questions; asking is worth it when the right
topic is about as likely as not among those shown. No labelled traffic is needed; what became of real questions is laid
over it by `feedback`, once there is enough.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DOUBTLESS = 0.25  # of that budget: an engine so sure need not ask a slower one
UNCOVERED = 0.2  # the share of questions that no topic covers
FEWEST = 30  # trials; fewer say nothing
MOST_SHOWN = 3  # topics

NEVER = 2.0  # no probability is so high
_LEAST = 1e-6
_PENALTY = 1e-2
_ROUNDS = 50
_MOST_RISKS = 256
_FOREIGN = 0.3  # weight of a trial by sense alone: rarer than the others in life

Doubles = NDArray[np.float64]
Weights = tuple[float, ...]
Risk = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """What may go wrong: the `budget` of wrong routes, as a share of trials; `ask`, the least probability that asking
    is worth. A little below even: reading three titles costs less than waiting for a promise.
    """

    budget: float
    ask: float


# Both come to about 0.05 of real questions: those share fewer words with the table than its own phrasings do.
BY_WORDS = Stakes(budget=0.08, ask=0.44)
WITH_SENSES = Stakes(budget=0.058, ask=0.46)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a head makes of one question, as log-odds: that the first topic is right; that one of those shown is.

    Those are shares of all topics' scores: a question in the other language scores low everywhere, its first topic
    may stand out all the same. `best` is the first topic's score itself, low for what nobody owns; `near` is how near
    the question's sense lies to what is said about that topic (0 where there is no sense). `heard` is how much of the
    question the table's words say, 0 to 1: where they say little, `best` must not count.
    """

    first: float
    shown: float
    best: float
    heard: float
    near: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One question with a known end: how it stood, and the right topic's rank (None: not among those shown).

    `foreign` ones were asked by their sense alone: they tell what a score means when no word is known.
    """

    standing: Standing
    rank: int | None
    covered: bool
    foreign: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Probability as a logistic function of (1, what the head believed, the best score, how near).

    `plain` are its weights for a question of which no word is heard; `by_words` is added as far as words are heard.
    """

    plain: Weights
    by_words: Weights = (0.0, 0.0, 0.0, 0.0)

    def at(self, believed: float, standing: Standing) -> float:
        told = (1.0, believed, standing.best, standing.near)
        level = sum(
            (plain + standing.heard * by_words) * value
            for plain, by_words, value in zip(self.plain, self.by_words, told, strict=True)
        )
        return probability(level)

    def tilted(self, tilt: "Tilt") -> "Curve":
        """The curve of the tilted log-odds."""
        level, *others = (tilt.slope * weight for weight in self.plain)
        by_words = tuple(tilt.slope * weight for weight in self.by_words)
        return Curve(plain=(level + tilt.level, *others), by_words=by_words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tilt:
    """What log-odds become: never in another order, as long as the slope is above 0."""

    level: float = 0.0
    slope: float = 1.0

    def of(self, odds: float) -> float:
        return self.level + self.slope * odds

    def back(self, odds: float) -> float:
        """The log-odds that become these."""
        return (odds - self.level) / self.slope


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """`first`: is the best candidate right? `shown`: is the right one among those shown? And what to do then."""

    first: Curve
    shown: Curve
    answer: float  # least probability of `first` to answer
    doubtless: float = NEVER  # least probability of `first` to answer without a second opinion
    ask: float = BY_WORDS.ask  # least probability of `shown` to ask
    accuracy: float = 0.0  # what the table predicts for itself: share of covered trials with the right topic first
    risk: Risk = ()  # how much of the budget is spent when whatever is at least so sure is answered; surest first

    def sure(self, standing: Standing) -> float:
        """The probability that the first topic is right."""
        return self.first.at(standing.first, standing)

    def among(self, standing: Standing) -> float:
        """The probability that one of those shown is right."""
        return self.shown.at(standing.shown, standing)


# By the score alone: among two or three topics one always stands out, whatever is asked.
BLIND = Calibration(first=Curve(plain=(-1.5, 0.0, 1.5, 0.0)), shown=Curve(plain=(-1.0, 0.0, 2.0, 0.0)), answer=NEVER)


def standing(scores: NDArray[np.float32], heard: float, *, of: int, near: float = 0.0) -> Standing:
    """Where a question stands by the scores (exponents) of some of `of` topics; those left out score like the rest."""
    shares = np.exp(scores - scores.max(), dtype=np.float64)
    best = np.sort(np.partition(shares, -MOST_SHOWN)[-MOST_SHOWN:] if len(shares) > MOST_SHOWN else shares)
    rest = float(shares.sum() - best.sum()) * of / len(shares)
    whole = float(best.sum()) + rest
    return Standing(
        first=log_odds(1 / whole),
        shown=log_odds(1 - rest / whole),
        best=float(scores.max()),
        heard=heard,
        near=near,
    )


def calibrate(trials: Sequence[Trial], stakes: Stakes = BY_WORDS, *, uncovered: float = UNCOVERED) -> Calibration:
    """Thresholds for a share of wrong routes within budget when `uncovered` of the questions belong to no topic.

    With fewer than FEWEST trials nothing but an exact phrasing or code is answered; the rest is asked about.
    """
    spoken = [trial for trial in trials if not trial.foreign]
    if len(spoken) < FEWEST:
        return BLIND
    first = _fitted(
        trials, [trial.standing.first for trial in trials], [trial.rank == 0 for trial in trials], uncovered
    )
    shown = _fitted(
        trials, [trial.standing.shown for trial in trials], [trial.rank is not None for trial in trials], uncovered
    )
    sure = np.array([first.at(trial.standing.first, trial.standing) for trial in spoken])
    right, weights = np.array([trial.rank == 0 for trial in spoken], np.float64), _weights(spoken, uncovered)
    covered = [trial.rank == 0 for trial in spoken if trial.covered]
    return Calibration(
        first=first,
        shown=shown,
        answer=_threshold(sure, right, weights, stakes.budget),
        doubtless=_threshold(sure, right, weights, stakes.budget * DOUBTLESS),
        ask=stakes.ask,
        accuracy=sum(covered) / len(covered) if covered else 0.0,
        risk=_risk(sure, right, weights, stakes.budget),
    )


def log_odds(share: float) -> float:
    """Finite for a share of 0 or 1, too."""
    share = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(share / (1 - share))


def probability(odds: float) -> float:
    """What `odds` are the logarithm of the odds of."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _weights(trials: Sequence[Trial], uncovered: float) -> Doubles:
    """Sum to 1, the uncovered ones to their share, however many trials of each kind there are."""
    covered = np.array([trial.covered for trial in trials])
    inside, outside = max(int(covered.sum()), 1), max(int((~covered).sum()), 1)
    weights = np.where(covered, (1 - uncovered) / inside, uncovered / outside)
    return np.asarray(weights / weights.sum(), np.float64)


def _fitted(trials: Sequence[Trial], believed: Sequence[float], came_true: Sequence[bool], uncovered: float) -> Curve:
    """Logistic regression by Newton's method on standardised columns; the penalty keeps separable data finite."""
    seen = np.array(
        [(own, trial.standing.best, trial.standing.near) for own, trial in zip(believed, trials, strict=True)]
    )
    heard = np.array([[trial.standing.heard] for trial in trials], np.float64)
    middle, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    columns = np.hstack([np.ones((len(seen), 1)), (seen - middle) / spread])
    mass = _weights(trials, uncovered) * np.where([trial.foreign for trial in trials], _FOREIGN, 1.0) * len(trials)
    found = _newton(np.hstack([columns, columns * heard]), np.array(came_true, np.float64), mass)
    return Curve(plain=_plain(found[:4], middle, spread), by_words=_plain(found[4:], middle, spread))


def _plain(slopes: Doubles, middle: Doubles, spread: Doubles) -> Weights:
    """Weights of columns as they are from those of standardised ones."""
    weights = slopes[1:] / spread
    return float(slopes[0] - weights @ middle), *(float(weight) for weight in weights)


def _newton(columns: Doubles, wanted: Doubles, mass: Doubles) -> Doubles:
    slopes = np.zeros(columns.shape[1])
    for _ in range(_ROUNDS):
        found = 1 / (1 + np.exp(-np.clip(columns @ slopes, -30, 30)))
        downhill = columns.T @ (mass * (found - wanted)) + _PENALTY * slopes
        bend = (columns * (mass * found * (1 - found))[:, None]).T @ columns + _PENALTY * np.eye(len(slopes))
        slopes = slopes - np.linalg.solve(bend, downhill)
    return slopes


def _threshold(sure: Doubles, right: Doubles, weights: Doubles, budget: float) -> float:
    ranked, wrong = _spent(sure, right, weights)
    within = np.flatnonzero(wrong <= budget)
    return float(ranked[within[-1]]) if len(within) else NEVER


def _risk(sure: Doubles, right: Doubles, weights: Doubles, budget: float) -> Risk:
    """Thinned out: `feedback` reads between the lines, and it is kept with every fit."""
    ranked, wrong = _spent(sure, right, weights)
    some = np.unique(np.linspace(0, len(ranked) - 1, _MOST_RISKS).astype(np.intp))
    return tuple((float(ranked[at]), float(wrong[at] / budget)) for at in some) if budget else ()


def _spent(sure: Doubles, right: Doubles, weights: Doubles) -> tuple[Doubles, Doubles]:
    """Each probability, highest first, and the share of wrong answers when whatever is at least so sure is answered.

    Equally sure trials are answered together or not at all.
    """
    order = np.argsort(-sure, kind="stable")
    ranked, wrong = sure[order], np.cumsum((1 - right[order]) * weights[order])
    whole = np.append(ranked[:-1] > ranked[1:], True)
    return ranked[whole], wrong[whole]
