"""What stands between bytes and a routing table: source files, the lines found in them, and the rows made of those."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from knowledge.models import Department, GlossaryTerm, Person, Topic
from knowledge.problems import Origin

RowValue = TypeVar("RowValue", bound=Person | Department | Topic | GlossaryTerm)
AnyValue = Person | Department | Topic | GlossaryTerm


class SheetName(StrEnum):
    """The four parts of the routing table, in the order in which files hold them."""

    PEOPLE = "people"
    DEPARTMENTS = "departments"
    TOPICS = "topics"
    GLOSSARY = "glossary"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file as it was handed over; the name's extension says the format."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a file says in one place: a text, or a list where the format has lists."""

    row: int
    text: str = ""
    items: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row as found, not yet understood. Only columns that the file mentions are there."""

    origin: Origin
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[RowValue]):
    """One row understood. `columns` are those the file mentions (and that could be read): the others say nothing."""

    value: RowValue
    origin: Origin
    columns: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the files say, in their order; whether it makes a sound table is for `rules`, after `changes.merge`."""

    people: tuple[Row[Person], ...] = ()
    departments: tuple[Row[Department], ...] = ()
    topics: tuple[Row[Topic], ...] = ()
    glossary: tuple[Row[GlossaryTerm], ...] = ()

    @property
    def origins(self) -> Mapping[tuple[str, str], Origin]:
        """Where the row of (sheet, id) came from."""
        return {
            **{(SheetName.PEOPLE, row.value.email): row.origin for row in self.people},
            **{(SheetName.DEPARTMENTS, row.value.id): row.origin for row in self.departments},
            **{(SheetName.TOPICS, row.value.id): row.origin for row in self.topics},
            **{(SheetName.GLOSSARY, row.value.term): row.origin for row in self.glossary},
        }
