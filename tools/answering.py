"""Wait for a server that was just started to answer, or for it to have ended."""

import subprocess
import time
from urllib.error import URLError
from urllib.request import urlopen


def wait_until_it_answers(url: str, process: "subprocess.Popen[bytes]", *, seconds: float) -> None:
    """Return at the first answer. Raises URLError when the process ended or `seconds` passed before it."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            urlopen(url, timeout=5).close()  # noqa: S310 - our own loopback address
        except URLError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
        else:
            return
