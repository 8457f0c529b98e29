"""Processes that answer on this machine, and waiting for what another process brings about."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
STARTS_WITHIN = 120  # seconds, on a machine that is busy with other tests
ENDS_WITHIN = 20
PAUSE = 0.05  # seconds between two looks: without one, whoever waits takes the processor from whoever is waited for


def free_port() -> int:
    """A port of this machine on which nobody listens now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def answering(
    command: Sequence[str], url: str, folder: Path, settings: Mapping[str, str], log: Path | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process of ours in `folder`, from its first answer at `url` until the end.

    What it says goes to `log`; without one its errors are said where everybody's are.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    with (log or Path(os.devnull)).open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said if log else None)
        try:
            wait_until_it_answers(url, process, seconds=STARTS_WITHIN)
            yield process
        finally:
            process.terminate()
            process.wait(ENDS_WITHIN)


def wait_until(holds: Callable[[], bool], *, seconds: float) -> None:
    """Return once it holds. Raises TimeoutError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds:g} seconds")
        time.sleep(PAUSE)


def wait_until_it_answers(url: str, process: "subprocess.Popen[bytes]", *, seconds: float) -> None:
    """Return at the first answer. Raises URLError when the process ended before it, TimeoutError after `seconds`."""

    def answers() -> bool:
        try:
            urlopen(url, timeout=5).close()  # noqa: S310 - our own loopback address
        except OSError as error:
            if process.poll() is not None:
                raise URLError(f"{url} does not answer, and its process has ended") from error
            return False
        return True

    wait_until(answers, seconds=seconds)
