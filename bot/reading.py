"""Reads files that anybody may have written in a process of its own, with limits.

That process loads this module and what reads, nothing else: neither the ledger nor the web.
"""

import multiprocessing
import resource
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from concurrent.futures.process import BrokenProcessPool

from bot.errors import BotError
from knowledge.exchange import Draft, Problem, SourceFile, read

MEMORY_BYTES = 2_000_000_000  # of address space, for the child that reads
CPU_SECONDS = 60
WALL_SECONDS = 90


def read_apart(files: Sequence[SourceFile]) -> tuple[Draft, tuple[Problem, ...]]:
    """`read` in a process of its own, so that a hostile file ends that process and not this one."""
    context = multiprocessing.get_context("spawn")  # never fork beside threads
    with ProcessPoolExecutor(1, mp_context=context, initializer=_limit) as pool:
        try:
            return pool.submit(read, files).result(WALL_SECONDS)
        except (BrokenProcessPool, TooSlow, MemoryError) as error:
            for child in multiprocessing.active_children():
                child.kill()
            raise BotError("file_too_heavy", files=[file.name for file in files]) from error


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
