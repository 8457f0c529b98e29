import asyncio
import re

import pytest

from handlers.requests.model import State
from tests.bot.channels.web.browser import Browser
from tests.bot.house import ANNA, HouseUnderTest

GLOVES = "où sont les gants en nitrile ?"
UNKNOWN = "qui arrose le ficus du troisième ?"


def delivered(house: HouseUnderTest) -> None:
    asyncio.run(house.deliver_all())


def test_the_page_of_people_leads_to_everybody(browser: Browser) -> None:
    page = browser.get("/people").text

    assert re.findall(r'href="/as/([\w.]+)/"', page) == ["anna.roy", "paul.cote", "rose.lam"]


@pytest.mark.parametrize("who", ["anna", "anna.roy"])
def test_the_navigation_says_which_page_it_is_however_the_person_was_named(browser: Browser, who: str) -> None:
    page = browser.get(f"/as/{who}/inbox").text

    assert re.findall(r'href="([^"]+)" aria-current="page"', page)[0] == "/as/anna.roy/inbox"


def test_a_known_question_shows_the_answer_and_the_owner(house: HouseUnderTest, browser: Browser) -> None:
    assert browser.asks("anna", GLOVES) == 303
    delivered(house)

    page = browser.get("/as/anna/").text

    assert "B-12-3" in page
    assert "Paul Côté" in page
    assert 'href="tel:819-555-0125' in page


def test_an_unknown_question_goes_from_promise_to_answer_between_two_windows(
    house: HouseUnderTest, browser: Browser
) -> None:
    browser.asks("anna", UNKNOWN)
    delivered(house)
    reference = house.requests()[0].reference
    assert UNKNOWN in browser.get("/as/rose/").text

    browser.does("rose", "take", reference, "n2")
    browser.does("rose", "answer", reference, "n3", "C'est Luc, le mardi.")
    delivered(house)

    assert "C&#39;est Luc, le mardi." in browser.get("/as/anna/").text
    assert house.requests()[0].state is State.ANSWERED


def test_a_form_sent_twice_asks_once(house: HouseUnderTest, browser: Browser) -> None:
    browser.asks("anna", GLOVES, nonce="same")
    browser.asks("anna", GLOVES, nonce="same")
    delivered(house)

    assert len(house.requests()) == 1
    assert [post.content.body for post in house.shown(f"person:{ANNA}") if post.mine] == [(GLOVES,)]


def test_what_somebody_types_is_only_ever_text(house: HouseUnderTest, browser: Browser) -> None:
    browser.asks("anna", '<img src=x onerror="alert(1)">')
    delivered(house)

    for who in ("anna", "rose", "paul"):
        page = browser.get(f"/as/{who}/").text
        assert "<img src=x" not in page
    assert "&lt;img src=x" in browser.get("/as/anna/").text


@pytest.mark.parametrize("text", ["", "   ", "🙂🙂🙂", "a\0b", "\u202eabc", "é" * 50_000])
def test_odd_text_gets_a_kind_reply(house: HouseUnderTest, browser: Browser, text: str) -> None:
    assert browser.asks("anna", text) == 303

    delivered(house)

    assert [post for post in house.shown(f"person:{ANNA}") if not post.mine]


def test_a_text_just_within_the_limit_is_taken_even_when_every_letter_has_an_accent(browser: Browser) -> None:
    assert browser.asks("anna", "é" * 100_000) == 303


def test_a_text_over_the_limit_is_refused_in_words(house: HouseUnderTest, browser: Browser) -> None:
    answer = browser.post("/as/anna/ask", {"text": "a" * 100_001, "nonce": "n1"})

    assert answer.status_code == 413
    assert "100" in answer.text
    assert house.requests() == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", "C’est trop lourd\N{NO-BREAK SPACE}: 1 Mo au plus. Rien n’a été gardé."),
        ("en", "That is too large: 1 MB at most. Nothing was kept."),
    ],
)
def test_a_body_over_the_limit_is_refused_by_the_houses_own_page(
    house: HouseUnderTest, browser: Browser, lang: str, words: str
) -> None:
    browser.get(f"/as/anna/?lang={lang}")

    answer = browser.post("/as/anna/ask", {"text": "a" * 2_000_000, "nonce": "n1"})

    assert answer.status_code == 413
    assert f"<h1>{words}" in answer.text
    assert 'href="/as/anna.roy/"' in answer.text
    assert house.requests() == []


@pytest.mark.parametrize(
    "foreign",
    [
        {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:9999"},
        {"origin": "https://elsewhere.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site", "origin": "null"},
    ],
)
def test_another_site_cannot_post(house: HouseUnderTest, browser: Browser, foreign: dict[str, str]) -> None:
    answer = browser.post("/as/anna/ask", {"text": GLOVES, "nonce": "n1"}, headers=foreign)

    assert answer.status_code == 403
    assert house.requests() == []


def test_our_own_forms_may_come_with_our_origin_or_with_none(browser: Browser) -> None:
    for headers in ({}, {"origin": "http://127.0.0.1:8080"}, {"origin": "null", "sec-fetch-site": "same-origin"}):
        answer = browser.post("/as/anna/ask", {"nonce": "n1"}, headers=headers)

        assert answer.status_code == 303


@pytest.mark.parametrize(
    ("host", "status"), [("evil.example", 400), ("127.0.0.1.evil.example", 400), ("[::1]:80", 200)]
)
def test_only_this_machine_is_a_host(browser: Browser, host: str, status: int) -> None:
    assert browser.get("/as/anna/", headers={"host": host}).status_code == status


@pytest.mark.parametrize("path", ["/", "/as/anna/", "/as/nobody/", "/nowhere", "/static/guichet.css"])
def test_every_answer_carries_the_strict_headers(browser: Browser, path: str) -> None:
    headers = browser.get(path).headers

    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"]


def test_no_page_holds_inline_script_or_style(house: HouseUnderTest, browser: Browser) -> None:
    browser.asks("anna", GLOVES)
    delivered(house)

    pages = "".join(browser.get(path).text for path in ("/", "/as/anna/", "/as/paul/", "/nowhere"))

    assert re.search(r"<script[^>]* src=", pages)
    assert not re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", pages)


def test_a_name_nobody_bears_is_a_page_that_leads_back(browser: Browser) -> None:
    answer = browser.get("/as/nobody/")

    assert answer.status_code == 404
    assert 'href="/"' in answer.text


def test_a_page_that_breaks_says_so_in_a_page_and_tells_nothing_of_its_inside(
    house: HouseUnderTest, browser: Browser
) -> None:
    with house.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE web_messages RENAME TO away")
        connection.commit()

    answer = browser.get("/as/anna/?lang=en")

    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert 'href="/as/anna.roy/"' in answer.text
    assert "web_messages" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_form_that_cannot_be_read_is_answered_by_a_page_that_leads_back(browser: Browser) -> None:
    answer = browser.post("/as/anna/ask?lang=en", {f"field{number}": "x" for number in range(1000)})

    assert answer.status_code == 400
    assert 'href="/as/anna.roy/"' in answer.text


def test_an_unknown_verb_is_refused(house: HouseUnderTest, browser: Browser) -> None:
    answer = browser.post("/as/anna/do", {"verb": "explode", "reference": "G-1001", "nonce": "n1"})

    assert answer.status_code == 400


def test_a_reference_that_is_not_theirs_reads_as_one_that_does_not_exist(
    house: HouseUnderTest, browser: Browser
) -> None:
    browser.asks("anna", UNKNOWN)
    reference = house.requests()[0].reference

    theirs, nothing = browser.does("paul", "take", reference, "n2"), browser.does("paul", "take", "G-9999", "n3")

    assert status_line(theirs) == status_line(nothing) != ""
    assert UNKNOWN not in theirs


def test_the_language_is_a_choice_that_stays(browser: Browser) -> None:
    browser.get("/as/anna/?lang=en")

    assert '<html lang="en">' in browser.get("/as/anna/").text


def status_line(page: str) -> str:
    found = re.search(r'role="status"[^>]*>(.*?)<', page)
    return found.group(1) if found else ""


def test_when_the_ledger_is_away_the_page_says_that_nothing_was_recorded(
    house: HouseUnderTest, browser: Browser
) -> None:
    with house.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE deliveries RENAME TO away")
        connection.commit()

    answer = browser.post("/as/anna/ask", {"text": GLOVES, "nonce": "n1"})

    assert answer.status_code == 503
    assert 'href="/' in answer.text
