"""What every use case is told besides the fact: the snapshot, the hour, and the house's defaults."""

from dataclasses import dataclass
from datetime import datetime

from handlers.incoming import PersonId
from handlers.ports import UnitOfWork
from handlers.requests.duty import Roster
from handlers.requests.events import World
from knowledge.matcher import Match
from knowledge.models import Lang, RoutingTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`match` is the question's outcome on this very `table`; None for facts without a question."""

    table: RoutingTable
    now: datetime
    default_zone: str
    default_lang: Lang
    match: Match | None = None

    def roster(self, unit: UnitOfWork, requester: PersonId) -> Roster:
        return Roster(
            table=self.table,
            requester=requester,
            load=unit.requests.load(),
            now=self.now,
            default_zone=self.default_zone,
        )

    def world(self, unit: UnitOfWork, requester: PersonId) -> World:
        return World(roster=self.roster(unit, requester))
