"""Who somebody is in the demo: the name in the path."""

from knowledge.models import Department, Email, Person, RoutingTable
from knowledge.text import fold


def persona_of(name: str, table: RoutingTable) -> Person | None:
    """The person whose e-mail begins so, or who alone bears that first name."""
    people = [person for person in table.people.values() if person.active]
    exact = [person for person in people if slug(person) == name]
    if exact:
        return exact[0]
    named = [person for person in people if fold(person.shown_name).split(" ")[0] == fold(name)]
    return named[0] if len(named) == 1 else None


def slug(person: Person) -> str:
    """The part of the e-mail before the @."""
    return person.email.split("@")[0]


def newcomer(table: RoutingTable) -> Person | None:
    """Who a visitor is before they have chosen: the first who heads no department and is not at the front desk."""
    busy = {department.head for department in table.departments.values()} | set(table.triage.members)
    active = [person for person in table.people.values() if person.active]
    return next((person for person in active if person.email not in busy), next(iter(active), None))


def first_admin(table: RoutingTable, admins: tuple[Email, ...]) -> Person | None:
    return next((table.people[email] for email in admins if email in table.people), None)


def people_by_department(table: RoutingTable) -> list[tuple[Department, list[Person]]]:
    """Everybody one can be, in the table's order."""
    return [
        (department, [table.people[email] for email in department.members if email in table.people])
        for department in table.departments.values()
    ]
