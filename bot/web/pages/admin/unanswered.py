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
from knowledge.likeness import alike_to
from knowledge.matcher import Match, Matched
from knowledge.models import RoutingTable, TopicId

AMONG = 20_000  # the newest requests are looked through
MOST = 300  # questions put together; beyond that the newest are enough to see what is wanted
MOST_SHOWN = 50
MOST_NEAREST = 3
MOST_OFFERED = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """`wished` may be read here; of `hidden` only that it was asked. `known_by_now`: a topic answers it since."""

    wished: tuple[tuple[Wish, tuple[TopicId, ...]], ...]
    hidden: tuple[Request, ...]
    known_by_now: int
    more: int


def routes(desk: Desk) -> list[BaseRoute]:
    async def show(visit: Visit) -> Response:
        found, table = await unanswered_for(desk, visit), await desk.table()
        return desk.page(
            visit,
            "unanswered.html",
            found=found,
            table=table,
            topics=_topics(table, visit),
            is_discreet=lambda request: is_discreet(table, request),
        )

    return [Route("/admin/unanswered", desk.for_admins(show))]


async def unanswered_for(desk: Desk, visit: Visit) -> Unanswered:
    return await desk.site.bridge.read(_look, desk, visit.actor)


def _topics(table: RoutingTable, visit: Visit) -> list[Option]:
    """Topics a question may be added to, by name; a table with very many is searched in its own list instead."""
    topics = table.active_topics if len(table.active_topics) <= MOST_OFFERED else ()
    return [Option(value=topic.id, label=visit.voice.best(topic.title) or topic.id) for topic in topics]


def _look(desk: Desk, actor: Actor) -> Unanswered:
    with desk.units.look() as view:
        requests = view.reading.unmatched(among=AMONG, limit=MOST)
    return gathered(desk.site.core.snapshots.current, actor, [one for one in requests if is_unknown(one)])


def gathered(snapshot: Snapshot, actor: Actor, requests: list[Request]) -> Unanswered:
    """What this person may read, put together; the rest apart, so that nothing is told by what it stands beside."""
    table = snapshot.table
    readable = [one for one in requests if may_read_words(actor, one, table)]
    hidden = tuple(one for one in requests if not may_read_words(actor, one, table))
    found = [(wish, snapshot.engine.match(wish.question)) for wish in wishes(readable, alike_to)]
    unknown = [(wish, nearest(match, table)) for wish, match in found if not isinstance(match, Matched)]
    return Unanswered(
        wished=tuple(unknown[:MOST_SHOWN]),
        hidden=hidden,
        known_by_now=len(found) - len(unknown),
        more=max(len(unknown) - MOST_SHOWN, 0),
    )


def nearest(match: Match, table: RoutingTable) -> tuple[TopicId, ...]:
    """The topics it came closest to."""
    return tuple(one.topic for one in match.candidates[:MOST_NEAREST] if one.topic in table.topics)
