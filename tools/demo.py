"""A running `guichet demo` for pictures and tests: a free port of this machine, a ledger of its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.answering import answering, free_port


@dataclass(frozen=True, slots=True)
class Demo:
    """Where it answers, and its process."""

    address: str
    pid: int


@contextmanager
def running_demo(folder: Path, *words: str) -> Iterator[Demo]:
    """A demo whose ledger is in `folder`, ended at the end; `words` are further ones of its command line."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), *words]
    with answering(command, f"{address}/readyz", folder, {}) as process:
        yield Demo(address, process.pid)
