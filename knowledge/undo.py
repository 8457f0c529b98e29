"""A row put in the place of another, and what a version changed taken back: always a new table, never another past."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from knowledge.changes import Values, values_by_key
from knowledge.exchange.draft import SheetName
from knowledge.exchange.table import rows_of, table_of
from knowledge.models import RoutingTable

Place = tuple[SheetName, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one version did: the rows it touched as they were and as they became; `places` are where they stood."""

    before: RoutingTable
    after: RoutingTable
    places: Mapping[Place, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """The table with a step taken back; `changed_since` are the rows that are no longer as the step left them."""

    table: RoutingTable
    changed_since: tuple[Place, ...] = ()


def undone(table: RoutingTable, step: Step) -> Undone:
    """`table` with the step's rows as they were before it; all of them, or none."""
    changed_since: list[Place] = []
    taken_back = table
    for name in SheetName:
        now, before, after = (values_by_key(one, name) for one in (table, step.before, step.after))
        for key in dict.fromkeys([*before, *after]):
            was, became, is_now = (rows.get(key, ()) for rows in (before, after, now))
            if was in (is_now, became):
                continue
            if is_now != became:
                changed_since.append((name, key))
            else:
                taken_back = put(taken_back, name, key, was, place=step.places.get((name, key)))
    return Undone(table=table if changed_since else taken_back, changed_since=tuple(changed_since))


def put(table: RoutingTable, name: SheetName, key: str, values: Values, *, place: int | None = None) -> RoutingTable:
    """`table` with these values in place of what `key` has; without any, the row is gone.

    A row that was not there stands at `place`, counted from 0, or at the end.
    """
    rows = values_by_key(table, name)
    if key in rows or place is None:
        rows[key] = values
        ordered = list(rows.values())
    else:
        ordered = list(rows.values())
        ordered.insert(place, values)
    sheets = {one: rows_of(table, one) for one in SheetName}
    return table_of(table.version, {**sheets, name: chain.from_iterable(ordered)})
