"""Working time against a slow, obvious oracle: every hour of the weeks in which the clocks change, in three zones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.requests.calendar import (
    Calendar,
    after_working,
    after_working_days,
    before_working,
    is_open,
    working_calendar,
    working_minutes,
)
from knowledge.hours import parse_hours
from knowledge.models import Bilingual, Department, DepartmentId, Holidays, OpenHours, RoutingTable

STEP = timedelta(minutes=5)
HOURS = parse_hours("mon-fri 08:00-12:00 13:00-17:00; sun 00:00-06:00 22:00-24:00")
assert isinstance(HOURS, tuple)
CHANGES = [
    ("America/Toronto", date(2026, 3, 5)),
    ("America/Toronto", date(2026, 10, 29)),
    ("Europe/Paris", date(2026, 3, 26)),
    ("Europe/Paris", date(2026, 10, 22)),
    ("Australia/Lord_Howe", date(2026, 4, 2)),
    ("Australia/Lord_Howe", date(2026, 10, 1)),
]
NO_HOLIDAYS = Holidays()


def calendar(zone: str, off: Holidays = NO_HOLIDAYS) -> Calendar:
    assert isinstance(HOURS, tuple)
    return Calendar(timezone=zone, hours=HOURS, holidays=off)


def is_open_slowly(zone: ZoneInfo, at: datetime, off: frozenset[date]) -> bool:
    local = at.astimezone(zone)
    if local.date() in off:
        return False
    assert isinstance(HOURS, tuple)
    now = local.time().replace(tzinfo=None, fold=0)
    return any(each.weekday == local.weekday() and each.opens <= now < each.closes for each in HOURS)


def after_slowly(zone: ZoneInfo, start: datetime, minutes: int, off: frozenset[date]) -> datetime:
    """Five minutes at a time: the moment at which enough of them were open."""
    left, at = timedelta(minutes=minutes), start
    while True:
        if is_open_slowly(zone, at, off):
            left -= STEP
            if left <= timedelta():
                return at + STEP
        at += STEP


@pytest.mark.parametrize(("name", "first"), CHANGES)
@pytest.mark.parametrize("minutes", [30, 240])
def test_every_hour_of_a_week_with_a_clock_change_counts_for_what_it_lasts(
    name: str, first: date, minutes: int
) -> None:
    zone, ours = ZoneInfo(name), calendar(name)
    begin = datetime.combine(first, time.min, tzinfo=UTC)
    for hour in range(0, 24 * 6, 1):
        start = begin + timedelta(hours=hour)
        assert after_working(ours, start, minutes) == after_slowly(zone, start, minutes, frozenset()), start
        assert is_open(ours, start) is is_open_slowly(zone, start, frozenset())


def test_an_hour_that_the_clocks_leap_over_is_not_worked() -> None:
    night = Calendar(timezone="America/Toronto", hours=(_sunday(2, 30, 6),), holidays=NO_HOLIDAYS)
    gone = Calendar(timezone="America/Toronto", hours=(_sunday(2, 0, 3),), holidays=NO_HOLIDAYS)
    saturday = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)

    assert after_working(night, saturday, 30) == datetime(
        2026, 3, 8, 7, 30, tzinfo=UTC
    )  # from 3:00, the first there is
    assert after_working(gone, saturday, 30) == datetime(2026, 3, 15, 6, 30, tzinfo=UTC)


def test_a_range_inside_another_neither_ends_the_day_nor_counts_twice() -> None:
    nested = Calendar(timezone="UTC", hours=(_sunday(8, 0, 17), _sunday(9, 0, 10)), holidays=NO_HOLIDAYS)
    sunday = datetime(2026, 1, 4, 8, 0, tzinfo=UTC)

    assert after_working(nested, sunday, 8 * 60) == sunday + timedelta(hours=8)
    assert working_minutes(nested, sunday, sunday + timedelta(days=1)) == 9 * 60


def _sunday(hour: int, minute: int, closes: int) -> OpenHours:
    return OpenHours(weekday=6, opens=time(hour, minute), closes=time(closes))


MOMENTS = st.integers(0, 12 * 24 * 40).map(lambda steps: datetime(2026, 10, 10, tzinfo=UTC) + steps * STEP)
LENGTHS = st.integers(1, 12 * 30).map(lambda steps: steps * 5)


@given(start=MOMENTS, minutes=LENGTHS)
def test_before_is_the_way_back(start: datetime, minutes: int) -> None:
    ours = calendar("America/Toronto")
    end = after_working(ours, start, minutes)

    back = before_working(ours, end, minutes)

    assert working_minutes(ours, start, end) == minutes
    assert working_minutes(ours, back, end) == minutes
    assert back >= start


@given(start=MOMENTS, plus=st.sets(st.integers(0, 30), max_size=8), minutes=LENGTHS)
def test_days_off_count_for_nothing(start: datetime, plus: set[int], minutes: int) -> None:
    off = frozenset(date(2026, 10, 12) + timedelta(days=day) for day in plus)
    ours = calendar("Europe/Paris", Holidays(plus=off))

    assert after_working(ours, start, minutes) == after_slowly(ZoneInfo("Europe/Paris"), start, minutes, off)


def test_a_public_holiday_of_quebec_is_no_working_day_unless_it_is_worked() -> None:
    monday = datetime(2026, 5, 18, 14, 0, tzinfo=UTC)  # Journée nationale des patriotes
    closed = calendar("America/Toronto", Holidays(country="CA", subdivision="QC"))
    worked = calendar("America/Toronto", Holidays(country="CA", subdivision="QC", minus=frozenset({date(2026, 5, 18)})))

    assert after_working(closed, monday, 30) == datetime(2026, 5, 19, 12, 30, tzinfo=UTC)
    assert after_working(worked, monday, 30) == monday + timedelta(minutes=30)


def test_thirty_days_without_an_open_hour_count_by_the_front_desks_calendar() -> None:
    shut = frozenset(date(2026, 7, 1) + timedelta(days=day) for day in range(60))
    desk = _department("accueil", triage=True)
    away = _department("atelier", off=Holidays(plus=shut))
    table = RoutingTable(departments={desk.id: desk, away.id: away})
    now = datetime(2026, 7, 6, 14, 0, tzinfo=UTC)

    counted = working_calendar(table, away, "America/Toronto", now)

    assert counted.holidays == NO_HOLIDAYS
    assert after_working(counted, now, 30) == now + timedelta(minutes=30)


def test_a_long_promise_goes_on_past_what_is_looked_at_in_one_go() -> None:
    ours = Calendar(
        timezone="UTC",
        hours=(OpenHours(weekday=0, opens=time(8), closes=time(9)),),
        holidays=NO_HOLIDAYS,
    )
    monday = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)

    assert after_working(ours, monday, 10 * 60) == datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    assert after_working_days(ours, monday, 2) == monday + timedelta(days=14)


def _department(name: str, *, triage: bool = False, off: Holidays = NO_HOLIDAYS) -> Department:
    assert isinstance(HOURS, tuple)
    return Department(
        id=DepartmentId(name),
        name=Bilingual(fr=name),
        hours=HOURS,
        timezone="America/Toronto",
        triage=triage,
        holidays=off,
    )
