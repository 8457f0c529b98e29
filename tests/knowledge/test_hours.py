from datetime import date, time

import pytest
from hypothesis import given

from knowledge.hours import format_holidays, format_hours, parse_holidays, parse_hours
from knowledge.models import Holidays, OpenHours
from knowledge.problems import Wrong
from tests.knowledge.exchange import tables


def shown(text: str) -> str:
    """The hours as they are written back, or the code of what is wrong."""
    hours = parse_hours(text)
    return hours.code if isinstance(hours, Wrong) else format_hours(hours)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon-fri 08:00-12:00 13:00-17:00; sat 08:00-12:00", "mon-fri 08:00-12:00 13:00-17:00; sat 08:00-12:00"),
        ("mon-fri 07:30-12:00 12:00-17:00", "mon-fri 07:30-12:00 12:00-17:00"),
        ("lun-ven 8h-12h 13h30-17h", "mon-fri 08:00-12:00 13:30-17:00"),
        ("Lundi – Vendredi: 8:00 – 17:00", "mon-fri 08:00-17:00"),
        ("mon, wed 08:00-09:00\nmon 10:00-11:00", "mon 08:00-09:00 10:00-11:00; wed 08:00-09:00"),
        ("mar 09:00-10:00", "tue 09:00-10:00"),
        ("fri-mon 08:00-09:00", "mon 08:00-09:00; fri-sun 08:00-09:00"),
        ("mon-sun 00:00-24:00", "mon-sun 00:00-24:00"),
        ("sat 22:00-00:00", "sat 22:00-24:00"),
        ("", ""),
        (" ; ", ""),
    ],
)
def test_hours_are_read_and_written_back(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("xyz 08:00-12:00", "unknown_day"),
        ("mon-tue-wed 08:00-12:00", "unknown_day"),
        (", 08:00-12:00", "unknown_day"),
        ("- 08:00", "unknown_day"),
        ("mon", "bad_opening"),
        ("mon 8-12", "bad_opening"),
        ("mon 08:00-25:00", "bad_opening"),
        ("mon 08:60-09:00", "bad_opening"),
        ("mon 24:00-24:00", "bad_opening"),
        ("mon 22:00-06:00", "closes_before_opens"),
        ("mon 08:00-08:00", "closes_before_opens"),
        ("mon 08:00-12:00 11:59-13:00", "openings_overlap"),
        ("mon-fri 08:00-12:00; wed 08:00-09:00", "openings_overlap"),
        ("mon 08:00-09:00; mon 08:00-09:00", "openings_overlap"),
    ],
)
def test_wrong_hours_are_told_apart(text: str, code: str) -> None:
    assert shown(text) == code


def test_midnight_is_the_last_instant_of_the_day() -> None:
    assert parse_hours("sun 20:00-24:00") == (OpenHours(weekday=6, opens=time(20), closes=time.max),)


@given(hours=tables.hours())
def test_any_hours_written_are_read_back(hours: tuple[OpenHours, ...]) -> None:
    assert parse_hours(format_hours(hours)) == hours


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Holidays()),
        ("CA-QC", Holidays(country="CA", subdivision="QC")),
        ("fr", Holidays(country="FR")),
        ("FR-57", Holidays(country="FR", subdivision="57")),
        ("+2026-12-24", Holidays(plus=frozenset({date(2026, 12, 24)}))),
        (
            "CA-QC +2026-12-24, -2026-06-24",
            Holidays(
                country="CA",
                subdivision="QC",
                plus=frozenset({date(2026, 12, 24)}),
                minus=frozenset({date(2026, 6, 24)}),
            ),
        ),
    ],
)
def test_holidays_are_a_place_plus_and_minus_dates(text: str, expected: Holidays) -> None:
    assert parse_holidays(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ZZ", "unknown_country"),
        ("CA-ZZ", "unknown_subdivision"),
        ("Québec", "bad_holidays"),
        ("CA-QC 2026-12-24", "bad_holidays"),
        ("CA-QC +2026-02-30", "bad_holidays"),
        ("CA-QC FR", "bad_holidays"),
        ("+2026-12-24 CA", "bad_holidays"),
    ],
)
def test_wrong_holidays_are_told_apart(text: str, code: str) -> None:
    wrong = parse_holidays(text)

    assert isinstance(wrong, Wrong)
    assert wrong.code == code


@given(days_off=tables.days_off)
def test_any_holidays_written_are_read_back(days_off: Holidays) -> None:
    assert parse_holidays(format_holidays(days_off)) == days_off
