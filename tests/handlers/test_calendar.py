"""Working time against an oracle that walks minute by minute, and against days counted on fingers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, product, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handlers.requests.calendar import (
    FARTHEST,
    Calendar,
    after_working,
    after_working_days,
    before_working,
    is_open,
    next_opening,
    openings,
    working_calendar,
    working_minutes,
)
from knowledge.models import Bilingual, Department, DepartmentId, Holidays, OpenHours, RoutingTable

MINUTE = timedelta(minutes=1)
ZONES = ("America/Toronto", "Europe/Paris", "Australia/Lord_Howe")
# The Mondays of the weeks in which the clocks change: spring forward and fall back, in each zone.
DST_WEEKS = {
    "America/Toronto": (date(2026, 3, 2), date(2026, 10, 26)),
    "Europe/Paris": (date(2026, 3, 23), date(2026, 10, 19)),
    "Australia/Lord_Howe": (date(2026, 9, 28), date(2026, 3, 30)),
}
OFFICE = tuple(OpenHours(weekday=day, opens=time(8), closes=time(17)) for day in range(5))
ALWAYS = tuple(OpenHours(weekday=day, opens=time(0), closes=time.max) for day in range(7))


def calendar(
    zone: str, hours: tuple[OpenHours, ...] = OFFICE, plus: set[date] | None = None, minus: set[date] | None = None
) -> Calendar:
    country = "CA" if zone == "America/Toronto" else ""
    off = Holidays(
        country=country,
        subdivision="QC" if country else "",
        plus=frozenset(plus or ()),
        minus=frozenset(minus or ()),
    )
    return Calendar(timezone=zone, hours=hours, holidays=off)


# --- The oracle, slow and obvious: a range begins at the first minute whose wall clock shows its opening time or a
# later one, and ends at the first whose wall clock shows its closing time or a later one; each minute between counts.


@dataclass(frozen=True, slots=True)
class Walk:
    """The minutes from `begin` on, with what the wall clock shows at each and whether it is worked."""

    begin: datetime
    wall: list[datetime]
    worked: list[bool]

    def at(self, instant: datetime) -> bool:
        return self.worked[(instant - self.begin) // MINUTE]

    def after(self, start: datetime, minutes: int) -> datetime | None:
        """The end of the worked minute number `minutes`; None when it lies beyond the walk."""
        for number in range((start - self.begin) // MINUTE, len(self.worked)):
            minutes -= self.worked[number]
            if not minutes:
                return self.begin + MINUTE * (number + 1)
        return None


def walked(calendar: Calendar, start: datetime, days: int) -> Walk:
    zone = ZoneInfo(calendar.timezone)
    begin = start - timedelta(days=2)
    minutes = range((days + 2) * 24 * 60)
    wall = [(begin + MINUTE * number).astimezone(zone).replace(tzinfo=None) for number in minutes]
    worked = [False] * len(wall)
    for day in sorted({shown.date() for shown in wall}):
        for hours in calendar.hours:
            if hours.weekday == day.weekday() and not is_off(calendar, day):
                opens, closes = first_showing(wall, day, hours.opens), first_showing(wall, day, hours.closes)
                worked[opens:closes] = [True] * (closes - opens)
    return Walk(begin, wall, worked)


def first_showing(wall: list[datetime], day: date, clock: time) -> int:
    sought = datetime.combine(day, clock)
    return next((number for number, shown in enumerate(wall) if shown >= sought), len(wall))


def is_off(calendar: Calendar, day: date) -> bool:
    if day in calendar.holidays.minus:
        return False
    return day in calendar.holidays.plus or (calendar.holidays.country == "CA" and day in QUEBEC_2026)


QUEBEC_2026 = {
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 5, 18),
    date(2026, 6, 24),
    date(2026, 7, 1),
    date(2026, 9, 7),
    date(2026, 10, 12),
    date(2026, 12, 25),
}


def hours_of(zone: str, monday: date) -> Iterator[datetime]:
    """Every quarter of an hour of the week and the night after it."""
    begin = datetime.combine(monday, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return (begin + timedelta(minutes=15 * quarter) for quarter in range(4 * 24 * 8))


@st.composite
def week_hours(draw: st.DrawFn) -> tuple[OpenHours, ...]:
    """Up to three ranges on each of some days: apart, touching or overlapping, at any minute, up to midnight."""
    ranges = []
    for day in draw(st.sets(st.integers(0, 6), min_size=1)):
        for _ in range(draw(st.integers(1, 3))):
            opens = draw(st.integers(0, 24 * 60 - 2))
            closes = draw(st.integers(opens + 1, 24 * 60))
            ranges.append(OpenHours(weekday=day, opens=clock(opens), closes=clock(closes)))
    return tuple(ranges)


def clock(minute: int) -> time:
    return time.max if minute == 24 * 60 else time(minute // 60, minute % 60)


INSTANTS = st.integers(0, 315 * 24 * 60).map(lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + MINUTE * minute)
DAYS = st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hours", [OFFICE, ALWAYS], ids=["office", "round the clock"])
def test_every_hour_of_the_weeks_in_which_clocks_change(zone: str, hours: tuple[OpenHours, ...]) -> None:
    days = calendar(zone, hours)
    for monday in DST_WEEKS[zone]:
        instants = list(hours_of(zone, monday))
        walk = walked(days, instants[0], 13)

        assert [at for at in instants if after_working(days, at, 240) != walk.after(at, 240)] == []


@pytest.mark.parametrize("zone", ZONES)
def test_open_or_shut_at_every_quarter_of_the_weeks_in_which_clocks_change(zone: str) -> None:
    nights = tuple(OpenHours(weekday=day, opens=time(1, 30), closes=time(2, 45)) for day in range(7))
    for monday, hours in product(DST_WEEKS[zone], (OFFICE, ALWAYS, nights)):
        days, instants = calendar(zone, hours), list(hours_of(zone, monday))
        walk = walked(days, instants[0], 9)

        assert [at for at in instants if is_open(days, at) != walk.at(at)] == []


@settings(max_examples=50)
@given(zone=st.sampled_from(ZONES), hours=week_hours(), plus=DAYS, minus=DAYS, at=INSTANTS, minutes=st.integers(1, 600))
def test_so_many_worked_minutes_later(
    zone: str, hours: tuple[OpenHours, ...], plus: set[date], minus: set[date], at: datetime, minutes: int
) -> None:
    days = calendar(zone, hours, plus, minus)
    expected = walked(days, at, 10).after(at, minutes)
    assume(expected is not None)

    assert after_working(days, at, minutes) == expected


@settings(max_examples=15)
@given(zone=st.sampled_from(ZONES), hours=week_hours(), plus=DAYS, at=INSTANTS)
def test_openings_are_apart_in_order_and_worked_from_end_to_end(
    zone: str, hours: tuple[OpenHours, ...], plus: set[date], at: datetime
) -> None:
    days = calendar(zone, hours, plus)
    found = list(takewhile(lambda opening: opening.end < at + timedelta(days=8), islice(openings(days, at), 6)))
    walk = walked(days, at, 9)

    ends = [at, *(opening.end for opening in found)]
    assert all(before <= opening.start < opening.end for before, opening in zip(ends, found, strict=False))
    for before, opening in pairwise(found):
        assert before.end < opening.start
    for opening in found:
        assert walk.at(opening.start)
        assert walk.at(opening.end - MINUTE)
        assert not walk.at(opening.end)


@settings(max_examples=25)
@given(zone=st.sampled_from(ZONES), hours=week_hours(), plus=DAYS, at=INSTANTS, length=st.integers(0, 5 * 24 * 60))
def test_the_working_minutes_between_two_instants(
    zone: str, hours: tuple[OpenHours, ...], plus: set[date], at: datetime, length: int
) -> None:
    days = calendar(zone, hours, plus)
    first = 2 * 24 * 60  # minutes that the walk begins before `at`

    counted = working_minutes(days, at, at + MINUTE * length)

    assert counted == sum(walked(days, at, 5).worked[first : first + length])


@given(zone=st.sampled_from(ZONES), hours=week_hours(), at=INSTANTS, minutes=st.integers(1, 300))
def test_before_is_the_way_back_of_after(zone: str, hours: tuple[OpenHours, ...], at: datetime, minutes: int) -> None:
    days = calendar(zone, hours)
    end = after_working(days, at, minutes)
    assume(end < at + FARTHEST / 2)

    begun = before_working(days, end, minutes)

    assert at <= begun < end
    assert working_minutes(days, begun, end) == minutes


@given(zone=st.sampled_from(ZONES), hours=week_hours(), at=INSTANTS, less=st.integers(0, 300), more=st.integers(0, 300))
def test_more_work_never_ends_sooner(
    zone: str, hours: tuple[OpenHours, ...], at: datetime, less: int, more: int
) -> None:
    days = calendar(zone, hours)

    assert at <= after_working(days, at, less) <= after_working(days, at, less + more)


def test_a_holiday_and_a_day_the_company_adds_are_skipped_and_one_it_takes_back_counts() -> None:
    before = datetime(2026, 6, 23, 20, 0, tzinfo=UTC)  # Tuesday 16:00; St-Jean on Wednesday

    usual = after_working(calendar("America/Toronto"), before, 120)
    bridged = after_working(calendar("America/Toronto", plus={date(2026, 6, 25)}), before, 120)
    working = after_working(calendar("America/Toronto", minus={date(2026, 6, 24)}), before, 120)

    assert usual == datetime(2026, 6, 25, 13, 0, tzinfo=UTC)
    assert bridged == datetime(2026, 6, 26, 13, 0, tzinfo=UTC)
    assert working == datetime(2026, 6, 24, 13, 0, tzinfo=UTC)


def test_lunch_is_not_worked() -> None:
    hours = tuple(
        OpenHours(weekday=day, opens=opens, closes=closes)
        for day in range(5)
        for opens, closes in ((time(13), time(17)), (time(8), time(12)))
    )
    before = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # Monday 11:30

    assert after_working(calendar("America/Toronto", hours), before, 60) == datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


def closed_for(days: int, begin: date) -> set[date]:
    return {begin + timedelta(days=offset) for offset in range(days)}


def test_a_department_shut_for_a_month_is_counted_by_triage() -> None:
    now = datetime(2026, 7, 6, 14, 0, tzinfo=UTC)
    shut = Department(
        id=DepartmentId("shut"),
        name=Bilingual(fr="Fermé"),
        hours=OFFICE,
        timezone="America/Toronto",
        holidays=Holidays(plus=frozenset(closed_for(40, date(2026, 7, 6)))),
    )
    desk = Department(
        id=DepartmentId("desk"), name=Bilingual(fr="Accueil"), hours=OFFICE, timezone="Europe/Paris", triage=True
    )
    table = RoutingTable(departments={shut.id: shut, desk.id: desk})

    counted = working_calendar(table, shut, "UTC", now)

    assert counted.timezone == "Europe/Paris"
    assert working_calendar(table, shut, "UTC", now + timedelta(days=20)).timezone == "America/Toronto"


def test_more_work_than_a_month_holds_goes_on_into_the_next() -> None:
    fridays = (OpenHours(weekday=4, opens=time(9), closes=time(10)),)
    monday = datetime(2026, 9, 7, 13, 0, tzinfo=UTC)

    done = after_working(calendar("Europe/Paris", fridays), monday, 8 * 60)

    assert done == datetime(2026, 10, 30, 9, 0, tzinfo=UTC)  # the eighth Friday, after the clocks went back


def test_a_calendar_that_never_opens_still_comes_to_an_end() -> None:
    now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

    assert next_opening(calendar("Europe/Paris", ()), now) is None
    assert after_working(calendar("Europe/Paris", ()), now, 240) == now + timedelta(hours=4)
    assert after_working_days(calendar("Europe/Paris", ()), now, 1) == now + FARTHEST


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("days", [1, 3, 5])
def test_open_days_are_counted_as_people_count_them(zone: str, days: int) -> None:
    office = calendar(zone)
    for monday in DST_WEEKS[zone]:
        at = datetime.combine(monday, time(10, 30), tzinfo=ZoneInfo(zone))
        then = after_working_days(office, at.astimezone(UTC), days).astimezone(ZoneInfo(zone))

        assert then.time() == time(10, 30)
        assert then.date() == monday + timedelta(days=days if days < 5 else 7)
