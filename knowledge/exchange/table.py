"""The rows of a routing table by sheet, and a table from such rows."""

from collections.abc import Iterable, Mapping
from typing import cast

from knowledge.exchange.draft import AnyValue, SheetName
from knowledge.models import Department, GlossaryTerm, Person, RoutingTable, Topic


def rows_of(table: RoutingTable, name: SheetName) -> Iterable[AnyValue]:
    """The table's rows of one sheet, in its order."""
    match name:
        case SheetName.PEOPLE:
            return table.people.values()
        case SheetName.DEPARTMENTS:
            return table.departments.values()
        case SheetName.TOPICS:
            return table.topics.values()
        case SheetName.GLOSSARY:
            return table.glossary


def table_of(version: int, rows: Mapping[SheetName, Iterable[AnyValue]]) -> RoutingTable:
    """The table that these rows make, in their order."""
    people = cast("Iterable[Person]", rows[SheetName.PEOPLE])
    departments = cast("Iterable[Department]", rows[SheetName.DEPARTMENTS])
    topics = cast("Iterable[Topic]", rows[SheetName.TOPICS])
    return RoutingTable(
        version=version,
        people={person.email: person for person in people},
        departments={department.id: department for department in departments},
        topics={topic.id: topic for topic in topics},
        glossary=tuple(cast("Iterable[GlossaryTerm]", rows[SheetName.GLOSSARY])),
    )
