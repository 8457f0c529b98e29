"""The demo's clock: things happen on the way, each at its hour, and the page says which."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.demo.diary import lead
from tests.bot.channels.web.browser import Browser
from tests.bot.house import MONDAY_MORNING, HouseUnderTest, StoppedClock, make_house, reopen_house

UNKNOWN = "qui arrose le ficus du troisième ?"
HALF_PAST_TEN = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
TUESDAY_EIGHT = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


def moved(house: HouseUnderTest, by: str, **more: str) -> str:
    """The page after moving the clock."""
    browser = Browser(house.app)
    answer = browser.post("/clock", {"by": by, "back": "/as/anna/?left=1", **more})
    assert (answer.status_code, answer.headers["location"]) == (303, "/as/anna/?left=1")
    return browser.get("/as/anna/").text


def kinds(house: HouseUnderTest) -> list[tuple[str, datetime]]:
    with house.core.units.look() as view:
        return [(event.kind, event.at) for event in view.timeline.of(house.requests()[0].id)]


def test_on_a_long_way_each_rung_is_climbed_at_its_hour(house: HouseUnderTest) -> None:
    Browser(house.app).asks("anna", UNKNOWN)

    page = moved(house, "4h")

    steps = [(kind, at - MONDAY_MORNING) for kind, at in kinds(house) if kind in {"remind", "ask_members"}]
    assert steps == [("remind", timedelta(minutes=30)), ("ask_members", timedelta(hours=1))]
    assert "Rappel à Rose Lam" in page
    assert "Retard annoncé à Anna Roy avant l’heure promise" in page


def test_the_next_thing_is_the_next_due_time_in_the_ledger(house: HouseUnderTest) -> None:
    Browser(house.app).asks("anna", UNKNOWN)

    moved(house, "next")

    assert HALF_PAST_TEN <= house.core.clock.now() <= HALF_PAST_TEN + timedelta(seconds=2)
    assert kinds(house)[-1][0] == "remind"


def test_the_next_thing_of_one_request_passes_over_what_happens_to_others(house: HouseUnderTest) -> None:
    browser = Browser(house.app)
    browser.asks("anna", UNKNOWN, "n1")
    moved(house, "30m")
    browser.asks("paul", "qui accorde le piano du salon ?", "n2")
    reference = house.requests()[1].reference

    page = moved(house, "next", reference=reference)

    told = page[page.index('class="meanwhile"') :]
    assert told.index(house.requests()[0].reference) < told.index(house.requests()[1].reference)
    assert house.core.clock.now() >= MONDAY_MORNING + timedelta(hours=1)
    assert kinds(house)[-1][0] == "ask_members"


def test_the_next_working_morning_is_when_the_front_desk_opens(house: HouseUnderTest) -> None:
    moved(house, "morning")

    assert house.core.clock.now() == TUESDAY_EIGHT


def test_when_nothing_was_due_the_page_says_so_until_it_was_read(house: HouseUnderTest) -> None:
    assert "Rien n’est arrivé à échéance" in moved(house, "1h")

    browser = Browser(house.app)
    browser.post("/meanwhile", {"back": "/"})

    assert "Rien n’est arrivé à échéance" not in browser.get("/as/anna/").text


@pytest.mark.parametrize("by", ["", "2w", "-1h"])
def test_a_move_that_no_button_makes_is_refused(house: HouseUnderTest, by: str) -> None:
    assert Browser(house.app).post("/clock", {"by": by}).status_code == 400
    assert house.core.clock.now() == MONDAY_MORNING


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", "/\r\nx: y"])
def test_nobody_is_sent_elsewhere(house: HouseUnderTest, back: str) -> None:
    assert Browser(house.app).post("/clock", {"by": "1h", "back": back}).headers["location"] == "/"


def test_the_hour_is_remembered_across_a_restart_even_when_nothing_happened(tmp_path: Path) -> None:
    house = make_house(tmp_path, MovableClock(StoppedClock()))
    moved(house, "1d")
    house.close()

    again = reopen_house(tmp_path, StoppedClock())

    assert lead(again.core.units, MONDAY_MORNING) == timedelta(days=1)
    assert lead(again.core.units, MONDAY_MORNING + timedelta(days=3)) == timedelta()
    again.close()
