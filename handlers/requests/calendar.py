"""Working time: when a department is open, and when so many of its working minutes have passed.

The one module that knows local time. Openings are walked day by day in local time and counted in UTC, so that an
hour that happens twice or not at all on a DST night counts for what it lasts.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from itertools import takewhile
from zoneinfo import ZoneInfo

import holidays

from knowledge.models import Department, Holidays, OpenHours, RoutingTable

MINUTE = timedelta(minutes=1)
A_FEW_DAYS = timedelta(days=3)
FARTHEST = timedelta(days=30)  # no open hour for so long: triage's calendar counts instead (DESIGN 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A time zone, weekly openings and days off."""

    timezone: str
    hours: tuple[OpenHours, ...]
    holidays: Holidays

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch of working time, as instants."""

    start: datetime
    end: datetime


def calendar_of(department: Department, default_zone: str) -> Calendar:
    """The department's own calendar."""
    return Calendar(
        timezone=department.timezone or default_zone,
        hours=department.hours,
        holidays=department.holidays,
    )


def working_calendar(table: RoutingTable, department: Department, default_zone: str, now: datetime) -> Calendar:
    """The department's calendar, or triage's when the department has no open hour in the next thirty days."""
    own = calendar_of(department, default_zone)
    return own if next_opening(own, now) else calendar_of(table.triage, default_zone)


def after_working(calendar: Calendar, start: datetime, minutes: float) -> datetime:
    """The instant at which `minutes` of working time have passed since `start`.

    A calendar that never opens counts every minute, so that nothing waits for ever.
    """
    left, last = timedelta(minutes=minutes), None
    for opening in openings(calendar, start):
        length = opening.end - opening.start
        if left <= length:
            return opening.start + left
        left, last = left - length, opening.end
    return after_working(calendar, last, left / timedelta(minutes=1)) if last else start + left


def before_working(calendar: Calendar, end: datetime, minutes: float) -> datetime:
    """The instant from which `minutes` of working time pass until `end`; the farthest one looked at, at most."""
    for back in (A_FEW_DAYS, FARTHEST):  # mostly it is the same day
        left = timedelta(minutes=minutes)
        for opening in reversed(list(_openings_until(calendar, end - back, end))):
            length = min(opening.end, end) - opening.start
            if left <= length:
                return min(opening.end, end) - left
            left -= length
    return end - FARTHEST


def working_minutes(calendar: Calendar, start: datetime, end: datetime) -> float:
    """How many minutes of working time lie between two instants, as far as FARTHEST."""
    open_times = _openings_until(calendar, start, end)
    return sum((min(opening.end, end) - opening.start) / timedelta(minutes=1) for opening in open_times)


def after_working_days(calendar: Calendar, start: datetime, days: int) -> datetime:
    """The same local time `days` open days later; whole days, as people count them."""
    local = start.astimezone(calendar.zone)
    day, left = local.date(), days
    while left and day - local.date() < FARTHEST:
        day += timedelta(days=1)
        left -= is_open_day(calendar, day)
    return _instant(calendar, day, local.time())


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Whether `at` falls within working time."""
    opening = next_opening(calendar, at)
    return opening is not None and opening.start <= at


def next_opening(calendar: Calendar, at: datetime) -> Opening | None:
    """The opening under way at `at` (cut to begin there), or the next one within thirty days."""
    return next(openings(calendar, at), None)


def openings(calendar: Calendar, start: datetime) -> Iterator[Opening]:
    """The stretches of working time from `start` on, joined where they touch, for as long as FARTHEST."""
    held: Opening | None = None
    for opening in _pieces(calendar, start):
        if held and opening.start <= held.end:
            held = Opening(held.start, max(held.end, opening.end))
        else:
            if held:
                yield held
            held = opening
    if held:
        yield held


def is_open_day(calendar: Calendar, day: date) -> bool:
    """Whether the department opens at all on that local day."""
    return any(hours.weekday == day.weekday() for hours in calendar.hours) and not _is_day_off(calendar.holidays, day)


def _openings_until(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Opening]:
    """The stretches that begin before `end`; no day after it is looked at."""
    return takewhile(lambda opening: opening.start < end, openings(calendar, start))


def _pieces(calendar: Calendar, start: datetime) -> Iterator[Opening]:
    first, openings_on = start.astimezone(calendar.zone).date(), _diary(calendar)
    for opening in openings_on(first):
        if opening.end > max(opening.start, start):
            yield Opening(max(opening.start, start), opening.end)
    for offset in range(1, FARTHEST.days + 1):
        yield from openings_on(first + timedelta(days=offset))


@lru_cache(maxsize=256)
def _diary(calendar: Calendar) -> Callable[[date], tuple[Opening, ...]]:
    """The openings of a day, remembered: a plan of six steps walks the same days six times."""
    return lru_cache(maxsize=512)(partial(_openings_on, calendar))


def _openings_on(calendar: Calendar, day: date) -> tuple[Opening, ...]:
    """The day's openings in order."""
    if not is_open_day(calendar, day):
        return ()
    hours = sorted((hours for hours in calendar.hours if hours.weekday == day.weekday()), key=lambda each: each.opens)
    opened = (_opening(calendar, day, each) for each in hours)
    return tuple(opening for opening in opened if opening.end > opening.start)  # none in an hour that is leapt over


def _opening(calendar: Calendar, day: date, hours: OpenHours) -> Opening:
    until_midnight = hours.closes == time.max
    closes = _instant(calendar, day + timedelta(days=1), time.min) if until_midnight else None
    return Opening(_instant(calendar, day, hours.opens), closes or _instant(calendar, day, hours.closes))


def _instant(calendar: Calendar, day: date, clock: time) -> datetime:
    """The first moment at which the wall clock shows that time, or a later one where it leaps over it."""
    wall = datetime.combine(day, clock.replace(tzinfo=None))
    shown = wall.replace(tzinfo=calendar.zone).astimezone(UTC)
    if _wall(calendar, shown) == wall:
        return shown
    earliest = wall.replace(tzinfo=calendar.zone, fold=1).astimezone(UTC)
    leap = range((shown - earliest) // MINUTE)
    return earliest + MINUTE * bisect_left(leap, wall, key=lambda minute: _wall(calendar, earliest + MINUTE * minute))


def _wall(calendar: Calendar, at: datetime) -> datetime:
    return at.astimezone(calendar.zone).replace(tzinfo=None)


def _is_day_off(off: Holidays, day: date) -> bool:
    if day in off.minus:
        return False
    return day in off.plus or day in _public_holidays(off.country, off.subdivision, day.year)


@lru_cache(maxsize=256)
def _public_holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    if not country:
        return frozenset()
    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))
