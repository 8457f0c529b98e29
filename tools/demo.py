"""A running `guichet demo` for pictures and tests: a free port of this machine, a ledger of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.answering import wait_until_it_answers

ROOT = Path(__file__).parents[1]
STARTS_WITHIN = 120  # seconds, on a machine that is busy with other tests


@dataclass(frozen=True, slots=True)
class Demo:
    """Where it answers, and its process."""

    address: str
    pid: int


@contextmanager
def running_demo(folder: Path, *words: str) -> Iterator[Demo]:
    """A demo whose ledger is in `folder`, ended at the end; `words` are further ones of its command line."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    try:
        demo = Demo(f"http://127.0.0.1:{port}", process.pid)
        wait_until_it_answers(f"{demo.address}/readyz", process, seconds=STARTS_WITHIN)
        yield demo
    finally:
        process.terminate()
        process.wait(20)
