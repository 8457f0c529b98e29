"""What people said of themselves: when they are away, which language they want; and where they write."""

from datetime import date, datetime
from functools import cache

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.columns import insert_for, insert_in
from handlers.incoming import ChannelName, PersonId
from handlers.requests.duty import Absence, Absences
from knowledge.models import Lang

_ABSENCES, _LANGUAGES, _DOORS = tables.absences, tables.languages, tables.doors

# Asked with every question: built once.
_AWAY = sa.select(_ABSENCES).where(_ABSENCES.c.until >= sa.bindparam("day"))
_DOOR = sa.select(_DOORS).where(_DOORS.c.person == sa.bindparam("person"))
_LANG = sa.select(_LANGUAGES.c.lang).where(_LANGUAGES.c.person == sa.bindparam("person"))


@cache
def _came_by(dialect: str) -> sa.Executable:
    """Remember the platform, and the one before it."""
    insert = insert_in(dialect)(_DOORS)
    now = insert.excluded
    moved = {"channel": now.channel, "since": now.since, "before": _DOORS.c.channel}
    came: sa.Executable = insert.on_conflict_do_update(
        index_elements=["person"], set_=moved, where=_DOORS.c.channel != now.channel
    )
    return came


class SqlPeople:
    """People's own words in the transaction of `connection`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._absences: dict[date, Absences] = {}

    def absences(self, day: date) -> Absences:
        """Everybody who said they would be away on `day` or later; read once, until this transaction changes it."""
        if day not in self._absences:
            rows = self._connection.execute(_AWAY, {"day": day})
            self._absences[day] = {
                PersonId(person): Absence(begins=begins, until=until) for person, begins, until in rows
            }
        return self._absences[day]

    def set_away(self, person: PersonId, absence: Absence) -> None:
        """Remember an absence in place of an earlier one."""
        self._absences.clear()
        days = {"begins": absence.begins, "until": absence.until}
        insert = insert_for(self._connection)(_ABSENCES).values(person=person, **days)
        self._connection.execute(insert.on_conflict_do_update(index_elements=["person"], set_=days))

    def set_back(self, person: PersonId) -> bool:
        """Forget an absence; whether there was one."""
        self._absences.clear()
        gone = self._connection.execute(sa.delete(_ABSENCES).where(_ABSENCES.c.person == person))
        return gone.rowcount > 0

    def lang(self, person: PersonId) -> Lang | None:
        """The language the person chose, if they ever did."""
        found = self._connection.scalar(_LANG, {"person": person})
        return Lang(found) if found else None

    def door(self, person: PersonId, at: datetime) -> ChannelName | None:
        """The platform they had last written from at that time, as far as anybody remembers."""
        found = self._connection.execute(_DOOR, {"person": person}).first()
        if found is None:
            return None
        channel = found.channel if found.since <= at else found.before
        return ChannelName(channel) if channel else None

    def came_by(self, person: PersonId, channel: ChannelName, now: datetime) -> None:
        """They wrote from that platform."""
        came = _came_by(self._connection.dialect.name)
        self._connection.execute(came, {"person": person, "channel": channel, "since": now})

    def rename(self, before: PersonId, person: PersonId) -> None:
        """Whoever had no name yet is this person: they wrote from where they wrote."""
        found = self._connection.execute(_DOOR, {"person": before}).first()
        if found:
            self._connection.execute(sa.delete(_DOORS).where(_DOORS.c.person == before))
            self.came_by(person, ChannelName(found.channel), found.since)

    def set_lang(self, person: PersonId, lang: Lang) -> None:
        """From now on in this language."""
        insert = insert_for(self._connection)(_LANGUAGES).values(person=person, lang=lang)
        self._connection.execute(insert.on_conflict_do_update(index_elements=["person"], set_={"lang": lang}))
