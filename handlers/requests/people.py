"""Who is meant by a name or an e-mail, and who may be handed a request."""

from functools import lru_cache

from knowledge.models import Department, DepartmentId, Email, Person, RoutingTable
from knowledge.text import fold

# Every question is compared with every name, to see whether it is one.
folded_name = lru_cache(maxsize=16_384)(fold)


def person_called(name: str, table: RoutingTable) -> Person | None:
    """The active person with that e-mail, whole name, or a first or last name that nobody else bears."""
    wanted = fold(name.strip())
    everybody = people_of(table)
    exact = [person for person in everybody if wanted in {folded_name(person.email), folded_name(person.shown_name)}]
    partly = [person for person in everybody if wanted and wanted in folded_name(person.shown_name).split(" ")]
    found = exact or partly
    return found[0] if len(found) == 1 else None


def people_of(table: RoutingTable) -> tuple[Person, ...]:
    """Everybody who is active: the people's sheet, and members who have no row in it."""
    at_work = (email for department in table.departments.values() for email in _all_of(department))
    emails = dict.fromkeys((*table.people, *at_work))
    people = (table.person(email) for email in emails)
    return tuple(person for person in people if person.active)


def colleagues(department_id: DepartmentId, table: RoutingTable) -> tuple[Person, ...]:
    """The department's members, head and backup: who is most likely meant."""
    department = table.departments.get(department_id) or table.triage
    return tuple(table.person(email) for email in _all_of(department) if table.person(email).active)


def _all_of(department: Department) -> tuple[Email, ...]:
    others = (department.head, department.backup_person)
    return tuple(dict.fromkeys((*department.members, *(email for email in others if email))))
