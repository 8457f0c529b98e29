"""What a draft makes of a table, and what is different between two tables. Whether the result is sound is `rules`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from knowledge.exchange.columns import SHEETS, Sheet, fields_of, overlaid
from knowledge.exchange.draft import AnyValue, Draft, Row, SheetName
from knowledge.exchange.table import rows_of, table_of
from knowledge.models import RoutingTable

Values = tuple[AnyValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row that is in both tables, and the columns that differ."""

    id: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDifference:
    """What happened to one sheet. `archived` rows are gone from the later table; older versions keep them.

    `reordered`: the rows that are in both stand in another order, which breaks ties differently.
    """

    added: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    archived: tuple[str, ...] = ()
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.archived or self.reordered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What happened between two tables; falsy when there is nothing to publish."""

    people: SheetDifference = field(default_factory=SheetDifference)
    departments: SheetDifference = field(default_factory=SheetDifference)
    topics: SheetDifference = field(default_factory=SheetDifference)
    glossary: SheetDifference = field(default_factory=SheetDifference)

    def __bool__(self) -> bool:
        return bool(self.people or self.departments or self.topics or self.glossary)


def merge(table: RoutingTable, draft: Draft, *, replace: bool) -> RoutingTable:
    """The table with the draft's rows added and changed by id; the version stays, publishing gives the new one.

    A row of the draft sets the columns that its file mentions, empty cells included; a column that the file (in YAML:
    the row) does not mention keeps its old value. Known rows keep their place, new ones follow in the files' order.
    The glossary has no id: the rows of a term take the place of all that the term meant before.

    With `replace` the files are the whole truth: rows they do not have are gone, columns they do not mention are
    empty, and the order is theirs; the same as merging into an empty table.
    """
    base = RoutingTable(version=table.version) if replace else table
    return table_of(
        table.version,
        {
            SheetName.PEOPLE: _merged(SheetName.PEOPLE, base, draft.people),
            SheetName.DEPARTMENTS: _merged(SheetName.DEPARTMENTS, base, draft.departments),
            SheetName.TOPICS: _merged(SheetName.TOPICS, base, draft.topics),
            SheetName.GLOSSARY: _merged_glossary(base, draft.glossary),
        },
    )


def difference(before: RoutingTable, after: RoutingTable) -> Difference:
    """What is added, changed and archived on the way from `before` to `after`."""
    return Difference(
        people=_difference(SheetName.PEOPLE, before, after),
        departments=_difference(SheetName.DEPARTMENTS, before, after),
        topics=_difference(SheetName.TOPICS, before, after),
        glossary=_difference(SheetName.GLOSSARY, before, after),
    )


def values_by_key(table: RoutingTable, name: SheetName) -> dict[str, Values]:
    """What each id stands for: one row; for a term of the glossary all that it means."""
    if name is SheetName.GLOSSARY:
        return {term: tuple(rows) for term, rows in _by_term(table.glossary).items()}
    key = SHEETS[name].key
    return {getattr(row, key): (row,) for row in rows_of(table, name)}


def _merged(name: SheetName, base: RoutingTable, rows: Iterable[Row[Any]]) -> Iterable[AnyValue]:
    sheet = SHEETS[name]
    merged: dict[str, AnyValue] = {getattr(old, sheet.key): old for old in rows_of(base, name)}
    for row in rows:
        key = getattr(row.value, sheet.key)
        old = merged.get(key)
        merged[key] = row.value if old is None else overlaid(sheet, old, row.value, row.columns)
    return merged.values()


def _merged_glossary(base: RoutingTable, rows: Iterable[Row[Any]]) -> Iterable[AnyValue]:
    by_term = _by_term(base.glossary)
    return chain.from_iterable({**by_term, **_by_term(row.value for row in rows)}.values())


def _by_term(terms: Iterable[Any]) -> dict[str, list[AnyValue]]:
    found: dict[str, list[AnyValue]] = {}
    for term in terms:
        found.setdefault(term.term, []).append(term)
    return found


def _difference(name: SheetName, before: RoutingTable, after: RoutingTable) -> SheetDifference:
    sheet = SHEETS[name]
    old, new = values_by_key(before, name), values_by_key(after, name)
    kept = [key for key in old if key in new]
    return SheetDifference(
        added=tuple(key for key in new if key not in old),
        changed=tuple(
            Change(id=key, columns=_changed(sheet, old[key], new[key])) for key in kept if old[key] != new[key]
        ),
        archived=tuple(key for key in old if key not in new),
        reordered=kept != [key for key in new if key in old],
    )


def _changed(sheet: Sheet, old: Values, new: Values) -> tuple[str, ...]:
    if sheet.name is SheetName.GLOSSARY:
        return ("means",)
    before, after = fields_of(sheet, old[0]), fields_of(sheet, new[0])
    return tuple(column for column, value in before.items() if value != after[column])
