"""Who is on duty for a topic or a department right now. Nobody is asked their own question."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.incoming import PersonId
from handlers.requests.model import Keeper
from knowledge.models import Department, DepartmentId, Email, RoutingTable, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """The days somebody said they would be away, first and last."""

    begins: date
    until: date


Absences = Mapping[PersonId, Absence]
Burdens = Callable[[Collection[PersonId]], Mapping[PersonId, int]]  # open requests that wait for each one's move


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What the choice depends on: the table, who asked, how much each person has to do, and when."""

    table: RoutingTable
    requester: PersonId
    burdens: Burdens  # asked only of those among whom somebody is chosen
    now: datetime
    default_zone: str
    absences: Absences = field(default_factory=dict)
    admins: tuple[Email, ...] = ()
    refused: frozenset[DepartmentId] = frozenset()  # departments that said it is not theirs

    def is_available(self, email: Email) -> bool:
        """Present today where they are, and not the one who asks."""
        return PersonId(email) != self.requester and self.is_present(email)

    def is_present(self, email: Email) -> bool:
        """Neither the table nor they themselves say that they are away today, where they are."""
        person = self.table.person(email)
        today = self.now.astimezone(ZoneInfo(person.timezone or self.default_zone)).date()
        absence = self.absences.get(PersonId(email))
        is_away = absence is not None and absence.begins <= today <= absence.until
        return person.is_present(today) and not is_away


def keeper_for_topic(roster: Roster, topic: Topic) -> Keeper:
    """The topic's person if present, else whoever is on duty in its department."""
    if topic.person and topic.department not in roster.refused and roster.is_available(topic.person):
        return Keeper(department=topic.department, person=PersonId(topic.person))
    return keeper_in(roster, roster.table.departments[topic.department])


def keeper_in(roster: Roster, department: Department) -> Keeper:
    """The present member with the fewest open requests, else the backup's, else triage's, else triage as a whole."""
    for candidate in _chain(roster.table, department):
        if candidate.id in roster.refused:
            continue
        member = _least_busy(roster, candidate.members)
        if member:
            return Keeper(department=candidate.id, person=member)
        backup = candidate.backup_person
        if backup and roster.is_available(backup):
            return Keeper(department=candidate.id, person=PersonId(backup))
    return Keeper(department=roster.table.triage.id)


def backup_of(roster: Roster, department: Department) -> Keeper:
    """Who stands in for the department: its backup if available, else the next down the chain."""
    person = department.backup_person
    if person and roster.is_available(person):
        return Keeper(department=department.id, person=PersonId(person))
    other = department.backup_department
    return keeper_in(roster, roster.table.departments[other] if other else roster.table.triage)


def _chain(table: RoutingTable, department: Department) -> Iterator[Department]:
    """The department, its backup, the backup's backup: each once, triage last."""
    seen: set[str] = set()
    current: Department | None = department
    while current and current.id not in seen:
        seen.add(current.id)
        yield current
        following = current.backup_department
        current = table.departments.get(following) if following else None
    if table.triage.id not in seen:
        yield table.triage


def _least_busy(roster: Roster, members: tuple[Email, ...]) -> PersonId | None:
    available = [PersonId(email) for email in members if roster.is_available(email)]
    if len(available) <= 1:
        return next(iter(available), None)
    burdens = roster.burdens(available)
    return min(available, key=lambda person: burdens[person])
