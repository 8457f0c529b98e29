"""What people said of themselves: when they are away, which language they want."""

from datetime import date

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.columns import insert_for
from handlers.incoming import PersonId
from handlers.requests.duty import Absence, Absences
from knowledge.models import Lang

_ABSENCES, _LANGUAGES = tables.absences, tables.languages

# Asked with every question: built once.
_AWAY = sa.select(_ABSENCES).where(_ABSENCES.c.until >= sa.bindparam("day"))
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

    def set_lang(self, person: PersonId, lang: Lang) -> None:
        """From now on in this language."""
        insert = insert_for(self._connection)(_LANGUAGES).values(person=person, lang=lang)
        self._connection.execute(insert.on_conflict_do_update(index_elements=["person"], set_={"lang": lang}))
