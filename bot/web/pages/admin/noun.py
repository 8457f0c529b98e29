"""A part of the routing table as admins look at it: its list, its filters, the fields of its form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from handlers.texts.voice import Voice
from knowledge.changes import Values, values_by_key
from knowledge.exchange.columns import SHEETS, Sheet, written
from knowledge.exchange.draft import AnyValue, SheetName
from knowledge.models import RoutingTable
from knowledge.text import fold

MANY_READ = 32_768  # rows whose words are kept folded: an edit leaves nearly all of them as they were


class Control(StrEnum):
    """How a column is typed."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"  # one value a line
    CHOICE = "choice"
    SWITCH = "switch"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column in the form. `offers` names the list to choose from or to be reminded of."""

    column: str
    control: Control = Control.LINE
    offers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that belong together, under a heading."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something to choose, as it is sent and as it is read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A way to see some rows only."""

    name: str
    offers: str
    passes: Callable[[Any, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A column of the list: its heading's key, and what stands in it."""

    text: str
    cell: Callable[[Any, RoutingTable, Voice], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """One sheet. `keeps_archived`: an archived row stays in the table, marked; else it is taken out."""

    sheet_name: SheetName
    groups: tuple[Group, ...]
    shown: tuple[Shown, ...]
    name: Callable[[Any, Voice], str]
    filters: tuple[Filter, ...] = ()
    keeps_archived: bool = False

    @property
    def path(self) -> str:
        return self.sheet_name.value

    @property
    def sheet(self) -> Sheet:
        return SHEETS[self.sheet_name]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for group in self.groups for field in group.fields)

    def rows(self, table: RoutingTable) -> dict[str, Values]:
        return values_by_key(table, self.sheet_name)

    def is_active(self, row: AnyValue) -> bool:
        return bool(getattr(row, "active", True))


def option_of(value: str, label: str) -> Option:
    return Option(value=value, label=label)


@lru_cache(maxsize=MANY_READ)
def words_of(sheet: SheetName, row: AnyValue) -> str:
    """Everything a row says, folded: what a search looks through."""
    cells = written(SHEETS[sheet], row).values()
    return fold(" ".join(cell if isinstance(cell, str) else " ".join(cell) for cell in cells))


def offers(name: str, table: RoutingTable, voice: Voice) -> Sequence[Option]:
    """What a list has to choose from, in the reader's language; nothing for a list nobody knows."""
    match name:
        case "departments":
            return [option_of(one.id, voice.best(one.name) or one.id) for one in table.departments.values()]
        case "people":
            return [option_of(one.email, one.shown_name) for one in table.people.values() if one.active]
        case "categories":
            return [option_of(one, voice.say(f"admin.category.{one}")) for one in ("erp", "supply", "call", "other")]
        case "handoffs":
            return [option_of(one, voice.say(f"admin.handoff.{one}")) for one in ("never", "offer", "always")]
        case "langs":
            return [option_of(one, voice.say(f"admin.lang.{one}")) for one in ("fr", "en")]
        case _:
            return []
