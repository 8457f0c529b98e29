"""Servers and programs that some tests need: there, or the test is skipped with what to do; under CI it fails instead.

Several test processes run at once (xdist): a test that writes to PostgreSQL makes a database of its own name.
"""

import os
import shutil
from functools import cache
from typing import NoReturn

import pytest

from bot.engines.e5 import E5, EncoderMissingError
from tools import agents_playground, local_slack

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def needs_postgres() -> str:
    """The address of a PostgreSQL server that answers and lets us create databases; it ends in `/`."""
    url = os.environ.get("GUICHET_TEST_POSTGRES", "")
    if not url:
        missing("PostgreSQL", "start one and set GUICHET_TEST_POSTGRES=postgresql+psycopg://postgres@127.0.0.1/")
    if problem := what_keeps_postgres_away(url):
        missing("PostgreSQL", f"{url} does not answer: {problem}")
    return url


def needs_chromium() -> str:
    """The path of a Chromium that tests may drive."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or missing("chromium", "install it with your system's packages (Debian: apt-get install chromium)")


def needs_agents_playground() -> None:
    """Microsoft's Agents Playground, which may be used and not shipped: skipped without it, under CI too."""
    if advice := agents_playground.missing():
        pytest.skip(f"the Agents Playground is missing; {advice}")


def needs_local_slack() -> None:
    """The stand-in for Slack that somebody else wrote, fetched and not shipped: skipped without it, under CI too."""
    if problem := local_slack.missing():
        pytest.skip(f"{problem}; fetch it with python -m tools.local_slack (it needs npm)")


@cache
def needs_semantic() -> E5:
    """The model of the extra `semantic`, loaded once a test process."""
    try:
        return E5()
    except EncoderMissingError as error:
        missing("the extra `semantic`", f"make semantic installs it ({error})")


def missing(what: str, advice: str) -> NoReturn:
    reason = f"{what} is missing; {advice}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@cache
def what_keeps_postgres_away(url: str) -> str:
    """Why the server cannot be used, or nothing when it can."""
    import psycopg

    try:
        psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return str(error).strip()
    return ""
