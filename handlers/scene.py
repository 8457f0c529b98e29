"""What every use case is told besides the fact: the snapshot, the hour, and the house's defaults."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.incoming import PersonId
from handlers.ports import UnitOfWork
from handlers.requests.duty import Roster
from handlers.requests.events import World
from handlers.requests.model import Request, RequestId
from knowledge.matcher import Match, Matched
from knowledge.models import Email, Lang, RoutingTable


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions in one text."""

    text: str
    match: Matched


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`match` is the question's outcome on this very `table`; None for facts without a question."""

    table: RoutingTable
    now: datetime
    default_zone: str
    default_lang: Lang
    match: Match | None = None
    admins: tuple[Email, ...] = ()
    parts: tuple[Part, ...] = ()  # two questions in one text, each of them sure
    near: tuple[RequestId, ...] = ()  # older requests that ask nearly the same
    is_other_door: bool = False  # whoever acts may have written from another platform before
    likely_lang: Lang | None = None  # what statistics say of the words, where nothing surer was known

    def roster(self, unit: UnitOfWork, requester: PersonId, request: Request | None = None) -> Roster:
        return Roster(
            table=self.table,
            requester=requester,
            burdens=unit.requests.burdens,
            now=self.now,
            default_zone=self.default_zone,
            absences=unit.people.absences((self.now - timedelta(days=1)).date()),
            admins=self.admins,
            refused=frozenset(request.memory.refused) if request else frozenset(),
        )

    def world(self, unit: UnitOfWork, request: Request, requester: PersonId | None = None) -> World:
        """What is decided about `request` looks at this; `requester` when it has turned out to be somebody else."""
        return World(roster=self.roster(unit, requester or request.requester.person, request))
