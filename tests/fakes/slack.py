"""A Slack of our own on this machine: strict where the real one is, and able to fail the ways the real one fails.

It holds a workspace (people, channels, messages with their metadata), checks token, scopes, arguments and blocks, and
does what a test told it to do to the next call of a method: be busy, fail, cut the line before or after it acted.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Self

from aiohttp import web

from tests.fakes.slack_rules import faults_of_message, faults_of_view

Json = dict[str, Any]
TEAM, BOT_USER, BOT_ID = "T0GUICHET", "U0GUICHET", "B0GUICHET"
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-guichet", "xapp-guichet", "a-signing-secret"

NEEDS = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "conversations.history": "channels:history",
    "conversations.replies": "channels:history",
    "conversations.list": "channels:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.lookupByEmail": "users:read.email",
}
SCOPES = frozenset(
    {
        *NEEDS.values(),
        *("im:history", "groups:history", "groups:read", "app_mentions:read", "commands"),
    }
)


class SlackError(Exception):
    """What a method answers with `ok: false`."""


@dataclass(frozen=True, slots=True)
class Busy:
    """429, with Retry-After unless it is None."""

    after: int | None


@dataclass(frozen=True, slots=True)
class Broken:
    """Acted on or not, it answers a status and no JSON."""

    status: int
    acts: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection is cut, before or after it acted."""

    acts: bool = True


@dataclass(frozen=True, slots=True)
class Says:
    """`ok: false` with this error."""

    error: str


@dataclass(frozen=True, slots=True)
class Silent:
    """It acts or not, tells the test, and never answers."""

    arrived: asyncio.Event
    acts: bool = True


Fault = Busy | Broken | Cut | Says | Silent


@dataclass(slots=True)
class User:
    id: str
    name: str
    email: str
    lang: str = "fr-CA"
    zone: str = "America/Toronto"
    team: str = TEAM
    restricted: bool = False
    deleted: bool = False

    @property
    def as_json(self) -> Json:
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name.split()[0].lower(),
            "real_name": self.name,
            "deleted": self.deleted,
            "is_bot": False,
            "is_restricted": self.restricted,
            "tz": self.zone,
            "locale": self.lang,
            "profile": {"real_name": self.name, "display_name": "", "email": self.email},
        }


@dataclass(slots=True)
class Channel:
    id: str
    name: str = ""
    user: str = ""  # of a direct conversation
    archived: bool = False
    joined: bool = True
    messages: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    arguments: Json


class FakeSlack:
    """The workspace and its Web API, served on loopback while the context lasts."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.scopes = set(SCOPES)
        self.calls: list[Call] = []
        self.said: list[Json] = []  # ephemerally, through response_url
        self.views: list[Json] = []  # opened, oldest first
        self.triggers: dict[str, str] = {}  # of interactions, by the person who may use them
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.team = TEAM
        self.sockets: list[web.WebSocketResponse] = []
        self.connected = asyncio.Event()
        self.acknowledged = asyncio.Queue[str]()
        self._stamps = count(1)
        self._runner: web.AppRunner | None = None
        self.address = ""

    # what a test prepares

    def user(self, account: str, name: str, email: str, **more: Any) -> User:
        self.users[account] = User(account, name, email, **more)
        return self.users[account]

    def channel(self, conversation: str, name: str, **more: Any) -> Channel:
        self.channels[conversation] = Channel(conversation, name, **more)
        return self.channels[conversation]

    def next(self, method: str, *faults: Fault) -> None:
        """What happens to the next calls of the method."""
        self.faults[method].extend(faults)

    # what a test looks at

    def direct(self, user: str) -> Channel:
        """The one direct conversation with the user."""
        found = next((one for one in self.channels.values() if one.user == user), None)
        return found or self.channels.setdefault(f"D0{user}", Channel(f"D0{user}", user=user))

    def posted(self, conversation: str) -> list[Json]:
        """Our messages there, oldest first."""
        return [one for one in self.channels[conversation].messages if one.get("bot_id") == BOT_ID]

    def calls_of(self, method: str) -> list[Json]:
        return [call.arguments for call in self.calls if call.method == method]

    def stamp(self) -> str:
        return f"{int(self.now().timestamp())}.{next(self._stamps):06d}"

    async def push(self, envelope_id: str, payload: Json, kind: str = "events_api") -> None:
        """Deliver over Socket Mode."""
        await self.sockets[-1].send_json({"type": kind, "envelope_id": envelope_id, "payload": payload})

    # serving

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond", self._respond)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0]
        self.address = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    @property
    def response_url(self) -> str:
        return f"{self.address}/respond"

    async def _respond(self, request: web.Request) -> web.Response:
        self.said.append(await request.json())
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.connected.set()
        async for message in socket:
            self.acknowledged.put_nowait(message.json()["envelope_id"])
        return socket

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments_of(request, method)
        self.calls.append(Call(method, arguments))
        fault = self.faults[method].popleft() if self.faults[method] else None
        if fault and not getattr(fault, "acts", False):
            return await self._failing(fault, request)
        answer = self._answer(method, arguments, request.headers.get("Authorization", ""))
        if fault:
            return await self._failing(fault, request)
        return web.json_response(answer, headers={"x-oauth-scopes": ",".join(sorted(self.scopes))})

    async def _failing(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        match fault:
            case Busy(after=after):
                headers = {"Retry-After": str(after)} if after is not None else {}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case Broken(status=status):
                return web.Response(text="<html>upstream error</html>", content_type="text/html", status=status)
            case Cut():
                assert request.transport
                request.transport.abort()
                raise asyncio.CancelledError
            case Says(error=error):
                return web.json_response({"ok": False, "error": error})
            case Silent(arrived=arrived):
                arrived.set()
                await asyncio.Event().wait()
                raise AssertionError("it never answers")

    def _answer(self, method: str, arguments: Json, authorization: str) -> Json:
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            return {"ok": False, "error": "unknown_method"}
        try:
            self._admit(method, authorization)
            return {"ok": True, **handler(arguments)}
        except SlackError as error:
            return {"ok": False, "error": str(error)}

    def _admit(self, method: str, authorization: str) -> None:
        if authorization != f"Bearer {APP_TOKEN if method == 'apps.connections.open' else BOT_TOKEN}":
            raise SlackError("invalid_auth")
        if NEEDS.get(method) and NEEDS[method] not in self.scopes:
            raise SlackError("missing_scope")

    # methods

    def _auth_test(self, arguments: Json) -> Json:
        return {"team": "Atelier", "team_id": self.team, "user_id": BOT_USER, "bot_id": BOT_ID, "user": "guichet"}

    def _apps_connections_open(self, arguments: Json) -> Json:
        return {"url": f"{self.address.replace('http', 'ws')}/socket"}

    def _users_info(self, arguments: Json) -> Json:
        user = self.users.get(arguments.get("user", ""))
        if user is None:
            raise SlackError("user_not_found")
        return {"user": user.as_json}

    def _users_lookupByEmail(self, arguments: Json) -> Json:  # noqa: N802  # the method's own name
        for user in self.users.values():
            if user.email == arguments.get("email") and not user.deleted:
                return {"user": user.as_json}
        raise SlackError("users_not_found")

    def _users_list(self, arguments: Json) -> Json:
        page, cursor = _page([user.as_json for user in self.users.values()], arguments)
        return {"members": page, "response_metadata": {"next_cursor": cursor}}

    def _conversations_list(self, arguments: Json) -> Json:
        if "private_channel" in arguments.get("types", "") and "groups:read" not in self.scopes:
            raise SlackError("missing_scope")
        listed = [
            {"id": one.id, "name": one.name, "is_archived": one.archived, "is_member": one.joined}
            for one in self.channels.values()
            if not one.user
        ]
        page, cursor = _page(listed, arguments)
        return {"channels": page, "response_metadata": {"next_cursor": cursor}}

    def _conversations_open(self, arguments: Json) -> Json:
        user = self.users.get(arguments.get("users", ""))
        if user is None:
            raise SlackError("user_not_found")
        if user.deleted:
            raise SlackError("user_disabled")
        return {"channel": {"id": self.direct(user.id).id}}

    def _conversations_history(self, arguments: Json) -> Json:
        channel = self._open_channel(arguments)
        return self._messages([one for one in channel.messages if _is_top(one)], arguments)

    def _conversations_replies(self, arguments: Json) -> Json:
        thread = arguments.get("ts")
        messages = self._open_channel(arguments).messages
        return self._messages([one for one in messages if thread in {one["ts"], one.get("thread_ts")}], arguments)

    def _messages(self, messages: list[Json], arguments: Json) -> Json:
        oldest = float(arguments.get("oldest", "0"))
        recent = [one for one in reversed(messages) if float(one["ts"]) > oldest]
        page, cursor = _page(recent, arguments)
        with_metadata = str(arguments.get("include_all_metadata")).lower() in {"1", "true"}
        shown = [one if with_metadata else {k: v for k, v in one.items() if k != "metadata"} for one in page]
        return {"messages": shown, "response_metadata": {"next_cursor": cursor}}

    def _chat_postMessage(self, arguments: Json) -> Json:  # noqa: N802  # the method's own name
        channel = self._open_channel(arguments)
        if channel.archived:
            raise SlackError("is_archived")
        if not channel.joined:
            raise SlackError("not_in_channel")
        if channel.user and self.users[channel.user].deleted:
            raise SlackError("user_disabled")
        thread = arguments.get("thread_ts")
        if thread and thread not in {one["ts"] for one in channel.messages}:
            raise SlackError("thread_not_found")
        message = {"ts": self.stamp(), "user": BOT_USER, "bot_id": BOT_ID, **_shown(arguments)}
        channel.messages.append({**message, "thread_ts": thread} if thread else message)
        return {"channel": channel.id, "ts": message["ts"]}

    def _chat_update(self, arguments: Json) -> Json:
        channel = self._open_channel(arguments)
        found = next((one for one in channel.messages if one["ts"] == arguments.get("ts")), None)
        if found is None:
            raise SlackError("message_not_found")
        if found.get("bot_id") != BOT_ID:
            raise SlackError("cant_update_message")
        found.update(_shown(arguments))
        return {"channel": channel.id, "ts": found["ts"]}

    def _views_open(self, arguments: Json) -> Json:
        trigger = arguments.get("trigger_id")
        if self.triggers.pop(str(trigger), None) is None:
            raise SlackError("expired_trigger_id")
        faults = faults_of_view(arguments.get("view"))
        if faults:
            raise SlackError(f"invalid_arguments: {faults}")
        view = {**arguments["view"], "id": f"V{len(self.views)}"}
        self.views.append(view)
        return {"view": view}

    def _open_channel(self, arguments: Json) -> Channel:
        channel = self.channels.get(str(arguments.get("channel")))
        if channel is None:
            raise SlackError("channel_not_found")
        return channel


def _shown(arguments: Json) -> Json:
    """What a message shows; refused as Slack would."""
    text, blocks = arguments.get("text", ""), arguments.get("blocks", [])
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > 40_000:
        raise SlackError("msg_too_long")
    if faults_of_message(blocks):
        raise SlackError("invalid_blocks")
    metadata = arguments.get("metadata", {})
    if metadata and not (isinstance(metadata.get("event_payload"), dict) and metadata.get("event_type")):
        raise SlackError("invalid_metadata_format")
    return {"text": text, "blocks": blocks, "metadata": metadata}


def _is_top(message: Json) -> bool:
    return message.get("thread_ts") in {None, message["ts"]}


def _page(whole: list[Json], arguments: Json) -> tuple[list[Json], str]:
    start, limit = int(arguments.get("cursor") or 0), int(arguments.get("limit") or 100)
    end = start + limit
    return whole[start:end], str(end) if end < len(whole) else ""


async def _arguments_of(request: web.Request, method: str) -> Json:
    """JSON counts for what changes something only; looking up takes a query or a form."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json" and _takes_json(method):
        arguments |= await request.json()
    elif request.content_type == "application/x-www-form-urlencoded":
        arguments |= dict(await request.post())
    return arguments


def _takes_json(method: str) -> bool:
    return not method.startswith("users.") and method not in {
        "conversations.list",
        "conversations.history",
        "conversations.replies",
    }


def words_of(message: Json) -> Iterator[str]:
    """Every text of the blocks, and every label."""
    for block in message["blocks"]:
        if "text" in block:
            yield block["text"]["text"]
        for element in block.get("elements", []):
            text = element.get("text", "")
            yield text if isinstance(text, str) else text["text"]
