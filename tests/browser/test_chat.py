"""The demo in a real browser: what the asker and the owner see, each in a window of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.needs import needs_chromium
from tools.demo import Demo, running_demo

pytestmark = pytest.mark.slow

KNOWN = "où sont les gants en nitrile ?"
UNKNOWN = "qui arrose le ficus du troisième étage ?"
ANSWER = "C’est Luc, tous les mardis."
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


class Window:
    """One person's page; remembers what the browser complained of."""

    def __init__(self, browser: Browser, demo: Demo, who: str, *, script: bool = True) -> None:
        context = browser.new_context(locale="fr-CA", java_script_enabled=script)
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{demo.address}/as/{who}/?lang=fr")

    def asks(self, text: str) -> None:
        self.page.locator("form.ask textarea").fill(text)
        self.page.locator("form.ask button").click()
        expect(self.page.locator("article.mine").get_by_text(text)).to_be_visible()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=15_000)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = needs_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder: Path = tmp_path_factory.mktemp("demo")
    with running_demo(folder) as demo:
        yield demo


def test_a_known_question_shows_the_shelf_the_owner_and_a_number_to_tap(browser: Browser, demo: Demo) -> None:
    asker = Window(browser, demo, "minh")

    asker.asks(KNOWN)

    asker.sees("B-12-3")
    expect(asker.page.locator("a[href^='tel:']").first).to_contain_text("819-555-0125")
    expect(asker.page.locator("article.theirs").last).to_contain_text("Magasin")
    assert asker.complaints == []


def test_an_unknown_question_is_promised_taken_and_answered_in_two_windows(browser: Browser, demo: Demo) -> None:
    asker, owner = Window(browser, demo, "minh"), Window(browser, demo, "nathalie")

    asker.asks(UNKNOWN)
    asker.sees("je me renseigne")
    owner.sees(UNKNOWN)
    owner.page.locator("form:has([value=take]) button").last.click()
    asker.sees("s’occupe de votre demande")
    answer = owner.page.locator("article", has_text=UNKNOWN).last.locator("form:has([value=answer])")
    answer.locator("summary").click()
    answer.locator("textarea").fill(ANSWER)
    answer.locator("button").click()

    asker.sees(ANSWER)
    assert asker.complaints == owner.complaints == []


def test_without_a_script_the_forms_do_the_same(browser: Browser, demo: Demo) -> None:
    asker = Window(browser, demo, "amelie", script=False)

    asker.asks(KNOWN)

    with_reply = asker.page.locator("article.theirs", has_text="B-12-3")
    for _ in range(20):
        if with_reply.count():
            break
        asker.page.reload()
    expect(with_reply.first).to_be_visible()


def test_words_half_typed_survive_news_from_elsewhere(browser: Browser, demo: Demo) -> None:
    asker, owner = Window(browser, demo, "jessica"), Window(browser, demo, "sophie")
    owner.page.locator("form.ask textarea").fill("à moitié écr")
    cards = owner.page.locator("#wall article")
    before = cards.count()

    asker.asks("qui nourrit le poisson rouge de l'accueil ?")
    expect(cards).not_to_have_count(before, timeout=15_000)

    expect(owner.page.locator("form.ask textarea")).to_have_value("à moitié écr")
    assert owner.complaints == []
