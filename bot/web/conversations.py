"""The conversations of the pages, kept in the ledger."""

from dataclasses import dataclass

from bot.bridge import Bridge
from bot.storage.weblog import Posted
from handlers.content import Content
from handlers.incoming import QuestionAsked

SHOWN = 60  # messages of a conversation on its page


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """What a person sees: their own conversation, and one a department of theirs."""

    own: list[Posted]
    departments: dict[str, list[Posted]]


class LedgerConversations:
    """Posts and reads through the bridge."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    async def post(self, conversation: str, key: str, content: Content) -> int:
        return await self._bridge.write(self._post, conversation, key, content, mine=False)

    async def post_own(self, fact: QuestionAsked) -> int:
        """What the person typed, so that they see it above the reply."""
        content = Content(body=(fact.text,))
        return await self._bridge.write(self._post, fact.place.conversation, f"own:{fact.keys[0]}", content, mine=True)

    async def edit(self, number: int, content: Content) -> bool:
        return await self._bridge.write(self._edit, number, content)

    async def find(self, key: str) -> int | None:
        return await self._bridge.read(self._find, key)

    async def wall(self, person: str, departments: tuple[str, ...]) -> Wall:
        return await self._bridge.read(self._wall, person, departments)

    def _post(self, conversation: str, key: str, content: Content, *, mine: bool) -> int:
        with self._bridge.core.units.begin() as unit:
            number = unit.weblog.post(conversation, key, content, self._bridge.core.clock.now(), mine=mine)
            unit.commit()
            return number

    def _edit(self, number: int, content: Content) -> bool:
        with self._bridge.core.units.begin() as unit:
            was_there = unit.weblog.edit(number, content)
            unit.commit()
            return was_there

    def _find(self, key: str) -> int | None:
        with self._bridge.core.units.look() as view:
            return view.weblog.find(key)

    def _wall(self, person: str, departments: tuple[str, ...]) -> Wall:
        with self._bridge.core.units.look() as view:
            return Wall(
                own=view.weblog.of(f"person:{person}", limit=SHOWN),
                departments={name: view.weblog.of(f"department:{name}", limit=SHOWN) for name in departments},
            )
