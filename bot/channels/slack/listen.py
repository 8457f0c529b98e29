"""Where Slack delivers: each delivery is committed before its 200, or is not acknowledged and comes again.

Bolt's `AsyncApp` answers Slack's own checks and speaks Socket Mode. Facts are taken in by a middleware in front of its
listeners: those run after the acknowledgement (events) or are polled for every 10 ms (buttons).
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.slack.arrivals import Arrival, FormWanted, Note, Way
from bot.channels.slack.directory import Directory
from bot.channels.slack.guard import LARGEST_BODY, Admitted, judge
from bot.channels.slack.parse import parse
from bot.channels.slack.payload import Json, word
from bot.channels.slack.places import is_account
from bot.channels.slack.replies import Replies
from bot.channels.slack.settings import Settings
from bot.reception import Reception
from handlers.accounts import account_in
from handlers.incoming import Fact, Misdirected

OWN_CHECKS = frozenset({"url_verification"})

log = structlog.get_logger()


class Listener:
    """Takes in what Slack delivers, by HTTP and by Socket Mode."""

    def __init__(
        self,
        settings: Settings,
        client: AsyncWebClient,
        directory: Directory,
        replies: Replies,
        reception: Reception,
    ) -> None:
        self._secret = settings.signing_secret
        self._help_channels = settings.help_channel_names
        self._directory = directory
        self._replies = replies
        self._reception = reception
        self.app = AsyncApp(
            client=client,
            signing_secret=settings.signing_secret,
            name="guichet",
            logger=_bolt_log(),
            before_authorize=self._taken_in,
            request_verification_enabled=False,  # done on the raw bytes, in front
        )

    async def delivered(self, request: Request) -> Response:
        """HTTP: the guard, then Bolt."""
        raw = await _body_of(request)
        verdict = judge(raw, request.headers, self._secret, self._reception.now())
        if not isinstance(verdict, Admitted):
            return Response(status_code=verdict.status)
        try:
            delivery = AsyncBoltRequest(body=verdict.text, headers=dict(request.headers))
        except Exception as error:  # noqa: BLE001 - Bolt reads more of a body than it has to, and trips over odd ones
            log.warning("slack_body_odd", error=type(error).__name__)
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        return to_starlette_response(await self.app.async_dispatch(delivery))

    async def _taken_in(self, body: dict[str, Any], next: Callable[[], Awaitable[None]]) -> BoltResponse | None:  # noqa: A002 - Bolt's name
        """Everything that is not one of Slack's own checks ends here, acknowledged or not."""
        if word(body, "type") in OWN_CHECKS or "ssl_check" in body:
            await next()
            return None
        arrival = self._understood(body)
        if arrival is None:
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        match arrival.what:
            case None:
                return BoltResponse(status=HTTPStatus.OK)
            case Note() as note:
                return self._replies.noted(arrival, note)
            case FormWanted() as wanted:
                return self._replies.opening(arrival, wanted)
            case fact:
                return await self._received(arrival, fact)

    def _understood(self, body: Json) -> Arrival | None:
        """None when it cannot be told yet whether the post is for us: Slack sends it again."""
        me, now = self._directory.me, self._reception.now()
        if me.team and word(body, "team_id") not in {"", me.team} and word(body, "type") == "event_callback":
            log.warning("slack_other_team", team=word(body, "team_id"))
            return Arrival(way=Way.EVENT)
        known = self._directory.ids_of(self._help_channels)
        arrival = parse(body, me, known or frozenset(), now)
        if known is not None or arrival.what:
            return arrival
        would_be = parse(body, me, frozenset({word(body, "event", "channel")}), now)
        return None if would_be.what else arrival

    async def _received(self, arrival: Arrival, fact: Fact) -> BoltResponse:
        try:
            outcome = await self._reception.receive(self._recognised(fact))
        except Exception:
            log.exception("slack_not_recorded", way=arrival.way)
            return await self._replies.not_recorded(arrival)
        return await self._replies.received(arrival, outcome)

    def _recognised(self, fact: Fact) -> Fact:
        """The fact with the person and their direct conversation, as far as both are known without asking."""
        found, place = account_in(fact.actor.person), fact.place
        if found and place.direct and not is_account(place.conversation):
            self._directory.met(found[1], place.conversation)
        place = replace(place, conversation=self._directory.direct(place.conversation))
        if isinstance(fact, Misdirected):
            fact = replace(fact, author=self._directory.named(fact.author))
        return replace(fact, actor=self._directory.named(fact.actor), place=place)


def _bolt_log() -> logging.Logger:
    """Bolt's own: it has nothing to say that is not said here, but for errors."""
    logger = logging.getLogger("guichet.slack.bolt")
    logger.setLevel(logging.ERROR)
    return logger


async def _body_of(request: Request) -> bytes:
    """The bytes, no more of them than can be judged too large."""
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST_BODY:
            break
    return raw
