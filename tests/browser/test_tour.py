"""The whole tour in a real browser, as a newcomer lives it: nothing but its panel, and one answer typed."""

import re

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tools.demo import Demo

pytestmark = pytest.mark.slow

PATIENCE = 30_000  # milliseconds, on a machine that is busy with other tests
ANSWER = "C’est Luc, tous les mardis."
SLIM = 60  # pixels: the line, and under it that the clock is ahead


class Visitor:
    """Somebody on the tour; remembers what the browser complained of."""

    def __init__(self, browser: Browser, demo: Demo, lang: str, *, script: bool = True) -> None:
        self.page: Page = browser.new_context(java_script_enabled=script).new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{demo.address}/?lang={lang}")

    @property
    def panel(self) -> Locator:
        return self.page.locator("#tour")

    def presses(self, name: str) -> None:
        self.panel.get_by_role("button", name=name, exact=True).click()

    def is_done(self, *words: str) -> None:
        for each in words:
            expect(self.panel.get_by_role("status")).to_contain_text(each, timeout=PATIENCE)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


def test_the_tour_from_the_first_page_to_its_end(browser: Browser, demo: Demo) -> None:
    visitor = Visitor(browser, demo, "fr")
    page = visitor.page

    visitor.presses("Visite guidée, 3 minutes")
    visitor.presses("Poser cette question")
    visitor.is_done("C’est fait.")
    visitor.presses("Étape suivante")
    visitor.presses("Poser cette question")
    visitor.is_done("C’est fait.", "qui vous revient et quand")
    asker = page.locator(".me").inner_text()
    expect(visitor.panel.get_by_role("status")).not_to_contain_text(asker)
    visitor.presses("Étape suivante")
    visitor.panel.get_by_role("link").click()
    visitor.is_done("peut la prendre")
    visitor.presses("Étape suivante")
    visitor.presses("Avancer l’horloge jusque-là")
    visitor.is_done("reçoit un rappel")
    expect(page.locator(".meanwhile")).to_contain_text("Rappel à")
    visitor.presses("Étape suivante")
    visitor.presses("Avancer l’horloge jusque-là")
    visitor.is_done("sollicité aussi")
    visitor.presses("Étape suivante")
    if visitor.panel.get_by_role("link").count():
        visitor.panel.get_by_role("link").click()
    answer = page.locator("main form:has([value=answer])").last
    answer.locator("summary").click()
    answer.locator("textarea").fill(ANSWER)
    answer.locator("button").click()
    visitor.is_done("La réponse est partie")
    visitor.presses("Étape suivante")
    visitor.panel.get_by_role("link").click()
    visitor.is_done("La réponse est revenue")
    expect(page.get_by_text(ANSWER).first).to_be_visible(timeout=PATIENCE)
    visitor.presses("Étape suivante")
    expect(visitor.panel).to_contain_text("guichet kb import")
    visitor.presses("Terminer la visite")

    expect(visitor.panel).to_have_count(0)
    assert visitor.complaints == []


def test_a_step_done_elsewhere_is_seen_without_a_reload(browser: Browser, demo: Demo) -> None:
    visitor, elsewhere = Visitor(browser, demo, "en"), Visitor(browser, demo, "en")
    visitor.presses("Guided tour, 3 minutes")

    elsewhere.page.locator("#text").fill("where are the nitrile gloves?")
    elsewhere.page.locator("#text").press("Enter")

    visitor.is_done("Done.", "the shelf")
    assert visitor.complaints == []


def test_the_tour_begins_and_goes_on_without_a_script(browser: Browser, demo: Demo) -> None:
    visitor = Visitor(browser, demo, "en", script=False)

    visitor.presses("Guided tour, 3 minutes")
    visitor.panel.get_by_role("button", name=re.compile("Skip this step|Next step")).click()
    visitor.presses("Leave the tour")

    expect(visitor.panel).to_have_count(0)


def test_on_a_phone_the_bar_is_one_slim_line_that_unfolds_by_keyboard(browser: Browser, demo: Demo) -> None:
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{demo.address}/as/minh/?lang=fr")
    bar, fold = page.locator(".demo"), page.locator(".demo .fold > summary")
    unfolded = page.get_by_role("button", name="Prochain événement", exact=True)

    height = bar.evaluate("each => each.getBoundingClientRect().height")
    expect(unfolded).to_be_hidden()
    fold.focus()
    page.keyboard.press("Enter")
    expect(unfolded).to_be_visible()
    page.keyboard.press("Enter")

    assert height <= SLIM
    expect(unfolded).to_be_hidden()


def test_on_a_phone_the_tour_is_found_again_in_the_bar(browser: Browser, demo: Demo) -> None:
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{demo.address}/as/minh/?lang=en")

    page.locator(".demo .fold > summary").click()
    page.get_by_role("button", name="Guided tour", exact=True).click()

    expect(page.locator("#tour")).to_contain_text("step 1 of 8")


def test_on_a_desk_the_bar_is_unfolded(browser: Browser, demo: Demo) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{demo.address}/as/minh/?lang=fr")

    expect(page.get_by_role("button", name="Prochain événement", exact=True)).to_be_visible()
    expect(page.locator(".demo .fold > summary")).to_be_hidden()
