"""What holds for every test: no network beyond this machine, and examples that no slow machine can fail."""

import ipaddress
import logging
import sys
from typing import Any

from hypothesis import settings

from bot.log import configure_logging

# A deadline measures the machine, not the code: speed has its own figures in bench/.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
# As `serve` does: the library alone draws each traceback with its locals, a second each.
configure_logging(logging.WARNING)


def stay_on_this_machine(event: str, arguments: tuple[Any, ...]) -> None:
    """Raises for a connection to anywhere but loopback; the audit hook sees every socket Python opens."""
    if event == "socket.connect" and isinstance(arguments[1], tuple) and not is_loopback(str(arguments[1][0])):
        raise ConnectionRefusedError(f"a test reached for {arguments[1]}: tests stay on this machine")


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


sys.addaudithook(stay_on_this_machine)
