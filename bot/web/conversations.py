"""The conversations of the pages, kept in the ledger: posted through the bridge, which wakes whoever follows them.

What somebody asked and what somebody owes is followed as a conversation is, under a name of its own.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from bot.bridge import Bridge
from handlers.content import Content
from handlers.incoming import QuestionAsked

ASKED, QUEUE = "asked:", "queue:"  # before a person; before a person or a department

Written = TypeVar("Written")


def own_key(nonce_key: str) -> str:
    """The key of what somebody typed themselves, from the key of the delivery it came as."""
    return f"own:{nonce_key}"


class LedgerConversations:
    """Posts through the bridge."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    async def post(self, conversation: str, key: str, content: Content) -> int:
        return self._told(await self._bridge.write(self._post, conversation, key, content, mine=False))

    async def post_own(self, fact: QuestionAsked) -> int:
        """What the person typed, so that they see it above the reply."""
        content, key = Content(body=(fact.text,)), own_key(fact.keys[0])
        return self._told(await self._bridge.write(self._post, fact.place.conversation, key, content, mine=True))

    async def edit(self, number: int, content: Content) -> bool:
        return self._told(await self._bridge.write(self._edit, number, content))

    async def find(self, key: str) -> int | None:
        return await self._bridge.read(self._find, key)

    async def changes(self, conversations: Sequence[str]) -> Mapping[str, int]:
        """How far each of these is: another number whenever it has changed."""
        return await self._bridge.read(self._changes, conversations)

    def _told(self, written: Written) -> Written:
        self._bridge.bells.pages.set()
        return written

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

    def _changes(self, conversations: Sequence[str]) -> Mapping[str, int]:
        with self._bridge.core.units.look() as view:
            asked, queued = view.reading.signs(askers=_after(ASKED, conversations), queues=_after(QUEUE, conversations))
            return {
                **view.weblog.changes(conversations),
                **{f"{ASKED}{who}": sign for who, sign in asked.items()},
                **{f"{QUEUE}{who}": sign for who, sign in queued.items()},
            }

    def _find(self, key: str) -> int | None:
        with self._bridge.core.units.look() as view:
            return view.weblog.find(key)


def _after(prefix: str, names: Sequence[str]) -> list[str]:
    return [name.removeprefix(prefix) for name in names if name.startswith(prefix)]
