"""`POST /api/messages`: what Teams delivers is checked, heard, committed, and only then acknowledged.

The SDK's own edge answers card actions with 500, wrong tokens with tracebacks, and calls the connector before it says
200; this one keeps to statuses and bodies that Teams understands.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence

import structlog
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channel import Channel, Finding
from bot.channels.teams import answers
from bot.channels.teams.activity import LARGEST_BODY, read_activity, tenant_of
from bot.channels.teams.auth import NotAuthenticError, TokenCheck
from bot.channels.teams.connector import Connector
from bot.channels.teams.doctor import anonymous, findings
from bot.channels.teams.keys import key_of
from bot.channels.teams.parse import (
    Ignored,
    Installed,
    PassedOn,
    PassOnAsked,
    Pressed,
    Said,
    UnknownInvoke,
    heard_in,
)
from bot.channels.teams.people import People
from bot.channels.teams.send import TeamsChannel
from bot.channels.teams.sender import seen_in
from bot.channels.teams.settings import Settings
from bot.channels.teams.tokens import Tokens
from bot.channels.teams.whereabouts import NAME, Allowed, load
from bot.errors import BotError
from bot.http import Http
from bot.keyring import KeyRing
from bot.reception import Reception
from bot.wire import Json, text_at
from handlers.incoming import Actor, ChannelOffered
from handlers.outgoing import Line

PATH = "/api/messages"
CHANNEL_ID = "msteams"

log = structlog.get_logger()


class TeamsPlatform:
    """The listener and the channel, over one session and one token."""

    def __init__(self, settings: Settings, reception: Reception, chance: Callable[[], float]) -> None:
        self._settings = settings
        self._reception = reception
        self._http = Http()
        self._tokens = Tokens(settings, self._http, reception.now)
        self._keys = KeyRing(settings.metadata_address, self._http.get, reception.now, key_of)
        self._check_token = TokenCheck(settings.app_id, self._keys)
        self._allowed = Allowed(stand_ins=settings.stand_ins, this_machine=settings.anonymous_dev)
        connector = Connector(self._http, self._tokens, self._allowed, chance)
        self._people = People(reception, connector, settings.tenant_id)
        self._latest_service = ""
        self._channel = TeamsChannel(reception, connector, self._people, lambda: self._latest_service)
        self._errands: set[asyncio.Task[None]] = set()

    @property
    def channel(self) -> Channel:
        return self._channel

    def routes(self) -> Sequence[BaseRoute]:
        limit = Middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY)
        return [Route(PATH, self.take_in, methods=["POST"], middleware=[limit])]

    async def start(self) -> None:
        """One organisation for good. The keys are fetched in the background: Microsoft being away stops nobody."""
        if self._settings.anonymous_dev:
            log.warning("teams_anonymous_development")
            return
        bound = await self._reception.bind(NAME, self._settings.tenant_id)
        if bound != self._settings.tenant_id:
            raise BotError("teams_other_tenant", setting="TEAMS_TENANT_ID", bound=bound)
        self._send_on(self._get_ready())

    async def stop(self) -> None:
        for errand in self._errands:
            errand.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)
        await self._http.close()

    async def check(self) -> Sequence[Finding]:
        if self._settings.anonymous_dev:
            return anonymous()
        return await findings(self._keys, self._tokens, self._reception)

    async def take_in(self, request: Request) -> Response:
        """One delivery."""
        activity = read_activity(await request.body())
        if activity is None:
            return Response(status_code=400)
        if not await self._is_authentic(request, activity):
            return Response(status_code=401)
        self._latest_service = text_at(activity, "serviceUrl")
        try:
            seen = seen_in(activity)
            is_stranger = seen is not None and await self._people.see(seen)
            response = await self._heard(activity)
            if seen and is_stranger:
                self._send_on(self._people.introduce(seen.account))
            return response
        except Exception:
            log.exception("teams_delivery_failed", kind=text_at(activity, "type"))
            return Response(status_code=503)

    async def _is_authentic(self, request: Request, activity: Json) -> bool:
        """Microsoft's, for our app, from our organisation, to be answered where Microsoft is answered."""
        service_url = text_at(activity, "serviceUrl")
        try:
            self._check_origin(activity, service_url)
            if not self._settings.anonymous_dev:
                header = request.headers.get("authorization", "")
                await self._check_token(header, text_at(activity, "channelId"), service_url)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong with a token means no
            log.warning("teams_delivery_refused", reason=type(error).__name__, why=_why(error))
            return False
        return True

    def _check_origin(self, activity: Json, service_url: str) -> None:
        if text_at(activity, "channelId") != CHANNEL_ID:
            raise NotAuthenticError("channel")
        if not self._allowed.admits(service_url):
            raise NotAuthenticError("service_url_not_allowed")
        if not self._settings.anonymous_dev and tenant_of(activity) != self._settings.tenant_id:
            raise NotAuthenticError("tenant")

    async def _heard(self, activity: Json) -> Response:
        """Acknowledged with what the platform wants in its response, once all is committed."""
        match heard_in(activity, self._reception.now(), self._reception.timezone):
            case Said(fact=fact):
                await self._reception.receive(fact)
                if isinstance(fact, ChannelOffered):
                    self._send_on(self._meet(fact.address))
            case Pressed() as pressed:
                return await self._pressed(pressed)
            case PassOnAsked() as asked:
                return JSONResponse(await self._dialog(asked))
            case PassedOn() as passed:
                return JSONResponse(await self._passed_on(passed))
            case Installed(team=team):
                self._send_on(self._people.meet(team))
            case UnknownInvoke():
                return JSONResponse({}, status_code=400)
            case Ignored():
                pass
        return Response(status_code=200)

    async def _pressed(self, pressed: Pressed) -> Response:
        """Execute is answered in the response; after a Submit, which has none, what there is to say is told."""
        line = (await self._reception.receive(pressed.fact)).line if pressed.fact else Line(text="teams.unknown_button")
        if pressed.wants_card:
            return JSONResponse(await self._answer(pressed, line))
        if line:
            await self._reception.tell(line, pressed.actor, pressed.place)
        return Response(status_code=200)

    async def _answer(self, pressed: Pressed, line: Line | None) -> Json:
        """The card as it is now, or a sentence where there is one to say; a button of another version gets the card."""
        card = await self._card(pressed) if line is None or pressed.fact is None else None
        if card:
            return answers.with_card(card)
        return answers.with_words(await self._said(line or Line(text="line.recorded"), pressed.actor))

    async def _card(self, pressed: Pressed) -> Json | None:
        actor = await self._reception.identified(pressed.actor)
        content = await self._reception.card(actor, pressed.view, pressed.reference, alone=pressed.place.direct)
        if content is None:
            return None
        return await self._channel.card(content, drawn=pressed.stamp, is_channel=not pressed.place.direct)

    async def _said(self, line: Line, actor: Actor) -> str:
        return await self._reception.say(line, await self._reception.identified(actor))

    async def _dialog(self, asked: PassOnAsked) -> Json:
        if not asked.text:
            return answers.with_last_word(await self._said(Line(text="teams.nothing_to_pass_on"), asked.actor))
        words = [
            await self._said(Line(text=f"teams.pass_on.{part}"), asked.actor) for part in ("title", "explained", "send")
        ]
        title, explained, send = words
        return answers.with_dialog(title, explained, asked.text, send)

    async def _passed_on(self, passed: PassedOn) -> Json:
        """The message becomes its author's question."""
        if passed.fact is None:
            return answers.with_last_word(await self._said(Line(text="teams.nothing_to_pass_on"), passed.actor))
        if passed.author:
            await self._people.see(passed.author)
        line = (await self._reception.receive(passed.fact)).line or Line(text="teams.passed_on")
        return answers.with_last_word(await self._said(line, passed.actor))

    async def _get_ready(self) -> None:
        """Before the first delivery: the keys, and the members of the channels that are linked."""
        await self._keys.warm_up()
        for address in (await self._reception.links(NAME)).values():
            await self._meet(address)

    async def _meet(self, address: str) -> None:
        place = load(address)
        if place:
            await self._people.meet(place)

    def _send_on(self, errand: Coroutine[object, object, None]) -> None:
        """Something that may be done later, or be lost: people introduce themselves when they speak."""
        task = asyncio.get_running_loop().create_task(_safely(errand))
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)


async def _safely(errand: Coroutine[object, object, None]) -> None:
    try:
        await errand
    except Exception:
        log.exception("teams_errand_failed")


def _why(error: Exception) -> str:
    """Our own reasons are words of ours; others may quote the token."""
    return str(error) if isinstance(error, NotAuthenticError) else ""
