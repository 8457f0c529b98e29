"""An admin at work in a real browser: by keyboard alone, errors at their fields, a trial, an undo, a file previewed."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.bot.house import PAUL, make_house
from tests.browser.examined import Examiner
from tests.browser.served import served
from tools.demo import Demo

pytestmark = pytest.mark.slow

ADMIN = "/as/nathalie.gelinas/admin"
LONGEST_WAY = 80  # presses of Tab
DETAILS = (
    "/topics/row?id=gants&try=des+gants",
    "/topics/row?id=gants&saved=1",
    "/topics/archive?id=gants",
    "/departments/row?id=magasin",
    "/departments/archive?id=magasin",
    f"/people/row?id={PAUL}",
    "/try?q=où+sont+les+gants",
    "/try?q=qui+arrose+le+ficus",
    "/changes/version?number=1",
    "/topics?state=all&q=gants",
)


class Desk:
    """An admin's window; only the keyboard is used."""

    def __init__(self, browser: Browser, demo: Demo, path: str, lang: str) -> None:
        self.page: Page = browser.new_context(locale=f"{lang}-CA").new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{demo.address}{ADMIN}{path}{'&' if '?' in path else '?'}lang={lang}")

    def goes_to(self, selector: str) -> None:
        """Press Tab until what the selector finds has the focus."""
        for _ in range(LONGEST_WAY):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {selector}")

    def types(self, selector: str, text: str) -> None:
        """Go to a field and write over what is there."""
        self.goes_to(selector)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)

    def presses(self, selector: str) -> None:
        """Go to a link or a button and use it."""
        self.goes_to(selector)
        self.page.keyboard.press("Enter")

    def sees(self, text: str) -> None:
        expect(self.page.locator("main").get_by_text(text).first).to_be_visible(timeout=15_000)

    def _hear(self, message: ConsoleMessage) -> None:
        is_answer = "the server responded with a status of 422" in message.text
        if message.type in {"error", "warning"} and not is_answer:
            self.complaints.append(message.text)


def test_a_topic_is_changed_tried_and_put_back_by_keyboard_alone(browser: Browser, demo: Demo) -> None:
    desk = Desk(browser, demo, "/topics", "fr")

    desk.types("#q", "gants nitrile")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("table.rows tbody tr")).to_have_count(1)
    desk.presses("table.rows th a")
    expect(desk.page.locator("#f-title_fr")).to_have_value("Gants en nitrile")

    desk.types("#f-title_fr", "Gants bleus du labo")
    desk.types("#f-person", "pas un courriel")
    desk.page.keyboard.press("Enter")
    desk.sees("n’est pas un courriel")
    expect(desk.page.locator("#f-person")).to_be_focused()
    expect(desk.page.locator("#f-person")).to_have_attribute("aria-invalid", "true")
    expect(desk.page.locator("#f-title_fr")).to_have_value("Gants bleus du labo")

    desk.types("#f-person", "")
    desk.page.keyboard.press("Backspace")
    desk.page.keyboard.press("Enter")
    desk.sees("est en vigueur")
    desk.sees("Elle répond aux questions.")

    desk.types("#try", "je cherche les gants bleus du labo")
    desk.page.keyboard.press("Enter")
    desk.sees("Un essai : rien n’est conservé.")
    expect(desk.page.locator(".trial tbody tr").first).to_contain_text("Gants bleus du labo")

    desk.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    desk.presses(".saved button")
    desk.sees("Gants en nitrile")
    expect(desk.page.locator("tbody .old").first).to_contain_text("Gants bleus du labo")
    assert desk.complaints == []


def test_a_file_is_previewed_corrected_and_published(browser: Browser, demo: Demo, tmp_path: Path) -> None:
    desk = Desk(browser, demo, "/import", "en")
    file = tmp_path / "topics.csv"

    file.write_text("id,department,title_en\nkettle,nobody,Kettle\n", encoding="utf-8")
    desk.page.locator("#files").set_input_files(file)
    desk.presses("form[enctype] button")
    desk.sees("Nothing is saved.")
    expect(desk.page.locator("tr.error")).to_contain_text("nobody")
    assert desk.page.locator("[name=token]").count() == 0

    file.write_text("id,department,title_en\nkettle,accueil,Kettle\n", encoding="utf-8")
    desk.page.locator("#files").set_input_files(file)
    desk.presses("form[enctype] button")
    desk.sees("Kettle")
    desk.presses(".confirm button")
    desk.sees("is in force")
    desk.presses("tbody th a")
    expect(desk.page.locator("#f-title_en")).to_have_value("Kettle")
    assert desk.complaints == []


@pytest.mark.parametrize(("lang", "scheme", "narrow"), [("fr", "light", True), ("en", "dark", False)])
def test_pages_of_single_rows_have_nothing_to_complain_of(
    browser: Browser, tmp_path: Path, lang: str, scheme: str, narrow: bool
) -> None:
    house = make_house(tmp_path)

    with served(house.app) as address:
        examiner = Examiner(browser, address, "dark" if scheme == "dark" else "light", narrow)
        found = [each for path in DETAILS for each in examiner.problems_of(f"/as/rose.lam/admin{path}&lang={lang}")]
    house.close()

    assert found == []
