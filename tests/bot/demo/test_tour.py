"""The tour without a script: each step sees by itself that it was done, and can be left and taken up again."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from bot.demo.tour import COOKIE, Progress, Step, following, previous, progress_of
from handlers.requests.model import RequestId
from knowledge.models import Email, Lang, Person, RoutingTable
from tests.bot.channels.web.browser import Browser
from tests.bot.house import ROSE, HouseUnderTest, small_table

SAM = Email("sam.cyr@atelier.example")
DONE = "C’est fait."


def table() -> RoutingTable:
    """Two at the front desk, so that there is somebody to stand in."""
    before = small_table()
    desk = replace(before.triage, members=(ROSE, SAM))
    sam = Person(email=SAM, name="Sam Cyr", lang=Lang.FR)
    return replace(before, people={**before.people, SAM: sam}, departments={**before.departments, desk.id: desk})


TABLE = table


def goes(browser: Browser, do: str) -> None:
    assert browser.post("/tour", {"do": do, "back": "/"}).status_code == 303


def panel(browser: Browser, path: str = "/as/anna/") -> str:
    found = re.search(r'<section id="tour".*?</section>', browser.get(path + "?lang=fr").text, re.DOTALL)
    return unescape(found.group()) if found else ""


def presses(browser: Browser, shown: str) -> None:
    """Use the form of the panel that is not about the tour itself."""
    action, inside = re.findall(r'<form method="post" action="(/(?!tour)[^"]+)">(.*?)</form>', shown, re.DOTALL)[0]
    form = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', inside))
    assert browser.post(action, form).status_code == 303


def test_the_first_page_invites_and_takes_no_for_an_answer(browser: Browser) -> None:
    assert "3 minutes" in panel(browser, "/")

    goes(browser, "leave")

    assert panel(browser, "/") == ""
    assert "Visite guidée" in browser.get("/").text


def test_the_whole_tour_by_links_and_forms_alone(house: HouseUnderTest, browser: Browser) -> None:
    goes(browser, "start")
    for step in ("known", "unknown"):
        assert DONE not in panel(browser), step
        presses(browser, panel(browser))
        assert DONE in panel(browser), step
        goes(browser, "next")
    reference = house.requests()[-1].reference
    assert f'href="/as/rose.lam/requests/{reference}"' in panel(browser)
    assert DONE in panel(browser, "/as/rose/")
    goes(browser, "next")
    for name in ("Rose Lam", "Sam Cyr"):
        presses(browser, panel(browser, "/as/rose/"))
        assert DONE in panel(browser, "/as/rose/")
        assert name in panel(browser, "/as/rose/")
        goes(browser, "next")
    assert f'href="/as/sam.cyr/requests/{reference}"' in panel(browser)
    browser.does("sam", "answer", reference, "n9", "C’est Luc, tous les mardis.")
    assert DONE in panel(browser, "/as/sam/")
    goes(browser, "next")
    assert DONE not in panel(browser, "/as/sam/")
    assert DONE in panel(browser)
    goes(browser, "next")
    assert "guichet kb import" in panel(browser)


def test_the_panel_alone_tells_a_script_what_has_changed(browser: Browser) -> None:
    goes(browser, "start")
    before = browser.get("/tour/panel?here=/as/anna/").text
    browser.asks("anna", "où sont les gants en nitrile ?")

    after = browser.get("/tour/panel?here=/as/anna/").text

    assert "<html" not in after
    assert re.findall(r'data-state="([^"]+)"', before + after) == ["known.False.False", "known.True.False"]


def test_the_tour_is_taken_up_where_it_was_left_even_by_another_process(
    house: HouseUnderTest, browser: Browser, tmp_path: Path
) -> None:
    goes(browser, "start")
    goes(browser, "next")

    elsewhere = Browser(house.app, cookies=browser.cookies)

    assert "étape 2 de 8" in panel(elsewhere)


def test_one_can_go_back_and_never_beyond_either_end() -> None:
    first, last = Progress(Step.KNOWN, RequestId(3)), Progress(Step.END, RequestId(3))

    assert previous(following(first)) == first
    assert previous(first) == first
    assert following(last) == last


@pytest.mark.parametrize(
    "cookie", ["", "off", "known", "known.x", "nothing.3", "known.-1", "known.٣", "known." + "9" * 99]
)
def test_a_cookie_that_was_never_ours_is_no_tour(cookie: str) -> None:
    assert progress_of(cookie) is None


def test_a_step_and_a_number_are_progress(browser: Browser) -> None:
    goes(browser, "start")

    assert progress_of(browser.cookies[COOKIE]) == Progress(Step.KNOWN, RequestId(0))
