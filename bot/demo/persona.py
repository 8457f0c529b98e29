"""Who somebody is in the demo: the name in the path."""

from dataclasses import dataclass

from starlette.requests import Request

from bot.bridge import Bridge
from knowledge.models import Bilingual, Email, Person, RoutingTable
from knowledge.text import fold


class PathVisitors:
    """Whoever the path names; where it names nobody, a newcomer."""

    def __init__(self, bridge: Bridge) -> None:
        self._core = bridge.core

    def who(self, request: Request) -> Person | None:
        name, table = request.path_params.get("name"), self._core.snapshots.current.table
        return newcomer(table) if name is None else persona_of(name, table)

    async def still(self, request: Request) -> Person | None:
        return self.who(request)

    def base(self, person: Person) -> str:
        return f"/as/{slug(person)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Somebody one can be, and what for."""

    person: Person
    topics: int  # that name them as the person to ask
    is_front_desk: bool
    is_head: bool
    is_admin: bool

    @property
    def slug(self) -> str:
        return slug(self.person)

    @property
    def base(self) -> str:
        return f"/as/{self.slug}"

    @property
    def only_asks(self) -> bool:
        return not (self.topics or self.is_front_desk or self.is_head or self.is_admin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The people of a department; without a name, those who are in none."""

    name: Bilingual | None
    personas: tuple[Persona, ...]


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
    """Who a visitor is before they have chosen: the first who is in no department; else one who heads none."""
    active = [person for person in table.people.values() if person.active]
    free = (person for person in active if not table.departments_of(person.email))
    heads = {department.head for department in table.departments.values()} | set(table.triage.members)
    others = (person for person in active if person.email not in heads)
    return next(free, None) or next(others, None) or next(iter(active), None)


def first_admin(table: RoutingTable, admins: tuple[Email, ...]) -> Person | None:
    return next((table.people[email] for email in admins if email in table.people), None)


def everybody(table: RoutingTable, admins: tuple[Email, ...]) -> list[Group]:
    """Everybody one can be: first those who only ask, then the departments in the table's order."""
    asking = [person.email for person in table.people.values() if not table.departments_of(person.email)]
    groups = [(None, asking), *((one.name, list(one.members)) for one in table.departments.values())]
    found = (Group(name=name, personas=_personas(emails, table, admins)) for name, emails in groups)
    return [group for group in found if group.personas]


def _personas(emails: list[Email], table: RoutingTable, admins: tuple[Email, ...]) -> tuple[Persona, ...]:
    people = (table.people[email] for email in emails if email in table.people)
    return tuple(_persona(person, table, admins) for person in people if person.active)


def _persona(person: Person, table: RoutingTable, admins: tuple[Email, ...]) -> Persona:
    return Persona(
        person=person,
        topics=sum(topic.person == person.email for topic in table.active_topics),
        is_front_desk=person.email in table.triage.members,
        is_head=any(department.head == person.email for department in table.departments.values()),
        is_admin=person.email in admins,
    )
