"""What archiving a row would affect: told before it is done."""

from dataclasses import dataclass

from bot.storage.unit_of_work import SqlUnitsOfWork
from knowledge.exchange.draft import AnyValue
from knowledge.models import Department, Email, Person, RoutingTable, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Open requests it concerns, topics it owns, departments it belongs to or stands in for.

    `deserted` are the departments that would have no active member left.
    """

    open_requests: int = 0
    topics: tuple[Topic, ...] = ()
    departments: tuple[Department, ...] = ()
    deserted: tuple[Department, ...] = ()


def effects_of(units: SqlUnitsOfWork, table: RoutingTable, row: AnyValue) -> Effects:
    """What would have to change hands."""
    with units.look() as view:
        match row:
            case Topic():
                return Effects(open_requests=view.reading.count_open(topic=row.id))
            case Person():
                return of_person(table, row.email, view.reading.count_open(keeper=row.email))
            case Department():
                return of_department(table, row, view.reading.count_open(department=row.id))
            case _:
                return Effects()


def of_person(table: RoutingTable, email: Email, open_requests: int) -> Effects:
    departments = table.departments_of(email)
    backed = tuple(one for one in table.departments.values() if one.backup_person == email)
    return Effects(
        open_requests=open_requests,
        topics=tuple(topic for topic in table.active_topics if topic.person == email),
        departments=(*departments, *(one for one in backed if one not in departments)),
        deserted=tuple(one for one in departments if not _others(table, one, email)),
    )


def of_department(table: RoutingTable, department: Department, open_requests: int) -> Effects:
    return Effects(
        open_requests=open_requests,
        topics=tuple(topic for topic in table.topics.values() if topic.department == department.id),
        departments=tuple(one for one in table.departments.values() if one.backup_department == department.id),
    )


def _others(table: RoutingTable, department: Department, email: Email) -> list[Email]:
    return [member for member in department.members if member != email and table.person(member).active]
