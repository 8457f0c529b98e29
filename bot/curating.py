"""Editing the routing table a row at a time: the rules and the exchange of `kb import`, one version each time.

A row that somebody else has changed meanwhile is never overwritten unseen; other rows are left as they are now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import BotError
from bot.storage.routing import SqlRouting
from bot.storage.routing_history import SqlRoutingHistory
from bot.storage.unit_of_work import SqlUnitsOfWork
from knowledge.changes import Values, merge, values_by_key
from knowledge.exchange.columns import SHEETS
from knowledge.exchange.draft import Cell, Line, SheetName
from knowledge.exchange.rows import draft_of
from knowledge.models import DepartmentId, RoutingTable
from knowledge.problems import Origin, Problem, ProblemCode, Severity, wrong
from knowledge.rules import errors
from knowledge.undo import Place, Undone, put, undone

FORM = "form"  # the file of problems that stand in no file
MOST_TRIES = 5

Typed = Mapping[str, str | tuple[str, ...]]  # by column, as it was typed; several where there may be several


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEdit:
    """A row as somebody wants it. `key` is empty for a new one; `base` is the version they were looking at."""

    sheet: SheetName
    key: str
    base: int
    typed: Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """It is in force, as part of this version; the one before when there was nothing to change."""

    version: int
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What has to be mended first."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Somebody changed the same row meanwhile: how both saw it before, how it is now, in which version."""

    before: Values
    now: Values
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """It cannot be undone: these rows have changed since."""

    changed_since: tuple[Place, ...]


Outcome = Saved | Refused | Clash | Stuck
Change = Callable[[RoutingTable], "RoutingTable | Refused | Clash | Stuck"]


class Curator:
    """Publishes the edits of one person."""

    def __init__(self, units: SqlUnitsOfWork, author: str, now: datetime) -> None:
        self._routing: SqlRouting = units.routing
        self._history: SqlRoutingHistory = units.routing_history
        self._author = author
        self._now = now

    def save(self, edit: RowEdit, table: RoutingTable | None = None) -> Outcome:
        """The row as it was typed. `table` is the version in force, if it is at hand."""
        return self._published(lambda now: self._edited(edit, now), table, edit.key or _key_of(edit))

    def set_active(self, sheet: SheetName, key: str, *, active: bool, table: RoutingTable | None = None) -> Outcome:
        """Archive or bring back a person or a topic, the rest of the row as it is."""
        typed = {SHEETS[sheet].key: key, "active": "true" if active else "false"}
        return self._published(lambda now: laid_over(now, sheet, typed), table, key)

    def take_out(self, sheet: SheetName, key: str, heir: str = "", table: RoutingTable | None = None) -> Outcome:
        """Archive a department or a term. What a department owned goes to the heir."""

        def change(now: RoutingTable) -> RoutingTable | Refused:
            left = put(now, sheet, key, ())
            return _sound(inherited(left, key, heir) if sheet is SheetName.DEPARTMENTS else left)

        return self._published(change, table, key)

    def bring_back(self, sheet: SheetName, key: str, table: RoutingTable | None = None) -> Outcome:
        """A row that was taken out, as it was last."""

        def change(now: RoutingTable) -> RoutingTable | Refused:
            values = self._history.gone(sheet).get(key, ())
            return _sound(put(now, sheet, key, values)) if values else now

        return self._published(change, table, key)

    def undo(self, number: int, table: RoutingTable | None = None) -> Outcome:
        """A new version in which what that version changed is as it was before."""
        version = self._history.version(number)
        if version is None or version.number != number:
            raise BotError("unknown_version", version=number)
        step = self._history.step(version)

        def change(now: RoutingTable) -> RoutingTable | Refused | Stuck:
            result: Undone = undone(now, step)
            return Stuck(changed_since=result.changed_since) if result.changed_since else _sound(result.table)

        return self._published(change, table, "")

    def _edited(self, edit: RowEdit, now: RoutingTable) -> RoutingTable | Refused | Clash:
        after = laid_over(now, edit.sheet, edit.typed)
        if isinstance(after, Refused) or after == now:
            return after
        is_now = values_by_key(now, edit.sheet).get(edit.key or _key_of(edit), ())
        if not edit.key:
            return _taken(edit) if is_now else after
        if edit.base == now.version:
            return after
        before = self._history.row(edit.sheet, edit.key, edit.base)
        return after if before == is_now else Clash(before=before, now=is_now, version=now.version)

    def _published(self, change: Change, table: RoutingTable | None, key: str) -> Outcome:
        """Until nobody has published anything in between: seldom more than once."""
        for _ in range(MOST_TRIES):
            now = table or self._routing.published()
            after = change(now)
            if not isinstance(after, RoutingTable):
                return after
            try:
                return Saved(version=self._publish(now, after), key=key)
            except BotError as error:
                if error.code != "table_changed_meanwhile":
                    raise
                table = None
        raise BotError("table_changed_meanwhile", base=0)

    def _publish(self, now: RoutingTable, after: RoutingTable) -> int:
        if after == now:
            return now.version
        return self._routing.publish(after, base=now.version, author=self._author, now=self._now, before=now)


def laid_over(table: RoutingTable, sheet: SheetName, typed: Typed) -> RoutingTable | Refused:
    """The table with one row as it was typed, or what is wrong with it."""
    draft, problems = draft_of(_lines(sheet, typed))
    found = [problem for problem in problems if problem.severity is Severity.ERROR]
    if found:
        return Refused(problems=tuple(found))
    return _sound(merge(table, draft, replace=False))


def inherited(table: RoutingTable, gone: str, heir: str) -> RoutingTable:
    """What the department that is gone owned and stood in for belongs to the heir; nobody stands in for themselves."""
    topics = {
        topic.id: replace(topic, department=DepartmentId(heir)) if heir and topic.department == gone else topic
        for topic in table.topics.values()
    }
    departments = {
        one.id: replace(one, backup="" if one.id == heir else heir) if one.backup == gone else one
        for one in table.departments.values()
    }
    return replace(table, topics=topics, departments=departments)


def _sound(table: RoutingTable) -> RoutingTable | Refused:
    found = errors(table, {})
    return Refused(problems=found) if found else table


def _lines(sheet: SheetName, typed: Typed) -> list[Line]:
    """One line; for a term of the glossary one for each thing it means."""
    origin = Origin(file=FORM, sheet=sheet, row=1)
    cells = {name: _cell(value) for name, value in typed.items()}
    meanings = typed.get("means")
    if sheet is not SheetName.GLOSSARY or not isinstance(meanings, tuple):
        return [Line(origin=origin, cells=cells)]
    told = tuple(dict.fromkeys(one.strip() for one in meanings if one.strip())) or ("",)
    return [Line(origin=origin, cells={**cells, "means": _cell(one)}) for one in told]


def _cell(value: str | tuple[str, ...]) -> Cell:
    return Cell(row=1, text=value) if isinstance(value, str) else Cell(row=1, items=value)


def _key_of(edit: RowEdit) -> str:
    """The id as the table writes it; empty for one that cannot be read."""
    sheet = SHEETS[edit.sheet]
    read = sheet.columns[0].read(str(edit.typed.get(sheet.key, "")).strip())
    return read if isinstance(read, str) else ""


def _taken(edit: RowEdit) -> Refused:
    """The id of a new row belongs to another one."""
    sheet = SHEETS[edit.sheet]
    what = wrong(ProblemCode.ID_TAKEN, value=_key_of(edit))
    return Refused(problems=(what.at(FORM, sheet=sheet.name, row=1, column=sheet.key),))
