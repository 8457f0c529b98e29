"""Finding what is due must not grow with what is open: the same look at a small and at a large ledger."""

import time
from collections.abc import Iterator

from bench.ledger import Bench, bench_house, fill
from bench.rows import RUNS, Row, in_turns

FEW, MANY, MANY_QUICKLY = 1_000, 1_000_000, 50_000
DUE = 20
LOOKS = 50
AT_MOST = 2.0


def measure(*, quick: bool = False) -> Iterator[Row]:
    """The large ledger beside the small one."""
    many = MANY_QUICKLY if quick else MANY
    with bench_house() as small, bench_house() as large:
        fill(small, FEW, DUE)
        fill(large, many, DUE)
        value, baseline = in_turns(RUNS, lambda: _look(large), lambda: _look(small))
    yield Row(
        name=f"find what is due, {many:,} open (baseline: {FEW:,})",
        value=value,
        unit="ms",
        baseline=baseline,
        ratio=value / baseline,
        goal=AT_MOST,
        met=value / baseline <= AT_MOST,
    )


def _look(bench: Bench) -> float:
    now = bench.core.clock.now()
    with bench.units.look() as view:
        begin = time.perf_counter()
        for _ in range(LOOKS):
            if view.requests.due(now) is None:
                raise LookupError("nothing is due")
        return (time.perf_counter() - begin) / LOOKS * 1000
