"""Fits an engine in a process of its own: the memory it takes goes with it, and no acknowledgement waits for it.

The fit is left in the workshop. No encoder is opened there: the vectors that a fit needs were made before.
"""

import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import structlog

from knowledge.models import RoutingTable

CHILD = (sys.executable, "-P", "-m", "bot.engines")  # -P: whatever lies in the current folder is not our program

log = structlog.get_logger()


class BrokenOffError(Exception):
    """The house is closing: nobody needs the fit any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is to be fitted, and where vectors are found and the fit is left. `gently`: others go first."""

    table: RoutingTable
    workshop: Path
    encoder: str
    width: int
    gently: bool


class Apart:
    """Runs one errand at a time; `stop` breaks it off."""

    def __init__(self, command: Sequence[str] = CHILD) -> None:
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._is_stopped = False
        self._lock = Lock()

    def run(self, errand: Errand) -> bool:
        """Whether it went well. Raises BrokenOffError once stopped."""
        with self._lock:
            if self._is_stopped:
                raise BrokenOffError
            self._child = child = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603 - our own program
        child.communicate(pickle.dumps(errand))
        if self._is_stopped:
            raise BrokenOffError
        if child.returncode:
            log.warning("fit_apart_failed", code=child.returncode)
        return child.returncode == 0

    def stop(self) -> None:
        """Break off what is under way; nothing is begun any more."""
        with self._lock:
            self._is_stopped = True
            if self._child:
                self._child.kill()
