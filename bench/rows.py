"""What every measure yields, and runs taken in turns so that a busy moment of the machine falls on all alike."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

RUNS = 7


class Figure(Protocol):
    """One line of the report, whichever module made it. `met` is True where there is no goal."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def baseline(self) -> float | None: ...
    @property
    def ratio(self) -> float | None: ...
    @property
    def goal(self) -> float | None: ...
    @property
    def met(self) -> bool: ...
    @property
    def runs(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure. The goal is for the value, unless `met` was told by the ratio."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    goal: float | None = None
    met: bool = True
    runs: int = RUNS


def in_turns(runs: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each measure over `runs` rounds in which every one has its turn."""
    rounds = [[measure() for measure in measures] for _ in range(runs)]
    return [statistics.median(values) for values in zip(*rounds, strict=True)]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of all are at most."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]
