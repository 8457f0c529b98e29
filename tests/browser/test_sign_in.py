"""`guichet serve` in a real browser: from the page of sign-in to an answer, and out again."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bot.clock import SystemClock
from knowledge.models import Lang
from tests.bot.command import sample_company
from tests.browser.examined import AXE, FINDINGS, SIDEWAYS, Examiner
from tests.browser.served import served
from tests.fakes.openid import CLIENT, SECRET, OpenIdProvider
from tools.answering import answering, free_port

pytestmark = pytest.mark.slow

MINH = {"email": "minh.nguyen@atelier-boreal.example", "email_verified": True, "name": "Minh Nguyen"}
PHONE = ViewportSize(width=360, height=780)


@dataclass(frozen=True, slots=True)
class Public:
    """A served house and the provider of its people."""

    address: str
    provider: OpenIdProvider


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Public]:
    folder, port = tmp_path_factory.mktemp("served"), free_port()
    sample_company(folder)
    address = f"http://127.0.0.1:{port}"
    provider = OpenIdProvider(SystemClock(), redirect=f"{address}/sign-in/callback", accounts={"minh": MINH})
    with served(provider.app) as issuer:
        provider.issuer = issuer
        settings = {
            "OIDC_ISSUER": issuer,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
            "GUICHET_BASE_URL": address,
        }
        command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
        with answering(command, f"{address}/readyz", folder, settings, Path(folder / "log")):
            yield Public(address, provider)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-CA", viewport=PHONE)
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [one for one in complaints if "the server responded with a status of" not in one] == []


def signs_in(page: Page, public: Public) -> None:
    page.goto(f"{public.address}/sign-in?lang=en")
    page.get_by_role("link", name="Sign in with your organisation").click()
    page.get_by_role("link", name="Minh Nguyen").click()


def test_from_the_page_of_sign_in_to_a_promise_and_out(page: Page, public: Public) -> None:
    signs_in(page, public)
    expect(page.get_by_role("heading", name="Minh Nguyen")).to_be_visible()

    page.locator("#text").fill("who combs the dragon in the park?")
    page.keyboard.press("Enter")
    expect(page.locator("article.mine", has_text="who combs the dragon")).to_have_count(1)
    expect(page.locator("#wall section").first.locator("article.theirs").last).to_be_visible()
    assert wrong_with(page) == []

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out of Guichet.")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("link", name="Sign in with your organisation")).to_be_visible()


def test_what_was_typed_when_the_session_had_ended_is_not_lost(page: Page, public: Public) -> None:
    signs_in(page, public)
    expect(page.get_by_role("heading", name="Minh Nguyen")).to_be_visible()
    page.context.clear_cookies(name="guichet")

    page.locator("#text").fill("who feeds the unicorn?")
    page.keyboard.press("Enter")

    expect(page.locator(".said.error")).to_contain_text("Your session has ended")
    assert page.locator("#text").input_value() == "who feeds the unicorn?"


def test_saying_no_is_said_kindly_and_one_may_begin_again(page: Page, public: Public) -> None:
    page.goto(f"{public.address}/sign-in?lang=en")
    page.get_by_role("link", name="Sign in with your organisation").click()
    page.get_by_role("link", name="No", exact=True).click()

    expect(page.get_by_role("heading", name="Sign-in was cancelled")).to_be_visible()
    assert wrong_with(page) == []
    page.locator("main a").click()
    expect(page.get_by_role("link", name="Sign in with your organisation")).to_be_visible()


@pytest.mark.parametrize("lang", Lang)
def test_nothing_is_wrong_with_the_page_of_sign_in(browser: Browser, public: Public, lang: Lang) -> None:
    for scheme, narrow in (("light", False), ("dark", True)):
        examiner = Examiner(browser, public.address, scheme, narrow)  # type: ignore[arg-type]  # a literal in a tuple

        assert examiner.problems_of(f"/sign-in?lang={lang}") == []


def wrong_with(page: Page) -> list[str]:
    """What axe finds, and whether the page is too wide for a phone."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(FINDINGS)
    return [one["id"] for one in found["violations"]] + ["too wide"] * bool(page.evaluate(SIDEWAYS) > 0)
