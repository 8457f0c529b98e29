"""What holds for every test: no network beyond this machine, and examples that no slow machine can fail."""

import gc
import ipaddress
import logging
import os
import sqlite3
import sys
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings

from bot.log import configure_logging

# A deadline measures the machine, not the code: speed has its own figures in bench/.
settings.register_profile("whole", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=30)
os.environ["GUICHET_ENGINE"] = "lexical"  # the same answers where the extra is installed, and no vectors to wait for
gc.disable()  # while modules are loaded nothing is garbage yet: on again once all tests are collected
# As `serve` does: the library alone draws each traceback with its locals, a second each.
configure_logging(logging.WARNING)


def pytest_configure(config: pytest.Config) -> None:
    """A quick run draws fewer examples of each property; `make check` draws them all."""
    settings.load_profile("quick" if config.getoption("markexpr") == "not slow" else "whole")


def pytest_collection_finish() -> None:
    """What was loaded stays until the end: it need not be looked through again at every turn of the collector."""
    gc.collect()
    gc.freeze()
    gc.enable()


@sa.event.listens_for(sa.Pool, "checkout")
def do_not_wait_for_the_disk(connection: object, *_: object) -> None:
    """No test of this process cuts the power: what is committed can be read at once, and the disk may take its time.

    Those that kill a process start `guichet` itself, which waits as it always does.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


class CompiledOnce(dict[tuple[Any, ...], Any]):
    """Statements as text for each kind of database: an engine of SQLAlchemy compiles its own, and a test has two."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        dialect, *rest = key
        return super().get((dialect.name, *rest), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        dialect, *rest = key
        super().__setitem__((dialect.name, *rest), compiled)


COMPILED = CompiledOnce()


@sa.event.listens_for(sa.Engine, "engine_connect")
def compile_once(connection: sa.Connection) -> None:
    """A process that serves compiles each statement once for all its life; so does a process of tests."""
    connection.execution_options(compiled_cache=COMPILED)


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
