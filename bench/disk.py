"""How long this disk takes to keep its word: the price under every commit, to read the other figures by."""

import os
import tempfile
import time
from collections.abc import Iterator

from bench.rows import RUNS, Row, in_turns

WRITES = 20


def measure(*, quick: bool = False) -> Iterator[Row]:
    """One row, without a goal: the disk is not ours."""
    with tempfile.NamedTemporaryFile() as file:
        (value,) = in_turns(RUNS, lambda: _fsync(file.fileno()))
    yield Row(name="disk: one write and fsync", value=value, unit="ms")


def _fsync(descriptor: int) -> float:
    begin = time.perf_counter()
    for _ in range(WRITES):
        os.write(descriptor, b"x" * 4096)
        os.fsync(descriptor)
    return (time.perf_counter() - begin) / WRITES * 1000
