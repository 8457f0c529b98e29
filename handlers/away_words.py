"""« Absent jusqu'au 12 décembre », "away until Friday", « de retour »: read for the day they name. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.text import fold

_AWAY = re.compile(
    r"(?:bonjour|salut|allo|hi|hello)?[ ,!.]*"
    r"(?:je (?:suis|serai|pars)|i(?:'m| am| will be|'ll be))? ?"
    r"(?:absente?|en (?:vacances|conges?)|away|on (?:leave|vacation|holiday)|out of (?:the )?office|off)\b"
    r".{0,40}?\b(?:jusqu'(?:au|a)|until|till|through) (?:le |the )?(?P<day>[^?]+?)[ .!]*"
)
_BACK = re.compile(
    r"(?:bonjour|salut|allo|hi|hello)?[ ,!.]*(?:je suis|i'm|i am)? ?(?:de retour|revenue?|back)"
    r"(?: au travail| at work)?[ .!]*"
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:er|st|nd|rd|th)? (?:of )?([a-z]+)|([a-z]+) (\d{1,2})(?:er|st|nd|rd|th)?)(?:,? (\d{4}))?"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january jan",
            "fevrier february fevr fev feb",
            "mars march mar",
            "avril april avr apr",
            "mai may",
            "juin june jun",
            "juillet july juil jul",
            "aout august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "lundi monday",
            "mardi tuesday",
            "mercredi wednesday",
            "jeudi thursday",
            "vendredi friday",
            "samedi saturday",
            "dimanche sunday",
        )
    )
    for name in names.split()
}
_NEAR = {"aujourd'hui": 0, "ce soir": 0, "today": 0, "tonight": 0, "demain": 1, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class AwayUntil:
    """Away, with the last day away; None when the day could not be read."""

    until: date | None


@dataclass(frozen=True, slots=True)
class Back:
    """At work again."""


def presence_in(text: str, today: date) -> AwayUntil | Back | None:
    """What somebody says about their own presence; None for anything else, such as a question about somebody's."""
    read = fold(text)
    if _BACK.fullmatch(read):
        return Back()
    found = _AWAY.fullmatch(read)
    return AwayUntil(day_in(found["day"], today)) if found else None


def day_in(text: str, today: date) -> date | None:
    """The day a folded text names: a date, a day and month, a weekday to come, tomorrow."""
    iso = _ISO.fullmatch(text)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    bare = text.removesuffix(" prochain").removeprefix("next ")
    if bare in _DAYS:
        return today + timedelta(days=(_DAYS[bare] - today.weekday() - 1) % 7 + 1)
    last_word = bare.split(" ", 1)[-1] if bare.split(" ", 1)[0] in _DAYS else bare
    return _named(last_word, today)


def _named(text: str, today: date) -> date | None:
    found = _NAMED.fullmatch(text)
    if not found:
        return None
    month = _MONTHS.get(found[2] or found[3])
    day = int(found[1] or found[4])
    if not month:
        return None
    year = int(found[5]) if found[5] else today.year
    named = _date(year, month, day)
    is_past = named is not None and named < today and not found[5]
    return _date(year + 1, month, day) if is_past else named


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
