"""The chat as requests to the application: what is read, in which language, how far back."""

import asyncio
import re

import pytest
from markupsafe import escape

from handlers.content import Content
from tests.bot.channels.web.browser import Browser
from tests.bot.house import ANNA, PAUL, HouseUnderTest

UNKNOWN = "qui arrose le ficus du troisième ?"
BADGE = "j'ai perdu ma carte d'accès"


def delivered(house: HouseUnderTest) -> None:
    asyncio.run(house.deliver_all())


def post(house: HouseUnderTest, conversation: str, *keys: str) -> None:
    with house.core.units.begin() as unit:
        for key in keys:
            unit.weblog.post(conversation, key, Content(body=(f"message {key}.",)), house.core.clock.now())
        unit.commit()


def mark_of(page: str) -> str:
    found = re.search(r'data-mark="([^"]*)"', page)
    assert found
    return found[1]


def test_a_page_that_is_up_to_date_is_answered_with_nothing(house: HouseUnderTest, browser: Browser) -> None:
    mark = mark_of(browser.get("/as/anna/").text)

    same = browser.get(f"/as/anna/?since={mark}")
    post(house, f"person:{ANNA}", "k1")
    newer = browser.get(f"/as/anna/?since={mark}")

    assert (same.status_code, same.text) == (204, "")
    assert "message k1." in newer.text
    assert mark_of(newer.text) != mark


def test_news_of_a_department_is_news_for_its_members_alone(house: HouseUnderTest, browser: Browser) -> None:
    his, hers = mark_of(browser.get("/as/paul/").text), mark_of(browser.get("/as/rose/").text)

    post(house, "department:magasin", "k1")

    assert browser.get(f"/as/paul/?since={his}").status_code == 200
    assert browser.get(f"/as/rose/?since={hers}").status_code == 204


def test_a_long_conversation_shows_its_last_sixty_and_a_way_to_the_earlier_ones(
    house: HouseUnderTest, browser: Browser
) -> None:
    post(house, f"person:{ANNA}", *(str(n) for n in range(130)))

    page = browser.get("/as/anna/").text
    seen = [page]
    while link := re.search(r'href="([^"]*/earlier[^"]*)"', seen[-1]):
        seen.append(browser.get(link[1].replace("&amp;", "&")).text)

    numbers = [[int(n) for n in re.findall(r"message (\d+)\.", text)] for text in seen]
    assert numbers == [list(range(70, 130)), list(range(10, 70)), list(range(10))]


def test_the_earlier_messages_of_a_department_are_for_its_members(house: HouseUnderTest, browser: Browser) -> None:
    post(house, "department:magasin", "k1", "k2")

    assert "message k1." in browser.get("/as/paul/earlier?of=magasin&before=999").text
    assert browser.get("/as/rose/earlier?of=magasin&before=999").status_code == 404
    assert browser.get("/as/rose/earlier?of=atlantis&before=999").status_code == 404


@pytest.mark.parametrize("before", ["", "0", "-1", "x", "9" * 40, "1' OR 1=1"])
def test_an_odd_number_leads_to_a_page_that_says_that_there_is_nothing(browser: Browser, before: str) -> None:
    answer = browser.get(f"/as/anna/earlier?before={before}")

    assert answer.status_code == 200
    assert "Rien avant cela." in answer.text


def test_cards_are_read_in_the_language_chosen_on_the_page(house: HouseUnderTest, browser: Browser) -> None:
    browser.asks("anna", UNKNOWN)
    delivered(house)

    french = browser.get("/as/anna/").text
    english = browser.get("/as/anna/?lang=en").text

    assert "Je ne sais pas encore" in french
    assert "Je ne sais pas encore" not in english
    assert "come back to you" in english
    assert UNKNOWN in english  # their own words stay as they typed them


def test_an_owner_reads_their_counter_in_the_language_they_chose(house: HouseUnderTest, browser: Browser) -> None:
    browser.asks("anna", BADGE)
    delivered(house)

    page = browser.get("/as/rose/?lang=en").text

    counter = page[page.index('id="at-accueil"') :]
    assert "I’ll take it" in counter
    assert "Je m’en occupe" not in counter


def test_a_card_that_is_not_theirs_any_more_stays_as_it_was_delivered(house: HouseUnderTest, browser: Browser) -> None:
    browser.asks("anna", UNKNOWN)
    delivered(house)
    with house.core.units.look() as view:
        card = view.weblog.of(f"person:{ANNA}", limit=9)[-1]
    with house.core.units.begin() as unit:
        unit.weblog.post(f"person:{PAUL}", "odd", card.content, house.core.clock.now())
        unit.commit()

    assert "Je ne sais pas encore" in browser.get("/as/paul/?lang=en").text


def test_a_promise_says_what_happens_by_itself_and_when(house: HouseUnderTest, browser: Browser) -> None:
    browser.asks("anna", UNKNOWN)
    delivered(house)

    page = browser.get("/as/anna/").text

    assert re.search(r'class="next"><bdi>Sans réaction avant 10.h.30, je le rappelle à Rose Lam\.', page)


def test_a_button_that_did_nothing_says_so_to_the_page(house: HouseUnderTest, browser: Browser) -> None:
    answer = browser.post("/as/anna/do", {"verb": "take", "reference": "G-9999", "nonce": "n1"})

    assert answer.headers["location"].endswith("&refused")


def previewed(browser: Browser, text: str, **fields: str) -> str:
    return browser.post("/as/anna/preview", {"text": text, "nonce": "n1", **fields}).text


def test_a_preview_names_whose_it_is_until_when_and_how_they_are_reached(
    house: HouseUnderTest, browser: Browser
) -> None:
    page = previewed(browser, "où sont les gants en nitrile ?")

    assert re.search(r'value="topic:gants" required checked>\s*<span class="where"><strong>Gants en nitrile', page)
    assert "Paul Côté peut vous en dire plus" in page
    assert re.search(r"<bdi>Magasin</bdi> · Joignable jusqu’à 17.h", page)
    assert house.requests() == []


def test_what_was_typed_goes_back_into_the_box(browser: Browser) -> None:
    page = previewed(browser, "\nune question <b>en gras</b>", back="1")

    assert "\n\nune question &lt;b&gt;en gras&lt;/b&gt;</textarea>" in page


def test_what_was_picked_in_the_preview_is_asked(house: HouseUnderTest, browser: Browser) -> None:
    form = {"text": "où sont les gants en nitrile ?", "nonce": "n1", "pick": "none", "private": "1"}

    browser.post("/as/anna/ask", form)

    (request,) = house.requests()
    assert (request.topic, request.memory.private) == (None, True)


def test_a_preview_that_was_left_by_another_way_leads_back_to_the_chat(browser: Browser) -> None:
    assert browser.get("/as/anna/preview?lang=en").status_code == 200


ODD = [
    '<img src=x onerror="alert(1)">',
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "\u202etxet\u202c à l'envers",
    "e" + "\u0301" * 10_000,
    "{{ 7 * 7 }} {0.__class__} %s",
    "a" * 3000,
]


@pytest.mark.parametrize("text", ODD)
def test_odd_words_are_only_ever_text_wherever_they_are_shown(
    house: HouseUnderTest, browser: Browser, text: str
) -> None:
    preview = previewed(browser, text)
    browser.asks("anna", text)
    delivered(house)

    pages = [preview, *(browser.get(f"/as/{who}/").text for who in ("anna", "rose"))]

    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert 'href="javascript:' not in page
        assert f"<bdi>{escape(text)}</bdi>" in page
