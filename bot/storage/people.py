"""What people said of themselves: when they are away, which language they want; and where they write."""

from datetime import date, datetime

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.columns import insert_for
from handlers.incoming import ChannelName, PersonId
from handlers.requests.duty import Absence, Absences
from knowledge.models import Lang

_ABSENCES, _LANGUAGES, _DOORS = tables.absences, tables.languages, tables.doors

# Asked with every question: built once.
_AWAY = sa.select(_ABSENCES).where(_ABSENCES.c.until >= sa.bindparam("day"))
_DOOR = sa.select(_DOORS).where(_DOORS.c.person == sa.bindparam("person"))
_LANG = sa.select(_LANGUAGES.c.lang).where(_LANGUAGES.c.person == sa.bindparam("person"))


class SqlPeople:
    """People's own words in the transaction of `connection`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def absences(self, day: date) -> Absences:
        """Everybody who said they would be away on `day` or later."""
        rows = self._connection.execute(_AWAY, {"day": day})
        return {PersonId(row.person): Absence(begins=row.begins, until=row.until) for row in rows}

    def set_away(self, person: PersonId, absence: Absence) -> None:
        """Remember an absence in place of an earlier one."""
        days = {"begins": absence.begins, "until": absence.until}
        insert = insert_for(self._connection)(_ABSENCES).values(person=person, **days)
        self._connection.execute(insert.on_conflict_do_update(index_elements=["person"], set_=days))

    def set_back(self, person: PersonId) -> bool:
        """Forget an absence; whether there was one."""
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
        row = {"person": person, "channel": channel, "since": now}
        moved = {"channel": channel, "since": now, "before": _DOORS.c.channel}
        insert = insert_for(self._connection)(_DOORS).values(**row)
        elsewhere = _DOORS.c.channel != channel
        self._connection.execute(insert.on_conflict_do_update(index_elements=["person"], set_=moved, where=elsewhere))

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
