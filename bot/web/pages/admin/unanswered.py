"""The questions nobody knew, by demand: each a click away from being a topic, or a phrasing of one.

Whoever may not read a question sees that it was asked, when, and who handles it, never a word of it (P8).
"""

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.snapshots import Snapshot
from bot.web.pages.admin.demand import Wish, is_unknown, wishes
from bot.web.pages.admin.desk import Desk
from bot.web.pages.admin.noun import Option
from bot.web.visit import Visit
from handlers.incoming import Actor
from handlers.permissions import may_read_words
from handlers.requests.model import Request
from handlers.requests.privacy import is_discreet
from knowledge.matcher import NEAR, Match, Matched
from knowledge.models import RoutingTable, TopicId

AMONG = 20_000  # the newest requests are looked through
MOST = 300  # questions put together; beyond that the newest are enough to see what is wanted
MOST_SHOWN = 50
MOST_NEAREST = 2
MOST_OFFERED = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """`wished` may be read here; of `hidden` only that it was asked. `known_by_now`: a topic answers it since."""

    wished: tuple[tuple[Wish, tuple[TopicId, ...]], ...]
    hidden: tuple[Request, ...]
    known_by_now: int
    more: int


class Questions:
    """The questions nobody knew, as each admin may see them; put together again only once something has changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._memo: tuple[object, Unanswered] | None = None

    def routes(self) -> list[BaseRoute]:
        return [Route("/admin/unanswered", self._desk.for_admins(self.show))]

    async def show(self, visit: Visit) -> Response:
        """All of them, by demand."""
        found, table = await self.of(visit), await self._desk.table()
        return self._desk.page(
            visit,
            "unanswered.html",
            found=found,
            table=table,
            topics=_topics(table, visit),
            is_discreet=lambda request: is_discreet(table, request),
        )

    async def of(self, visit: Visit) -> Unanswered:
        return await self._desk.site.bridge.read(self._look, visit.actor)

    def _look(self, actor: Actor) -> Unanswered:
        with self._desk.units.look() as view:
            requests = [one for one in view.reading.unmatched(among=AMONG, limit=MOST) if is_unknown(one)]
        snapshot = self._desk.site.core.snapshots.current
        states = tuple((one.id, one.version) for one in requests)
        key = (actor.person, snapshot.table.version, snapshot.alike, states)
        memo = self._memo
        if memo is None or memo[0] != key:
            memo = self._memo = (key, gathered(snapshot, actor, requests))
        return memo[1]


def _topics(table: RoutingTable, visit: Visit) -> list[Option]:
    """Topics a question may be added to, by name; a table with very many is searched in its own list instead."""
    topics = table.active_topics if len(table.active_topics) <= MOST_OFFERED else ()
    return [Option(value=topic.id, label=visit.voice.best(topic.title) or topic.id) for topic in topics]


def gathered(snapshot: Snapshot, actor: Actor, requests: list[Request]) -> Unanswered:
    """What this person may read, put together; the rest apart, so that nothing is told by what it stands beside."""
    table = snapshot.table
    readable = [one for one in requests if may_read_words(actor, one, table)]
    hidden = tuple(one for one in requests if not may_read_words(actor, one, table))
    found = [(wish, snapshot.engine.match(wish.question)) for wish in wishes(readable, snapshot.same)]
    unknown = [(wish, nearest(match, table)) for wish, match in found if not isinstance(match, Matched)]
    return Unanswered(
        wished=tuple(unknown[:MOST_SHOWN]),
        hidden=hidden,
        known_by_now=len(found) - len(unknown),
        more=max(len(unknown) - MOST_SHOWN, 0),
    )


def nearest(match: Match, table: RoutingTable) -> tuple[TopicId, ...]:
    """The topics it came close to, if any."""
    close = (one.topic for one in match.candidates[:MOST_NEAREST] if one.confidence >= NEAR)
    return tuple(topic for topic in close if topic in table.topics)
