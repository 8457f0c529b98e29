"""At which hour the demo begins: somebody who comes in the evening sees a promise made and kept on one day."""

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.app import Ledger
from bot.cli.open import ledger_at_hand
from bot.clock import Clock, MovableClock
from bot.core import Core
from bot.demo.opening import at_work, furnished
from bot.settings import Settings
from handlers.requests.calendar import Calendar
from knowledge.models import Holidays, OpenHours
from tests.bot.channels.web.browser import Browser
from tests.bot.house import StoppedClock, make_house
from tests.fitted import with_fit

# Hours of Montréal, five behind UTC in winter; November 24, 2026, is a Tuesday.
TUESDAY_EVENING = datetime(2026, 11, 25, 3, 55, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 16, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 14, 5, tzinfo=UTC)
LATE_AFTERNOON = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
EARLY_MORNING = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
AT_TEN = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
BEFORE_LUNCH = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
AT_LUNCH = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


def calendar(*hours: tuple[int, int], days: int = 5) -> Calendar:
    week = (
        OpenHours(weekday=day, opens=time(opens), closes=time(closes)) for day in range(days) for opens, closes in hours
    )
    return Calendar(timezone="America/Toronto", hours=tuple(week), holidays=Holidays())


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        (TUESDAY_EVENING, WEDNESDAY),
        (SATURDAY, MONDAY),
        (LATE_AFTERNOON, WEDNESDAY),
        (EARLY_MORNING, WEDNESDAY),
        (AT_TEN, AT_TEN),
        (BEFORE_LUNCH, BEFORE_LUNCH),
        (AT_LUNCH, AT_LUNCH),
    ],
    ids=["evening", "weekend", "nearly closed", "early", "at work", "before lunch", "at lunch"],
)
def test_the_demo_begins_when_people_are_at_work_for_a_while_yet(now: datetime, begins: datetime) -> None:
    assert at_work(now, calendar((8, 12), (13, 17))) == begins


def test_where_people_begin_later_in_the_morning_so_does_the_demo() -> None:
    assert at_work(TUESDAY_EVENING, calendar((10, 17))) == WEDNESDAY.replace(hour=15, minute=0)


def test_nobody_ever_at_work_moves_no_clock() -> None:
    assert at_work(SATURDAY, calendar(days=0)) == SATURDAY


def opened(ledger: Ledger, settings: Settings, machine: Clock, *, real_time: bool = False) -> tuple[Core, MovableClock]:
    return furnished(settings, ledger, empty=True, real_time=real_time, machine=machine)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(DATABASE_URL=f"sqlite:///{with_fit(tmp_path) / 'guichet-demo.db'}")


def test_in_the_evening_the_weeks_before_end_at_the_hour_it_begins(settings: Settings) -> None:
    with ledger_at_hand(settings) as (_, ledger):
        _, clock = furnished(settings, ledger, empty=False, machine=StoppedClock(TUESDAY_EVENING))
        with ledger.units.look() as view:
            latest, due = view.timeline.latest(), view.requests.next_due()

    assert clock.now() == WEDNESDAY
    assert latest is not None
    assert TUESDAY_EVENING < latest <= WEDNESDAY
    assert due is not None
    assert due > WEDNESDAY


def test_the_hour_is_kept_when_the_demo_starts_again_and_real_time_catches_up(settings: Settings) -> None:
    machine = StoppedClock(TUESDAY_EVENING)
    with ledger_at_hand(settings) as (_, ledger):
        opened(ledger, settings, machine)
        machine.at = machine.at.replace(minute=59)
        _, again = opened(ledger, settings, machine)
        assert again.now() == WEDNESDAY
        machine.at = WEDNESDAY.replace(hour=15)
        _, next_day = opened(ledger, settings, machine)

    assert next_day.now() == machine.at


def test_in_real_time_the_clock_is_the_machines(settings: Settings) -> None:
    with ledger_at_hand(settings) as (_, ledger):
        _, clock = opened(ledger, settings, StoppedClock(TUESDAY_EVENING), real_time=True)

    assert clock.now() == TUESDAY_EVENING


@pytest.mark.parametrize(
    ("lang", "hour", "words"),
    [
        ("fr", "mer. 25 nov., 9 h 05", "Horloge avancée ; en réalité : mar. 22 h 55"),
        ("en", "Wed, Nov 25, 9:05 am", "Clock moved ahead; it is really Tue 10:55 pm"),
    ],
)
def test_the_bar_says_that_the_clock_is_ahead_and_what_the_real_hour_is(
    tmp_path: Path, lang: str, hour: str, words: str
) -> None:
    house = make_house(tmp_path, MovableClock(StoppedClock(TUESDAY_EVENING), ahead=WEDNESDAY - TUESDAY_EVENING))

    page = Browser(house.app).get(f"/as/anna/?lang={lang}").text.replace("\u00a0", " ").replace("\u202f", " ")

    assert hour in page
    assert words in page
    house.close()


def test_a_clock_that_is_on_time_is_not_said_to_be_ahead(tmp_path: Path) -> None:
    house = make_house(tmp_path, MovableClock(StoppedClock()))

    assert "Horloge avancée" not in Browser(house.app).get("/as/anna/?lang=fr").text
    house.close()
