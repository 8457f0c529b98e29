"""The queue and the reception board in a real browser, by keyboard alone: nobody touches a mouse here."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page, expect

from knowledge.models import Bilingual
from tests.bot.house import PAUL, ROSE, HouseUnderTest, make_house
from tests.bot.web.company import LINA, company
from tests.bot.web.windows import Window, window
from tests.browser.examined import SIDEWAYS
from tests.browser.served import served

pytestmark = pytest.mark.slow

ORDER = "I want to order special gloves"
NEWS_WITHIN = 20_000  # milliseconds, on a machine that is busy with other tests
Result = TypeVar("Result")


@dataclass
class Stage:
    """A served house, people who act elsewhere, and windows whose complaints are remembered."""

    house: HouseUnderTest
    browser: Browser
    address: str
    complaints: list[str] = field(default_factory=list)

    def elsewhere(self, act: Callable[[], Result]) -> Result:
        """Done on another thread: this one's loop is Playwright's."""
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(act).result()

    def asks(self, who: str, text: str = ORDER) -> str:
        return self.elsewhere(lambda: window(self.house, who).asks(text).reference)

    def someone(self, who: str) -> Window:
        return self.elsewhere(lambda: window(self.house, who))

    def opens(self, who: str, path: str, *, script: bool = True) -> Page:
        context = self.browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self.address}/as/{who}{path}{'&' if '?' in path else '?'}lang=en")
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "status of 422" not in text:
            self.complaints.append(text)


@pytest.fixture
def stage(browser: Browser, tmp_path: Path) -> Iterator[Stage]:
    house = make_house(tmp_path, table=company())
    with served(house.app) as address:
        stage = Stage(house, browser, address)
        yield stage
    house.close()
    assert stage.complaints == []


def said(page: Page, words: str) -> None:
    expect(page.locator("#said")).to_contain_text(words, timeout=NEWS_WITHIN)


def focused(page: Page, selector: str) -> None:
    expect(page.locator(selector)).to_be_focused(timeout=NEWS_WITHIN)


def test_a_request_is_taken_and_answered_without_a_mouse_and_the_next_one_is_at_hand(stage: Stage) -> None:
    first, second = stage.asks("anna.roy"), stage.asks("noor.haddad")
    page = stage.opens("paul.cote", "/inbox")

    page.keyboard.press("j")
    focused(page, f"article#{first}")
    page.keyboard.press("t")
    said(page, "It is yours.")
    focused(page, f"article#{first}")
    page.keyboard.press("a")
    page.keyboard.type("On Thursday, j and k.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    said(page, f"{first}: Answer sent.")
    focused(page, f"article#{second}")
    expect(page.locator(f"article#{first}")).to_have_count(0)
    expect(page).to_have_title("(1) To do · Guichet")
    assert stage.house.requests()[0].answer


def test_arrows_move_and_enter_opens(stage: Stage) -> None:
    first, second = stage.asks("anna.roy"), stage.asks("noor.haddad")
    page = stage.opens("paul.cote", "/inbox")

    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    focused(page, f"article#{second}")
    page.keyboard.press("ArrowUp")
    focused(page, f"article#{first}")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text(first)


def test_letters_are_letters_while_somebody_types(stage: Stage) -> None:
    stage.asks("anna.roy")
    page = stage.opens("paul.cote", "/inbox")
    page.keyboard.press("j")
    page.keyboard.press("n")

    page.keyboard.type("jkt?x")

    expect(page.locator("details[open] textarea")).to_have_value("jkt?x")
    assert stage.house.requests()[0].state == "routed"


def test_letters_can_be_switched_off_and_stay_off(stage: Stage) -> None:
    first = stage.asks("anna.roy")
    page = stage.opens("paul.cote", "/inbox")

    page.keyboard.press("?")
    expect(page.locator("#keys[open]")).to_be_visible()
    page.locator("#letters").focus()
    page.keyboard.press("Space")
    page.reload()
    page.locator(f"article#{first}").focus()
    page.keyboard.press("t")
    page.keyboard.press("Tab")

    focused(page, f"article#{first} a.open")
    assert stage.house.requests()[0].state == "routed"


def test_whoever_comes_second_is_told_that_somebody_else_took_it(stage: Stage) -> None:
    first = stage.asks("anna.roy")
    page = stage.opens("luc.roy", "/inbox")
    page.keyboard.press("j")
    paul = stage.someone("paul.cote")
    stage.elsewhere(lambda: paul.sends("/inbox", {"verb": "take", "reference": first}))

    page.keyboard.press("t")

    said(page, "Somebody is already on it.")
    expect(page.locator(f"article#{first}")).to_contain_text("Paul Côté is on it")
    focused(page, f"article#{first}")


def test_new_requests_appear_by_themselves_and_half_typed_words_keep_their_place(stage: Stage) -> None:
    first = stage.asks("anna.roy")
    page = stage.opens("paul.cote", "/inbox")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.type("It is on")

    second = stage.asks("noor.haddad")

    expect(page.locator(f"article#{second}")).to_be_visible(timeout=NEWS_WITHIN)
    said(page, f"New request: {second}")
    expect(page).to_have_title("(2) To do · Guichet")
    focused(page, f"article#{first} textarea[name=text]:focus")
    page.keyboard.type(" the shelf")
    expect(page.locator("details[open] textarea")).to_have_value("It is on the shelf")


def test_words_for_a_request_that_changed_meanwhile_are_kept_and_its_writer_is_told(stage: Stage) -> None:
    first = stage.asks("anna.roy")
    page = stage.opens("paul.cote", "/inbox")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.type("It is on")
    anna = stage.someone("anna.roy")

    stage.elsewhere(lambda: anna.sends(f"/requests/{first}", {"verb": "withdraw"}))

    said(page, "Your words are still here.")
    expect(page.locator("details[open] textarea")).to_have_value("It is on")


def test_a_form_to_mend_has_the_focus_at_what_is_wrong(stage: Stage) -> None:
    stage.asks("anna.roy")
    page = stage.opens("paul.cote", "/inbox")
    page.keyboard.press("j")
    page.keyboard.press("l")
    page.locator("details[open] input[name=when]").fill("2020-01-01T10:00")
    page.locator("details[open] textarea").fill("stock-taking")
    page.locator("details[open] textarea").press("Tab")
    page.keyboard.press("Enter")

    focused(page, "input[name=when][aria-invalid=true]")
    expect(page.locator("details[open] textarea")).to_have_value("stock-taking")
    page.keyboard.press("Escape")
    focused(page, f"article#{stage.house.requests()[0].reference}")


def test_a_power_on_a_requests_own_page_is_used_in_place(stage: Stage) -> None:
    first = stage.asks("anna.roy")
    page = stage.opens("paul.cote", f"/requests/{first}")

    page.locator("form:has([value=take]) button").focus()
    page.keyboard.press("Enter")

    said(page, "It is yours.")
    focused(page, "h1")
    expect(page.locator(".story")).to_contain_text("Paul Côté takes it.")
    page.locator("form:has([value=not_ours]) summary").focus()
    page.keyboard.press("Enter")
    page.locator("form:has([value=not_ours]) select").select_option("achats")
    page.locator("form:has([value=not_ours]) textarea").fill("Purchasing orders these")
    page.locator("form:has([value=not_ours]) textarea").press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("To do")
    said(page, "Thank you, it has been passed on.")


def test_a_request_is_handed_to_somebody_by_the_beginning_of_their_name(stage: Stage) -> None:
    first = stage.asks("anna.roy")
    page = stage.opens("paul.cote", "/inbox")
    page.keyboard.press("j")
    page.keyboard.press("h")
    page.keyboard.type("luc")
    page.keyboard.press("Enter")

    said(page, "Handed over.")
    expect(page.locator(f"article#{first}")).to_contain_text("kept by Luc Roy")


def test_the_queue_hears_of_news_over_the_stream_of_all_pages(stage: Stage) -> None:
    stage.asks("anna.roy")
    page = stage.opens("paul.cote", "/inbox")
    with page.expect_event("request", lambda request: request.url.endswith("/as/paul.cote/stream")):
        page.reload()

    second = stage.asks("noor.haddad")

    expect(page.locator(f"article#{second}")).to_be_visible(timeout=NEWS_WITHIN)
    said(page, f"New request: {second}")


def test_what_i_asked_is_brought_up_to_date_and_the_focus_stays_on_its_link(stage: Stage) -> None:
    first = stage.asks("anna.roy")
    page = stage.opens("anna.roy", "/mine")
    page.locator(f"article#{first} a.open").focus()
    paul = stage.someone("paul.cote")

    stage.elsewhere(lambda: paul.sends("/inbox", {"verb": "take", "reference": first}))

    expect(page.locator(f"article#{first}")).to_contain_text("Paul Côté is on it", timeout=NEWS_WITHIN)
    said(page, "This page has just been brought up to date.")
    focused(page, f"article#{first} a.open")
    second = stage.asks("anna.roy", "I lost my badge")
    expect(page.locator(f"article#{second}")).to_be_visible(timeout=NEWS_WITHIN)
    expect(page).to_have_title("(2) My requests · Guichet")


def test_a_requests_own_page_is_brought_up_to_date_around_half_typed_words(stage: Stage) -> None:
    first = stage.asks("anna.roy")
    page = stage.opens("anna.roy", f"/requests/{first}")
    page.locator("form:has([value=add]) summary").click()
    page.locator("form:has([value=add]) textarea").press_sequentially("size 9")
    paul = stage.someone("paul.cote")

    stage.elsewhere(lambda: paul.sends("/inbox", {"verb": "take", "reference": first}))

    expect(page.locator(".story")).to_contain_text("Paul Côté takes it.", timeout=NEWS_WITHIN)
    focused(page, "form:has([value=add]) textarea")
    page.keyboard.type(", please")
    expect(page.locator("form:has([value=add]) textarea")).to_have_value("size 9, please")
    page.locator("form:has([value=add]) button").click()
    said(page, "Added.")
    expect(page.locator(".story")).to_contain_text("size 9, please")


def test_words_for_a_request_that_was_closed_meanwhile_stay_on_its_own_page(stage: Stage) -> None:
    first = stage.asks("anna.roy")
    page = stage.opens("paul.cote", f"/requests/{first}")
    page.locator("form:has([value=answer]) summary").click()
    page.locator("form:has([value=answer]) textarea").press_sequentially("It is on")
    anna = stage.someone("anna.roy")

    stage.elsewhere(lambda: anna.sends(f"/requests/{first}", {"verb": "withdraw"}))

    said(page, "Your words are still here.")
    expect(page.locator("form:has([value=answer]) textarea")).to_have_value("It is on")
    expect(page.locator(".story")).to_contain_text("withdraw")


def test_without_a_script_the_queue_works_by_links_and_forms(stage: Stage) -> None:
    first = stage.asks("anna.roy")
    page = stage.opens("paul.cote", "/inbox", script=False)

    page.locator(f"article#{first} form:has([value=take]) button").click()

    said(page, "It is yours.")


def test_on_a_phone_no_open_form_makes_the_page_wider(browser: Browser, tmp_path: Path) -> None:
    table, name = company(), "Comptes clients, comptabilité générale et recouvrement des créances"
    long = {key: replace(each, name=Bilingual(fr=name, en=name)) for key, each in table.departments.items()}
    house = make_house(tmp_path, table=replace(table, departments=long))
    with served(house.app) as address:
        stage = Stage(house, browser, address)
        stage.asks("anna.roy")
        page = stage.opens("paul.cote", "/inbox")
        page.set_viewport_size({"width": 390, "height": 844})
        page.evaluate("() => document.querySelectorAll('#queue details').forEach((each) => { each.open = true; })")

        assert page.locator("#queue details[open] select").count() > 0
        assert page.evaluate(SIDEWAYS) == 0
    house.close()


def test_the_board_finds_while_typing_and_leads_to_the_number(stage: Stage) -> None:
    page = stage.opens("rose.lam", "/reception")

    focused(page, "#board-q")
    page.keyboard.type("paul c")
    expect(page.locator("#found article")).to_have_count(1, timeout=NEWS_WITHIN)
    expect(page.locator("#found [role=status]")).to_have_text("One result")
    page.keyboard.press("ArrowDown")
    focused(page, "#found article")
    page.keyboard.press("Tab")
    focused(page, "a.phone[href='tel:819-555-0125']")
    page.keyboard.press("Escape")
    focused(page, "#board-q")


def test_the_board_follows_its_messages_around_what_is_found_and_half_typed(stage: Stage) -> None:
    rose, paul = stage.someone("rose.lam"), stage.someone("paul.cote")
    slip = {"kind": "person", "key": PAUL, "caller": "Mme Tremblay"}
    stage.elsewhere(lambda: rose.sends("/reception", slip))
    reference = stage.house.requests()[0].reference
    page = stage.opens("rose.lam", "/reception")
    page.keyboard.type("noor")
    expect(page.locator("#found article")).to_have_count(1, timeout=NEWS_WITHIN)
    page.locator("#found summary").click()
    page.locator("#found input[name=caller]").press_sequentially("Mr Si")

    stage.elsewhere(lambda: paul.sends("/inbox", {"verb": "take", "reference": reference}))

    expect(page.locator(".slips article")).to_contain_text("Paul Côté is on it", timeout=NEWS_WITHIN)
    focused(page, "#found input[name=caller]")
    page.keyboard.type("ngh")
    expect(page.locator("#found input[name=caller]")).to_have_value("Mr Singh")
    expect(page.locator("#board-q")).to_have_value("noor")
    expect(page.locator("#found article")).to_contain_text("Noor Haddad")


def test_a_colleagues_message_appears_on_the_board_and_the_focus_stays_on_its_link(
    browser: Browser, tmp_path: Path
) -> None:
    table = company()
    desk = replace(table.triage, members=(ROSE, LINA))
    house = make_house(tmp_path, table=replace(table, departments={**table.departments, desk.id: desk}))
    with served(house.app) as address:
        stage = Stage(house, browser, address)
        rose = stage.someone("rose.lam")
        slip = {"kind": "person", "key": PAUL, "caller": "Mme Tremblay"}
        stage.elsewhere(lambda: rose.sends("/reception", slip))
        page = stage.opens("lina.cote", "/reception")
        page.locator(".slips a").focus()

        stage.elsewhere(lambda: rose.sends("/reception", {**slip, "caller": "Mr Singh"}))

        expect(page.locator(".slips article")).to_have_count(2, timeout=NEWS_WITHIN)
        said(page, "This page has just been brought up to date.")
        focused(page, f".slips a[href$='{house.requests()[0].reference}']")
        assert stage.complaints == []
    house.close()


def test_for_somebody_away_a_message_is_taken_without_a_mouse(browser: Browser, tmp_path: Path) -> None:
    table = company()
    paul = replace(table.person(PAUL), away_from=date(2026, 11, 1), away_until=date(2026, 11, 30))
    house = make_house(tmp_path, table=replace(table, people={**table.people, PAUL: paul}))
    with served(house.app) as address:
        page = Stage(house, browser, address).opens("rose.lam", "/reception")
        page.keyboard.type("cote paul")
        expect(page.locator("#found article")).to_have_count(1, timeout=NEWS_WITHIN)
        page.keyboard.press("Enter")
        focused(page, "#found article")
        page.keyboard.press("Enter")
        focused(page, "input[name=caller]")
        page.keyboard.type("Mme Tremblay")
        page.keyboard.press("Enter")

        said(page, "Message taken: somebody will call back.")
        focused(page, "#board-q")
        expect(page.locator(".slips article")).to_contain_text("Call back Mme Tremblay.")
    house.close()


def test_without_a_script_the_board_is_a_form(stage: Stage) -> None:
    page = stage.opens("rose.lam", "/reception", script=False)

    page.locator("#board-q").fill("nitrile")
    page.locator("#board-q").press("Enter")

    expect(page.locator("#found article")).to_contain_text("Nitrile gloves")
