"""What became of real questions, laid over what a table says of itself: confidences are tilted, thresholds move.

An ending tells of one question which topic was right, or which were wrong. It is tried on the engine in force, so what
counts is how that engine stands to it today. Endings are no fair sample: whoever is content often says nothing, whoever
is not complains, and what was asked about or promised nearly always ends somewhere. So they never speak alone: they
weigh against the table like `_AGAINST` of them, thresholds move within bounds that widen with their number and are
narrower downwards, where more would be answered, and below `FEWEST` nothing moves. A question that is asked again and
again counts little more than once, and nobody's questions make up more than a tenth.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from knowledge.calibration import (
    DOUBTLESS,
    NEVER,
    Calibration,
    Doubles,
    Standing,
    Tilt,
    log_odds,
    probability,
)
from knowledge.models import TopicId
from knowledge.text import fold, words

FEWEST = 40  # questions with an end; below that nothing moves
BUDGET = 0.05  # of wrong routes among real questions: what the stakes of the table's own trials come to

_AGAINST = 150  # so many endings weigh as much as the table
_LOWEST, _HIGHEST = -0.75, 1.5  # log-odds that a threshold can move at most, once there are very many
_MOST_OF_ONE = 0.1  # of all the weight
_INFORMATION = 0.15  # about a level, of one ending: p (1 - p) where it matters
_WIDTH = 2.0  # of log-odds among questions, squared: as much more is known about a slope
_TILTS = ((-1.5, 1.5), (0.5, 2.0))
_ROUNDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What became known about a question: the topic that was right, and those that were not."""

    text: str
    asker: str
    right: TopicId | None = None
    wrong: frozenset[TopicId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """How an engine stands to a question that thresholds decide about, and the topics it would show, best first."""

    standing: Standing
    shown: tuple[TopicId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What one ending teaches an engine: the log-odds it gives, and what came true (None: that is not known)."""

    first_odds: float
    shown_odds: float
    first: bool | None
    shown: bool | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refinement:
    """What endings change about a calibration, and what they were.

    Shifts are log-odds on the table's own scale. `counted` is their weight in questions; of those the engine now
    answers by itself, `answered`, the first topic of `right` was right.
    """

    counted: float = 0.0
    answered: float = 0.0
    right: float = 0.0
    first: Tilt = field(default_factory=Tilt)
    shown: Tilt = field(default_factory=Tilt)
    answer: float = 0.0
    doubtless: float = 0.0
    ask: float = 0.0

    @property
    def is_enough(self) -> bool:
        return self.counted >= FEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A threshold before and after, as probabilities of today: the same question has the same one in both."""

    before: float
    after: float


def lessons(endings: Sequence[Ending], stood: Mapping[str, Stood | None], calibration: Calibration) -> list[Lesson]:
    """What the endings teach, by how the engine stands to each text; None where it decides without thresholds.

    A question that was taken into the table since is one of its lines, decided as written: it teaches nothing.
    """
    tried = [(ending, one, _verdict(ending, one.shown)) for ending in endings if (one := stood.get(ending.text))]
    telling = [(ending, one, verdict) for ending, one, verdict in tried if verdict != (None, None)]
    weights = _weights([ending for ending, _, _ in telling])
    found = [
        Lesson(
            first_odds=log_odds(calibration.sure(one.standing)),
            shown_odds=log_odds(calibration.among(one.standing)),
            first=first,
            shown=shown,
            weight=weight,
        )
        for (_, one, (first, shown)), weight in zip(telling, weights, strict=True)
    ]
    return sorted(found, key=_order)


def refine(lessons: Sequence[Lesson], calibration: Calibration) -> Refinement:
    """What lessons drawn by this very calibration, the table's own, change about it."""
    decisive = [one for one in sorted(lessons, key=_order) if one.first is not None]
    counted = math.fsum(one.weight for one in decisive)
    if counted < FEWEST or not calibration.risk:
        return Refinement(counted=counted)
    share = counted / (counted + _AGAINST)
    told = [one for one in sorted(lessons, key=_order) if one.shown is not None]
    first = _tilt([(one.first_odds, bool(one.first), one.weight) for one in decisive])
    shown = _tilt([(one.shown_odds, bool(one.shown), one.weight) for one in told])
    ask = log_odds(calibration.ask)
    refined = Refinement(
        counted=counted,
        first=first,
        shown=shown,
        answer=_shift(calibration.answer, _cut(decisive, calibration, share, 1.0), share),
        doubtless=_shift(calibration.doubtless, _cut(decisive, calibration, share, DOUBTLESS), share),
        ask=_bounded(shown.back(ask) - ask, share),
    )
    answer = log_odds(calibration.answer) + refined.answer
    answered = [one for one in decisive if calibration.answer < NEVER and one.first_odds >= answer]
    right = math.fsum(one.weight for one in answered if one.first)
    return replace(refined, answered=math.fsum(one.weight for one in answered), right=right)


def refined(calibration: Calibration, refinement: Refinement) -> Calibration:
    """The calibration in force: the table's own, tilted and moved."""
    if not (refinement.is_enough and calibration.risk):
        return calibration
    return replace(
        calibration,
        first=calibration.first.tilted(refinement.first),
        shown=calibration.shown.tilted(refinement.shown),
        answer=answer_moved(calibration, refinement).after,
        doubtless=_moved(calibration.doubtless, refinement.first, refinement.doubtless).after,
        ask=ask_moved(calibration, refinement).after,
    )


def answer_moved(calibration: Calibration, refinement: Refinement) -> Moved:
    """From which probability on it answers."""
    return _moved(calibration.answer, refinement.first, refinement.answer)


def ask_moved(calibration: Calibration, refinement: Refinement) -> Moved:
    """From which probability on it asks."""
    return _moved(calibration.ask, refinement.shown, refinement.ask)


def _moved(threshold: float, tilt: Tilt, shift: float) -> Moved:
    if threshold >= NEVER:
        return Moved(before=NEVER, after=NEVER)
    odds = log_odds(threshold)
    return Moved(before=probability(tilt.of(odds)), after=probability(tilt.of(odds + shift)))


def _verdict(ending: Ending, shown: tuple[TopicId, ...]) -> tuple[bool | None, bool | None]:
    """Whether the first one was right, and whether one of those shown was; None where nobody knows."""
    if ending.right is not None:
        return shown[0] == ending.right, ending.right in shown
    first = False if shown[0] in ending.wrong else None
    return first, False if ending.wrong.issuperset(shown) else None


def _weights(endings: Sequence[Ending]) -> list[float]:
    """The same words asked ten times count twice; what one person asked weighs at most a tenth of it all."""
    readings = [words(fold(ending.text)) for ending in endings]
    times = Counter(readings)
    weights = [(1 + math.log10(times[reading])) / times[reading] for reading in readings]
    by_asker: dict[str, list[float]] = defaultdict(list)
    for ending, weight in zip(endings, weights, strict=True):
        by_asker[ending.asker].append(weight)
    most = _MOST_OF_ONE * math.fsum(weights)
    scale = {asker: min(1.0, most / math.fsum(own)) for asker, own in by_asker.items()}
    return [weight * scale[ending.asker] for ending, weight in zip(endings, weights, strict=True)]


def _order(lesson: Lesson) -> tuple[float, float, str, str, float]:
    """Sums depend on their order in the last digit: lessons have one of their own."""
    return lesson.first_odds, lesson.shown_odds, str(lesson.first), str(lesson.shown), lesson.weight


def _cut(lessons: Sequence[Lesson], calibration: Calibration, share: float, budget: float) -> float:
    """The lowest log-odds down to which the table's risk and that of the lessons, by their shares, are in budget."""
    table = np.array(calibration.risk[::-1])  # rising probabilities
    table_odds = np.array([log_odds(sure) for sure in table[:, 0]])
    odds = np.array([one.first_odds for one in lessons])
    weights = np.array([one.weight for one in lessons])
    wrong = np.where([not one.first for one in lessons], weights, 0.0)
    cuts = np.unique(np.concatenate([table_odds, odds]))
    spent_by_table = np.interp(cuts, table_odds, table[:, 1], right=0.0)
    spent = (1 - share) * spent_by_table + share * _from(cuts, odds, wrong) / (BUDGET * float(weights.sum()))
    within = np.flatnonzero(spent <= budget)
    return float(cuts[within[0]]) if len(within) else math.inf


def _from(cuts: Doubles, odds: Doubles, wrong: Doubles) -> Doubles:
    """The sum of `wrong` at or above each cut, both rising."""
    above = np.append(np.cumsum(wrong[::-1])[::-1], 0.0)
    return np.asarray(above[np.searchsorted(odds, cuts)], np.float64)


def _shift(threshold: float, cut: float, share: float) -> float:
    return 0.0 if threshold >= NEVER else _bounded(cut - log_odds(threshold), share)


def _bounded(shift: float, share: float) -> float:
    return min(max(shift, share * _LOWEST), share * _HIGHEST)


def _tilt(told: Iterable[tuple[float, bool, float]]) -> Tilt:
    """Logistic regression of what came true on the log-odds; as many endings as weigh like the table say: no tilt."""
    rows = np.array([(1.0, odds) for odds, _, _ in told], np.float64).reshape(-1, 2)
    wanted = np.array([came_true for _, came_true, _ in told], np.float64)
    mass = np.array([weight for _, _, weight in told], np.float64)
    hold = _AGAINST * _INFORMATION * np.array([1.0, _WIDTH])
    start = found = np.array([0.0, 1.0])
    for _ in range(_ROUNDS):
        believed = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        downhill = rows.T @ (mass * (believed - wanted)) + hold * (found - start)
        bend = (rows * (mass * believed * (1 - believed))[:, None]).T @ rows + np.diag(hold)
        found = np.clip(found - np.linalg.solve(bend, downhill), *np.transpose(_TILTS))
    return Tilt(level=float(found[0]), slope=float(found[1]))
