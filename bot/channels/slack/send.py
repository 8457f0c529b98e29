"""Posts messages and cards on Slack, edits cards in place, and looks up what a doubtful attempt came to."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from bot.channel import (
    CannotTell,
    FindResult,
    InDoubt,
    NotThere,
    Post,
    ProfileResult,
    SendResult,
    Sent,
    TryLater,
)
from bot.channels.slack.api import Answer, Api, Busy, Done, Failed, Unclear, refusal
from bot.channels.slack.directory import Directory
from bot.channels.slack.pace import Pace
from bot.channels.slack.payload import items, word
from bot.channels.slack.places import SLACK, Where, address_for, conversation_and_stamp, message_id
from bot.channels.slack.render import message_of, plain_message_of
from bot.clock import Clock
from handlers.outgoing import Recipient
from knowledge.models import RoutingTable

METADATA = "guichet_message"
SEND_SECONDS = 25  # less than the outbox's lease
CLOCKS_APART = timedelta(minutes=5)
PAGES = 5
PAGE = 200
# The card cannot be edited any more: a new one takes its place.
_GONE = frozenset({"message_not_found", "edit_window_closed", "cant_update_message"})
# Slack does not like how it looks: the words alone will do.
_UNSHOWABLE = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "invalid_arguments"}
)


class SlackChannel:
    """Slack, as the outbox sees it."""

    name = SLACK

    def __init__(self, api: Api, directory: Directory, clock: Clock) -> None:
        self._api = api
        self._directory = directory
        self._clock = clock
        self._pace = Pace()

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        return address_for(recipient, table)

    async def send(self, post: Post) -> SendResult:
        """Post it, or edit the card it replaces."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await self._sent(post)
        except TimeoutError:
            return InDoubt()

    async def find(self, post: Post, since: datetime) -> FindResult:
        """Look through what was written there since, for the key in our messages' metadata."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await self._found(post, since)
        except TimeoutError:
            return CannotTell()

    async def profile(self, account: str) -> ProfileResult:
        return await self._directory.profile(account)

    async def _sent(self, post: Post) -> SendResult:
        where = await self._directory.where(post.address)
        if not isinstance(where, Where):
            return where
        wait = self._pace.wait(where.conversation, self._clock.now())
        if wait:
            return TryLater(wait)
        if post.replaces:
            edited = await self._edit(post, post.replaces)
            if edited:
                return edited
        return await self._post(post, where)

    async def _edit(self, post: Post, platform_id: str) -> SendResult | None:
        """None when the card is no longer there to be edited."""
        conversation, stamp = conversation_and_stamp(platform_id)
        answer = await self._shown("chat.update", post, channel=conversation, ts=stamp)
        if isinstance(answer, Failed) and answer.error in _GONE:
            return None
        return self._result(answer, conversation)

    async def _post(self, post: Post, where: Where) -> SendResult:
        thread = {"thread_ts": where.thread} if where.thread else {}
        unfurl = {"unfurl_links": False, "unfurl_media": False}
        answer = await self._shown("chat.postMessage", post, channel=where.conversation, **thread, **unfurl)
        return self._result(answer, where.conversation)

    async def _shown(self, method: str, post: Post, **how: Any) -> Answer:
        how["metadata"] = {"event_type": METADATA, "event_payload": {"key": post.key}}
        answer = await self._api.write(method, **message_of(post.content), **how)
        if isinstance(answer, Failed) and answer.error in _UNSHOWABLE:
            return await self._api.write(method, **plain_message_of(post.content), **how)
        return answer

    def _result(self, answer: Answer, conversation: str) -> SendResult:
        match answer:
            case Done(data=data):
                return Sent(message_id(word(data, "channel") or conversation, word(data, "ts")))
            case Busy(after=after):
                return TryLater(self._pace.too_fast(conversation, after, self._clock.now()))
            case Unclear():
                return InDoubt()
            case _:
                return refusal(answer)

    async def _found(self, post: Post, since: datetime) -> FindResult:
        where = await self._directory.where(post.address)
        if not isinstance(where, Where):
            return CannotTell()
        cursor = ""
        for _ in range(PAGES):
            answer = await self._read_page(where, since, cursor)
            if not isinstance(answer, Done):
                return CannotTell()
            stamps = [word(one, "ts") for one in items(answer.data, "messages") if _key_of(one) == post.key]
            if stamps:
                return Sent(message_id(where.conversation, stamps[0]))
            cursor = word(answer.data, "response_metadata", "next_cursor")
            if not cursor:
                return NotThere()
        return CannotTell()

    async def _read_page(self, where: Where, since: datetime, cursor: str) -> Answer:
        method = "conversations.replies" if where.thread else "conversations.history"
        thread = {"ts": where.thread} if where.thread else {}
        oldest = f"{(since - CLOCKS_APART).timestamp():.6f}"
        more = {"cursor": cursor} if cursor else {}
        return await self._api.read(
            method,
            channel=where.conversation,
            oldest=oldest,
            limit=PAGE,
            include_all_metadata=True,
            **thread,
            **more,
        )


def _key_of(message: object) -> str:
    if word(message, "metadata", "event_type") != METADATA:
        return ""
    return word(message, "metadata", "event_payload", "key")
