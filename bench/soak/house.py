"""A `guichet demo` that can be killed and started again on the same ledger and port."""

import os
import subprocess
import sys
from pathlib import Path

from tools.answering import ROOT, STARTS_WITHIN, free_port, wait_until_it_answers

STOPS_WITHIN = 30  # seconds


class Mortal:
    """The process; `folder` holds its ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def ledger(self) -> str:
        return f"sqlite:///{self.folder / 'guichet-demo.db'}"

    def start(self) -> None:
        """Start it; returns once it takes deliveries."""
        command = [sys.executable, "-m", "bot", "demo", "--port", str(self._port)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "GUICHET_ENGINE": "lexical"}
        self._process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=subprocess.DEVNULL)
        wait_until_it_answers(f"{self.address}/readyz", self._process, seconds=STARTS_WITHIN)

    def kill(self) -> None:
        """As the power does."""
        assert self._process
        self._process.kill()
        self._process.wait(STOPS_WITHIN)

    def stop(self) -> None:
        """As an operator does. Raises TimeoutExpired when it does not end."""
        assert self._process
        self._process.terminate()
        self._process.wait(STOPS_WITHIN)

    def megabytes(self) -> float:
        """What it keeps in memory."""
        assert self._process
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024
