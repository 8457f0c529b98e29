"""What a person reads on the chat: their own conversation and one a department of theirs, in the page's language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.bridge import Bridge
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.storage.weblog import Posted
from bot.web.conversations import ASKED, QUEUE
from bot.web.news import mark_of
from bot.web.visit import Visit
from handlers.cards import card_for
from handlers.content import Content
from handlers.outgoing import View
from handlers.requests.model import id_of
from knowledge.models import Department, DepartmentId, Email, RoutingTable

SHOWN = 60  # messages of a conversation on its page


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of one conversation, oldest first; `earlier` is the number before which there is more."""

    posts: tuple[Posted, ...]
    earlier: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """What a person sees, and the mark that tells when it is no longer all."""

    mark: str
    own: Stretch
    departments: Mapping[DepartmentId, Stretch]


def followed(person: Email, departments: Sequence[Department]) -> tuple[str, ...]:
    """The conversations on a person's chat, by name: their own first."""
    return (own_conversation(person), *(conversation_of(department.id) for department in departments))


def heard_of(person: Email, table: RoutingTable) -> tuple[str, ...]:
    """All whose news a person's pages hear of: their chat, what they and their desk asked, what they and theirs owe."""
    departments = table.departments_of(person)
    asking = dict.fromkeys((person, *desk_mates(person, table)))
    owing = (person, *(department.id for department in departments))
    return (*followed(person, departments), *(f"{ASKED}{who}" for who in asking), *(f"{QUEUE}{who}" for who in owing))


def desk_mates(person: Email, table: RoutingTable) -> tuple[Email, ...]:
    """Everybody at the reception desk, for somebody who sits there: they go on with each other's messages."""
    return table.triage.members if person in table.triage.members else ()


def own_conversation(person: Email) -> str:
    return f"person:{person}"


def conversation_of(department: DepartmentId) -> str:
    return f"department:{department}"


class Walls:
    """Reads conversations for one reader at a time."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    async def wall(self, visit: Visit, departments: Sequence[Department]) -> Wall:
        return await self._bridge.read(self._wall, visit, departments)

    async def before(self, number: int, conversation: str, visit: Visit) -> Stretch:
        """The messages of a conversation before one of them."""
        return await self._bridge.read(self._before, number, conversation, visit)

    def _wall(self, visit: Visit, departments: Sequence[Department]) -> Wall:
        own, *others = followed(visit.person.email, departments)
        with self._bridge.core.units.look() as view:
            draw = _Drawing(view, visit, self._bridge.core.house.timezone)
            shown = [draw.stretch(view.weblog.of(each, limit=SHOWN + 1)) for each in (own, *others)]
            mark = mark_of(view.weblog.changes((own, *others)), (own, *others))
        ids = (department.id for department in departments)
        return Wall(mark=mark, own=shown[0], departments=dict(zip(ids, shown[1:], strict=True)))

    def _before(self, number: int, conversation: str, visit: Visit) -> Stretch:
        with self._bridge.core.units.look() as view:
            draw = _Drawing(view, visit, self._bridge.core.house.timezone)
            return draw.stretch(view.weblog.of(conversation, limit=SHOWN + 1, before=number))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Messages as their reader reads them: a card in another language than the one they chose is drawn anew.

    A notice stays as it was said: what it was made of is not kept.
    """

    view: SqlUnitOfWork
    visit: Visit
    default_zone: str

    def stretch(self, posts: Sequence[Posted]) -> Stretch:
        """At most SHOWN of them; one more is how it is known that there is more."""
        shown = tuple(self._read(posts[-SHOWN:]))
        return Stretch(posts=shown, earlier=shown[0].id if len(posts) > SHOWN else None)

    def _read(self, posts: Sequence[Posted]) -> Iterator[Posted]:
        for posted in posts:
            is_foreign = self.visit.chosen and posted.content.lang is not self.visit.voice.reader.lang
            anew = self._anew(posted) if is_foreign else None
            yield replace(posted, content=anew) if anew else posted

    def _anew(self, posted: Posted) -> Content | None:
        content = posted.content
        request_id = id_of(content.reference) if content.reference and content.view else None
        request = self.view.requests.peek(request_id) if request_id else None
        if request is None or content.view is None:
            return None
        alone = posted.conversation == own_conversation(self.visit.person.email)
        side = View.OWNER if content.view is View.OWNER_DISCREET else content.view
        return card_for(self.visit.actor, request, side, self.visit.voice, self.default_zone, alone=alone)
