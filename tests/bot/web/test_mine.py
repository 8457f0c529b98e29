import re
from datetime import timedelta

import pytest

from tests.bot.house import HouseUnderTest, StoppedClock
from tests.bot.web.company import company
from tests.bot.web.windows import Window, window

TABLE = company
ORDER = "I want to order special gloves"
BADGE = "I lost my badge"


def test_whoever_waits_for_nothing_is_led_to_the_chat(anna: Window) -> None:
    assert "Nothing is waiting for you. Ask a question" in anna.sees("/mine")
    assert 'href="/as/anna.roy/"' in anna.source("/mine")


def test_what_i_am_owed_says_who_by_when_and_what_comes_next(anna: Window) -> None:
    reference = anna.asks(ORDER).reference

    page = anna.sees("/mine")

    assert "Open: 1" in page
    assert f"{reference} Passed on to Paul Côté, not taken yet" in page
    assert "Paul Côté, Stores" in page
    assert "by 2:00 pm" in page
    assert "10:30 am: I remind Paul Côté" in page
    assert f'href="/as/anna.roy/requests/{reference}"' in anna.source("/mine")


def test_the_soonest_due_comes_first(anna: Window, house: HouseUnderTest) -> None:
    later = anna.asks(ORDER).reference
    paul = window(house, "paul.cote")
    paul.sends(f"/requests/{later}", {"verb": "later", "when": "2026-11-27T11:00", "text": "stock-taking"})
    soon = anna.asks(BADGE).reference

    assert re.findall(r'<article id="(G-\d+)"', anna.source("/mine")) == [soon, later]


def test_what_is_late_is_marked_with_the_time_that_was_first_promised(
    anna: Window, house: HouseUnderTest, clock: StoppedClock
) -> None:
    anna.asks(ORDER)
    for _ in range(10):
        clock.forward(timedelta(minutes=30))
        while house.core.fire_one():
            pass

    assert "Late: it was promised by 2:00 pm." in anna.sees("/mine")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Paul Côté has not answered yet: Rose Lam is looking after it"),
        ("fr", "Paul Côté n'a pas encore répondu : Rose Lam s'en charge"),
    ],
)
def test_what_its_owner_left_lying_says_who_was_asked_and_who_has_it(
    house: HouseUnderTest, clock: StoppedClock, lang: str, words: str
) -> None:
    anna, rose = window(house, "anna.roy", lang), window(house, "rose.lam", lang)
    reference = anna.asks(ORDER).reference
    for _ in range(4):
        clock.forward(timedelta(hours=1))
        while house.core.fire_one():
            pass

    assert words in anna.sees("/mine")
    assert words in anna.sees(f"/requests/{reference}")
    assert words in rose.sees("/inbox")


def test_what_is_closed_is_listed_with_the_reason_page_by_page(anna: Window, house: HouseUnderTest) -> None:
    references = [anna.asks(f"{BADGE} number {number}").reference for number in range(23)]
    for reference in dict.fromkeys(references):
        anna.sends(f"/requests/{reference}", {"verb": "withdraw"})
    newest, older = anna.source("/mine"), anna.source(f"/mine?before={references[3]}")

    shown = re.findall(r'scope="row"><a[^>]*>(G-\d+)', newest)

    assert shown == list(reversed(references))[:20]
    assert "Request withdrawn." in newest
    assert f'href="/as/anna.roy/mine?before={references[3]}"' in newest
    assert re.findall(r'scope="row"><a[^>]*>(G-\d+)', older) == list(reversed(references))[20:]


def test_nobody_sees_what_others_asked(anna: Window, house: HouseUnderTest) -> None:
    reference = anna.asks(ORDER).reference

    assert reference in anna.source("/mine")
    assert reference not in window(house, "paul.cote").source("/mine")


@pytest.mark.parametrize("before", ["nothing", "G-0", "%00", "G-99999999999999999999"])
def test_an_odd_place_to_begin_is_the_beginning(anna: Window, before: str) -> None:
    anna.asks(ORDER)

    assert anna.sees(f"/mine?before={before}") == anna.sees("/mine")


def test_the_page_speaks_french(house: HouseUnderTest) -> None:
    anna = window(house, "anna.roy", "fr")
    anna.asks(ORDER)

    page = anna.sees("/mine")

    assert "Transmise à Paul Côté, pas encore prise" in page
    assert "avant 14 h" in page


@pytest.mark.parametrize("path", ["/mine", "/requests/{reference}"])
def test_a_page_that_shows_it_as_it_is_gets_nothing_until_something_changes(
    anna: Window, house: HouseUnderTest, path: str
) -> None:
    reference = anna.asks(ORDER).reference
    address = f"/as/anna.roy{path.format(reference=reference)}"
    mark = re.findall(r'data-mark="(\w+)"', anna.browser.get(address).text)[0]

    before = anna.browser.get(address, {"if-none-match": mark})
    window(house, "paul.cote").sends(f"/requests/{reference}", {"verb": "take"})
    after = anna.browser.get(address, {"if-none-match": mark})

    assert (before.status_code, after.status_code) == (204, 200)
    assert "Paul Côté is on it" in after.text
