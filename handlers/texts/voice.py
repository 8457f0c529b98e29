"""A sentence for one reader: their language, their clock, their way of writing dates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent

from handlers.outgoing import DepartmentName, Line, Param, TopicTitle
from handlers.texts.catalog import Catalog
from knowledge.models import Bilingual, Lang, RoutingTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whoever is going to read: language, time zone, and the country whose habits they write dates by."""

    lang: Lang
    timezone: str
    territory: str = ""

    @property
    def locale(self) -> Locale:
        return _locale(self.lang, self.territory)


@lru_cache(maxsize=256)
def _locale(lang: Lang, territory: str) -> Locale:
    """Kept, since it holds all that has been read of the country's habits."""
    return Locale(lang, territory or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Speaks to one reader at one moment, about one version of the routing table."""

    catalog: Catalog
    reader: Reader
    table: RoutingTable
    now: datetime

    def say(self, key: str, **params: Param) -> str:
        """The sentence of `key`, its parameters written for the reader."""
        return self.catalog.say(self.reader.lang, key, {name: self.written(value) for name, value in params.items()})

    def line(self, line: Line) -> str:
        return self.say(line.text, **line.params)

    def best(self, text: Bilingual) -> str:
        return text.best(self.reader.lang)

    def when(self, at: datetime) -> str:
        """A clock time, with the day when it is another one: 14:30, tomorrow at 09:00, Monday at 09:00."""
        zone = ZoneInfo(self.reader.timezone)
        local, today = at.astimezone(zone), self.now.astimezone(zone).date()
        time = self.clock(at)
        if local.date() == today:
            return self._plain("when.today", time=time)
        if local.date() == today + timedelta(days=1):
            return self._plain("when.tomorrow", time=time)
        return self._plain("when.day", time=time, day=self._day(local.date()))

    def clock(self, at: datetime) -> str:
        """The time of day alone, as people write it.

        "am" without its dots, which would collide with the end of a sentence; 9 h and not 09 h 00 in Québec
        (Office québécois de la langue française, écriture de l'heure).
        """
        local = at.astimezone(ZoneInfo(self.reader.timezone))
        written = str(format_time(local, "short", tzinfo=local.tzinfo, locale=self.reader.locale))
        if " h " in written:
            return written.removeprefix("0").removesuffix(" 00").replace(" ", "\N{NO-BREAK SPACE}")
        return written.replace("a.m.", "am").replace("p.m.", "pm")

    def dated(self, at: datetime) -> str:
        """A moment of any year: Nov 24, 2026, 10:00 am."""
        day = at.astimezone(ZoneInfo(self.reader.timezone)).date()
        return f"{format_date(day, 'medium', locale=self.reader.locale)}, {self.clock(at)}"

    def share(self, part: float) -> str:
        """A part of one in per cent."""
        return str(format_percent(part, format=None, locale=self.reader.locale))

    def number(self, count: int) -> str:
        """A count with the reader's separators."""
        return str(format_decimal(count, locale=self.reader.locale))

    def written(self, value: Param) -> str:
        """A parameter as this reader would write it."""
        match value:
            case datetime():
                return self.when(value)
            case date():
                return self._day(value)
            case DepartmentName(id=department_id):
                department = self.table.departments.get(department_id)
                return self.best(department.name) if department else department_id
            case TopicTitle(id=topic_id):
                topic = self.table.topics.get(topic_id)
                return self.best(topic.title) if topic else topic_id
            case str():
                return value

    def _day(self, day: date) -> str:
        return str(
            format_date(
                day,
                "EEEE d MMMM" if self.reader.lang is Lang.FR else "EEEE, MMMM d",
                locale=self.reader.locale,
            )
        )

    def _plain(self, key: str, **values: str) -> str:
        return self.catalog.say(self.reader.lang, key, values)
