"""Sign-in with a provider that is none of ours: oidc-provider-mock, in a process of its own."""

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from bot.app import open_pages
from bot.clock import SystemClock
from tests.bot.channels.web.browser import Browser
from tests.bot.house import make_house
from tests.bot.web.signin.stage import settings_of
from tests.bot.web.windows import plain
from tools.answering import answering, free_port

pytestmark = pytest.mark.slow

HERE = "http://127.0.0.1:8080"
CLAIMS = '{"sub": "1", "email": "anna.roy@atelier.example", "email_verified": true, "name": "Anna"}'


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    address, folder = f"http://127.0.0.1:{(port := free_port())}", tmp_path_factory.mktemp("provider")
    command = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "-n", "true", "--user-claims", CLAIMS]
    url = f"{address}/.well-known/openid-configuration"
    with answering(command, url, folder, {"PYTHONWARNINGS": "ignore"}, folder / "log"):
        yield address


@pytest.fixture
def browser(tmp_path: Path, issuer: str) -> Iterator[Browser]:
    house = make_house(tmp_path, SystemClock(), open_web=open_pages(settings_of(issuer, HERE)))
    yield Browser(house.app)
    house.close()


def way_back(browser: Browser, **form: str) -> str:
    """What that provider makes of its form, filled in so."""
    address = browser.get("/sign-in/start").headers["location"]
    decided = httpx.post(address, data=form)
    parts = urlsplit(decided.headers["location"])
    return f"{parts.path}?{parts.query}"


def test_somebody_signs_in_there_too(browser: Browser) -> None:
    answer = browser.get(way_back(browser, sub="1"))

    assert (answer.status_code, answer.headers.get("location")) == (303, "/"), plain(answer.text)
    assert "Anna Roy" in plain(browser.get("/").text)


def test_saying_no_there_is_understood(browser: Browser) -> None:
    answer = browser.get(way_back(browser, action="deny"))

    assert answer.status_code == 403
    assert "annulée" in plain(answer.text)
