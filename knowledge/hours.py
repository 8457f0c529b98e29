"""The cells `hours` (`mon-fri 08:00-12:00 13:00-17:00; sat 08:00-12:00`) and `holidays` (`CA-QC +2026-12-24`).

Reading and writing only; what time it is somewhere is `handlers.requests.calendar`.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from itertools import groupby, pairwise

import holidays as calendars

from knowledge.models import Holidays, OpenHours
from knowledge.problems import ProblemCode, Wrong, wrong

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FRENCH_DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FULL_FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_WEEKDAY = {
    name: number for names in (_DAYS, _FRENCH_DAYS, _FULL_DAYS, _FULL_FRENCH_DAYS) for number, name in enumerate(names)
}

_DASHES = re.compile(r"\s*[-–—]\s*")
_COMMAS = re.compile(r"\s*,\s*")
_RANGE = re.compile(r"(\d{1,2})[:h](\d{2})?-(\d{1,2})[:h](\d{2})?")
_PLACE = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
_DATE = re.compile(r"[+-]\d{4}-\d{2}-\d{2}")
_MIDNIGHT = 24 * 60


def parse_hours(text: str) -> tuple[OpenHours, ...] | Wrong:
    """Openings ordered by weekday and time. Groups stand one a line or between `;`; days also in French (`lun-ven`).

    Ranges may touch (07:30-12:00 12:00-17:00), not overlap; `24:00` is midnight at the day's end. A range over
    midnight has to be written as two.
    """
    found: list[OpenHours] = []
    for group in re.split(r"[;\n]", text):
        if not group.strip():
            continue
        openings = _read_group(group.strip())
        if isinstance(openings, Wrong):
            return openings
        found += openings
    found.sort(key=lambda opening: (opening.weekday, opening.opens))
    return _overlap(found) or tuple(found)


def format_hours(hours: Iterable[OpenHours]) -> str:
    """What `parse_hours` reads back to the same openings: days with the same ranges together."""
    by_day: dict[int, list[OpenHours]] = {}
    for opening in sorted(hours, key=lambda opening: (opening.weekday, opening.opens)):
        by_day.setdefault(opening.weekday, []).append(opening)
    ranges = {day: " ".join(_range(opening) for opening in openings) for day, openings in by_day.items()}
    return "; ".join(f"{_span(days)} {shared}" for days, shared in _runs(ranges))


def parse_holidays(text: str) -> Holidays | Wrong:
    """`CA-QC`, `FR`, `FR-57` or no place at all, then single days off `+2026-12-24` and days worked `-2026-06-24`."""
    place: tuple[str, str] = ("", "")
    plus: set[date] = set()
    minus: set[date] = set()
    for position, token in enumerate(re.split(r"[\s,;]+", text.strip())):
        if position == 0 and (named := _PLACE.fullmatch(token.upper())):
            place = (named[1], named[2] or "")
        elif token:
            day = _signed_day(token)
            if day is None:
                return wrong(ProblemCode.BAD_HOLIDAYS, value=token)
            (plus if token[0] == "+" else minus).add(day)
    country, subdivision = place
    return _unknown(country, subdivision) or Holidays(
        country=country, subdivision=subdivision, plus=frozenset(plus), minus=frozenset(minus)
    )


def format_holidays(days_off: Holidays) -> str:
    """What `parse_holidays` reads back to the same holidays."""
    place = "-".join(filter(None, (days_off.country, days_off.subdivision)))
    plus = (f"+{day.isoformat()}" for day in sorted(days_off.plus))
    minus = (f"-{day.isoformat()}" for day in sorted(days_off.minus))
    return " ".join([*filter(None, [place]), *plus, *minus])


def _read_group(group: str) -> list[OpenHours] | Wrong:
    days, *ranges = _COMMAS.sub(",", _DASHES.sub("-", group)).split()
    weekdays = _read_days(days.casefold())
    if weekdays is None:
        return wrong(ProblemCode.UNKNOWN_DAY, value=days)
    if not ranges:
        return wrong(ProblemCode.BAD_OPENING, value=group)
    openings: list[OpenHours] = []
    for written in ranges:
        times = _read_range(written.casefold())
        if isinstance(times, Wrong):
            return times
        openings += [OpenHours(weekday=day, opens=times[0], closes=times[1]) for day in weekdays]
    return openings


def _read_days(text: str) -> list[int] | None:
    found: list[int] = []
    for span in text.split(","):
        ends = [_WEEKDAY.get(name.rstrip(".:")) for name in span.split("-")]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2:  # noqa: PLR2004 - a span has two ends
            return None
        found += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return sorted(set(found))


def _read_range(text: str) -> tuple[time, time] | Wrong:
    parts = _RANGE.fullmatch(text.rstrip(","))
    if not parts:
        return wrong(ProblemCode.BAD_OPENING, value=text)
    begin_hour, begin_minute, end_hour, end_minute = (int(part or 0) for part in parts.groups())
    opens, closes = begin_hour * 60 + begin_minute, (end_hour * 60 + end_minute) or _MIDNIGHT
    if max(begin_minute, end_minute) > 59 or opens >= _MIDNIGHT or closes > _MIDNIGHT:  # noqa: PLR2004 - minutes
        return wrong(ProblemCode.BAD_OPENING, value=text)
    if closes <= opens:
        return wrong(ProblemCode.CLOSES_BEFORE_OPENS, value=text)
    return _clock(opens), _clock(closes)


def _clock(minutes: int) -> time:
    return time.max if minutes == _MIDNIGHT else time(minutes // 60, minutes % 60)


def _overlap(ordered: list[OpenHours]) -> Wrong | None:
    for one, following in pairwise(ordered):
        if one.weekday == following.weekday and following.opens < one.closes:
            value = f"{_DAYS[one.weekday]} {_range(one)} {_range(following)}"
            return wrong(ProblemCode.OPENINGS_OVERLAP, value=value)
    return None


def _range(opening: OpenHours) -> str:
    closes = "24:00" if opening.closes == time.max else f"{opening.closes:%H:%M}"
    return f"{opening.opens:%H:%M}-{closes}"


def _runs(ranges: dict[int, str]) -> Iterator[tuple[list[int], str]]:
    """Consecutive days with the same ranges."""
    for (_, shared), run in groupby(ranges.items(), key=lambda item: (_streak(item[0], ranges), item[1])):
        yield [day for day, _ in run], shared


def _streak(day: int, ranges: dict[int, str]) -> int:
    """The first day of the unbroken streak that this day ends."""
    while ranges.get(day - 1) == ranges[day]:
        day -= 1
    return day


def _span(days: list[int]) -> str:
    return _DAYS[days[0]] if len(days) == 1 else f"{_DAYS[days[0]]}-{_DAYS[days[-1]]}"


def _signed_day(token: str) -> date | None:
    if not _DATE.fullmatch(token):
        return None
    try:
        return date.fromisoformat(token[1:])
    except ValueError:
        return None


def _unknown(country: str, subdivision: str) -> Wrong | None:
    if not country:
        return None
    try:
        known = calendars.country_holidays(country).subdivisions
    except NotImplementedError:
        return wrong(ProblemCode.UNKNOWN_COUNTRY, value=country)
    if subdivision and subdivision not in known:
        return wrong(ProblemCode.UNKNOWN_SUBDIVISION, value=subdivision, country=country, known=", ".join(known))
    return None
