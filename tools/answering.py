"""Wait for something that another process brings about: a server that answers, or anything that can be looked up."""

import subprocess
import time
from collections.abc import Callable
from urllib.error import URLError
from urllib.request import urlopen

PAUSE = 0.05  # seconds between two looks: without one, whoever waits takes the processor from whoever is waited for


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
