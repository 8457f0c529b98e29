"""The company as the routing table describes it: one immutable snapshot of people, departments and topics.

Values only. Reading files is `exchange`, soundness is `rules`, matching is `matcher`; the clock and the
calendar arithmetic live in `handlers.requests.calendar`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import NewType

Email = NewType("Email", str)  # lower case
DepartmentId = NewType("DepartmentId", str)
TopicId = NewType("TopicId", str)


class Lang(StrEnum):
    """The languages Guichet speaks."""

    FR = "fr"
    EN = "en"

    @property
    def other(self) -> "Lang":
        return Lang.EN if self is Lang.FR else Lang.FR


class Category(StrEnum):
    """What kind of need a topic answers; `call` is for a caller on the line."""

    ERP = "erp"
    SUPPLY = "supply"
    CALL = "call"
    OTHER = "other"


class HandOff(StrEnum):
    """When a matched question goes to a person: never, when the requester asks for it, always."""

    NEVER = "never"
    OFFER = "offer"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    """One text in both languages; either side may be empty."""

    fr: str = ""
    en: str = ""

    def best(self, lang: Lang) -> str:
        """The text in `lang`, or in the other language when that is all there is."""
        wanted, other = (self.fr, self.en) if lang is Lang.FR else (self.en, self.fr)
        return wanted or other

    def __bool__(self) -> bool:
        return bool(self.fr or self.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHours:
    """One opening on one weekday (0 is Monday), local time; `closes` is later than `opens` on the same day.

    `time.max` as `closes` means until midnight.
    """

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """Days off: a country's public holidays (with subdivision, if any), plus and minus single dates."""

    country: str = ""
    subdivision: str = ""
    plus: frozenset[date] = frozenset()
    minus: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the company. A person nobody described is only an e-mail."""

    email: Email
    name: str = ""
    phone: str = ""
    extension: str = ""
    location: str = ""
    lang: Lang | None = None
    timezone: str = ""
    away_from: date | None = None
    away_until: date | None = None  # last day away
    active: bool = True

    @property
    def shown_name(self) -> str:
        """The name, or what can be made of the e-mail: `paul.roy@x` is Paul Roy."""
        return self.name or self.email.split("@")[0].replace(".", " ").replace("_", " ").title()

    def is_present(self, day: date) -> bool:
        """Whether they are active and not away on their local `day`."""
        if not self.active:
            return False
        if self.away_from is None and self.away_until is None:
            return True
        begins = self.away_from or date.min
        ends = self.away_until or date.max
        return not begins <= day <= ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A team that owns topics. `backup` is another department's id or a person's e-mail (told apart by the @)."""

    id: DepartmentId
    name: Bilingual
    phone: str = ""
    email: str = ""
    location: str = ""
    slack_channel: str = ""
    teams_channel: str = ""
    members: tuple[Email, ...] = ()
    head: Email | None = None
    backup: str = ""
    timezone: str = ""
    hours: tuple[OpenHours, ...] = ()
    holidays: Holidays = field(default_factory=Holidays)
    triage: bool = False
    accept_minutes: int | None = None
    promise_hours: int | None = None

    @property
    def backup_person(self) -> Email | None:
        return Email(self.backup) if "@" in self.backup else None

    @property
    def backup_department(self) -> DepartmentId | None:
        return DepartmentId(self.backup) if self.backup and "@" not in self.backup else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A row of the routing table: what may be asked, what is known about it, who owns it."""

    id: TopicId
    category: Category = Category.OTHER
    department: DepartmentId
    person: Email | None = None
    title: Bilingual = field(default_factory=Bilingual)
    answer: Bilingual = field(default_factory=Bilingual)
    phrasings_fr: tuple[str, ...] = ()
    phrasings_en: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    handoff: HandOff | None = None  # as written; see effective_handoff
    confidential: bool = False
    active: bool = True

    @property
    def effective_handoff(self) -> HandOff:
        """As written, else `offer` when there is an answer and `always` when there is none (DESIGN 4)."""
        return self.handoff or (HandOff.OFFER if self.answer else HandOff.ALWAYS)

    @property
    def phrasings(self) -> tuple[str, ...]:
        return self.phrasings_fr + self.phrasings_en


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """The company's words: `BC` means `bon de commande`; used in matching, both ways."""

    term: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingTable:
    """One published version, whole. Mappings keep the table's order, which breaks ties."""

    version: int = 0
    people: Mapping[Email, Person] = field(default_factory=dict)
    departments: Mapping[DepartmentId, Department] = field(default_factory=dict)
    topics: Mapping[TopicId, Topic] = field(default_factory=dict)
    glossary: tuple[GlossaryTerm, ...] = ()

    @property
    def triage(self) -> Department:
        """The fallback department. A table that passed `rules` has exactly one."""
        return next(department for department in self.departments.values() if department.triage)

    @property
    def active_topics(self) -> tuple[Topic, ...]:
        return tuple(topic for topic in self.topics.values() if topic.active)

    def person(self, email: Email) -> Person:
        """The person's row, or a bare person for an e-mail without one."""
        return self.people.get(email) or Person(email=email)

    def departments_of(self, email: Email) -> tuple[Department, ...]:
        """The departments they are a member or the head of."""
        return tuple(d for d in self.departments.values() if email in d.members or email == d.head)
