"""A running `guichet demo` for pictures and tests: a free port of this machine, a ledger of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
STARTS_WITHIN = 120  # seconds, on a machine that is busy with other tests


@dataclass(frozen=True, slots=True)
class Demo:
    """Where it answers, and its process."""

    address: str
    pid: int


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """A demo whose ledger is in `folder`, ended at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    try:
        demo = Demo(f"http://127.0.0.1:{port}", process.pid)
        _wait(demo, process)
        yield demo
    finally:
        process.terminate()
        process.wait(20)


def _wait(demo: Demo, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            urlopen(f"{demo.address}/readyz", timeout=5).close()  # noqa: S310 - our own loopback address
        except URLError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
        else:
            return
