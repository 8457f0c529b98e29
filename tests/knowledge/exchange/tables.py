"""Routing tables as hypothesis draws them: anything that an import could have made."""

import unicodedata
from datetime import date, time

from hypothesis import strategies as st

from knowledge.hours import parse_hours
from knowledge.models import (
    Bilingual,
    Category,
    Department,
    DepartmentId,
    Email,
    GlossaryTerm,
    HandOff,
    Holidays,
    Lang,
    OpenHours,
    Person,
    RoutingTable,
    Topic,
    TopicId,
)

# What spreadsheets and parsers trip over, in the mix often.
TRAPS = (
    "=1+1",
    "+1 819 555-0100",
    "-2",
    "@home",
    "'=1",
    "''x",
    "000123",
    "1E5",
    "12:30",
    "null",
    "~",
    "no",
    "true",
    "a | b",
    "\\|",
    "a\\",
    "|",
    '"quoted"',
    "a;b,c\td",
    "_x0041_",
    "# comment",
    "- item",
    "key: value",
    "&anchor *alias !tag",
    "% directive",
    "🧤",
    "\u202eright to left",
    "e\u0301",
    "l’été : « oui »",
    "\u00a0",
    "\u2028",
    "\ufeff",
    "{{7*7}}",
    "---",
    "...",
)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _one_line(text: str) -> str:
    return _normal(" ".join(text.split("\n")).replace("\t", " "))


_CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_ANY = st.one_of(st.sampled_from(TRAPS), st.text(_CHARACTERS, max_size=12), st.text("aé|\\'\"=+-@,;: #", max_size=8))
lines = st.lists(_ANY, max_size=3).map(" ".join).map(_one_line)
texts = st.lists(_ANY, max_size=4).map("\n".join).map(_normal)
values = st.lists(lines.filter(bool), max_size=3, unique=True).map(tuple)
marks = st.one_of(
    st.sampled_from(["000123", "1E5", "B-12-3", "=A1", "a|b", "-7"]), st.from_regex(r"[A-Z0-9-]{1,8}", fullmatch=True)
)
ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}|000[0-9]|1E5|équipe-[0-9]", fullmatch=True)
emails = st.from_regex(r"[a-z]{1,6}(\.[a-z]{1,4})?@example\.(test|ca)", fullmatch=True).map(Email)
maybe_emails = st.none() | emails
zones = st.sampled_from(["", "America/Toronto", "Europe/Paris"])
maybe_days = st.none() | st.dates(date(2020, 1, 1), date(2035, 1, 1))
maybe_numbers = st.none() | st.integers(1, 9999)
bilinguals = st.builds(Bilingual, fr=lines, en=lines)


@st.composite
def hours(draw: st.DrawFn) -> tuple[OpenHours, ...]:
    """Openings that touch at most."""
    found: list[OpenHours] = []
    for weekday in range(7):
        limits = draw(st.lists(st.integers(0, 24 * 60), unique=True, max_size=6).map(sorted))
        times = [time.max if minute == 24 * 60 else time(minute // 60, minute % 60) for minute in limits]
        pairs = zip(times[::2], times[1::2], strict=False)
        found += [OpenHours(weekday=weekday, opens=opens, closes=closes) for opens, closes in pairs]
    return tuple(found)


_office = parse_hours("mon-fri 08:00-12:00 13:00-17:00")
assert isinstance(_office, tuple)
days_off = st.builds(
    Holidays,
    country=st.just("CA"),
    subdivision=st.sampled_from(["", "QC"]),
    plus=st.frozensets(st.dates(), max_size=2),
    minus=st.frozensets(st.dates(), max_size=2),
)
people = st.builds(
    Person,
    email=emails,
    name=lines,
    phone=lines,
    extension=lines,
    location=lines,
    lang=st.none() | st.sampled_from(Lang),
    timezone=zones,
    away_from=maybe_days,
    away_until=maybe_days,
    active=st.booleans(),
)
departments = st.builds(
    Department,
    id=ids.map(DepartmentId),
    name=bilinguals,
    phone=lines,
    email=st.just("") | emails,
    location=lines,
    slack_channel=st.sampled_from(["", "#help", "=help", "C0123"]),
    teams_channel=lines,
    members=st.lists(emails, max_size=3, unique=True).map(tuple),
    head=maybe_emails,
    backup=st.just("") | emails | ids,
    timezone=zones,
    hours=st.just(_office) | hours(),
    holidays=st.just(Holidays()) | days_off,
    triage=st.booleans(),
    accept_minutes=maybe_numbers,
    promise_hours=maybe_numbers,
)
topics = st.builds(
    Topic,
    id=ids.map(TopicId),
    category=st.sampled_from(Category),
    department=ids.map(DepartmentId),
    person=maybe_emails,
    title=bilinguals,
    answer=st.builds(Bilingual, fr=texts, en=texts),
    phrasings_fr=values,
    phrasings_en=values,
    codes=st.lists(marks, max_size=3, unique=True).map(tuple),
    handoff=st.none() | st.sampled_from(HandOff),
    confidential=st.booleans(),
    active=st.booleans(),
)
terms = st.builds(GlossaryTerm, term=lines.filter(bool), means=lines.filter(bool))


@st.composite
def tables(draw: st.DrawFn) -> RoutingTable:
    return RoutingTable(
        people={person.email: person for person in draw(st.lists(people, max_size=3))},
        departments={one.id: one for one in draw(st.lists(departments, max_size=3))},
        topics={topic.id: topic for topic in draw(st.lists(topics, max_size=3))},
        glossary=tuple(draw(st.lists(terms, max_size=3, unique_by=lambda term: term.term))),
    )
