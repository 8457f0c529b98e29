"""Microsoft's side on this machine: keys that rotate, tokens, a connector with conversations, and every way it fails.

An honest server over real sockets: what it says of a conversation is what was posted there.
"""

import asyncio
import json
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

Json = dict[str, Any]
APP_ID = "11111111-2222-3333-4444-555555555555"
APP_PASSWORD = "a-secret-of-the-tests"
TENANT = "99999999-8888-7777-6666-555555555555"
ISSUER = "https://api.botframework.com"
BOT = f"28:{APP_ID}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What the connector does instead of taking the next call: a status, a cut line, or nothing for a while."""

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    cut: bool = False
    cut_after: bool = False  # it takes the message, and the answer is lost
    seconds: float = 0


@dataclass(slots=True)
class Member:
    """Somebody of the organisation, as the connector tells it."""

    id: str
    aad: str
    name: str
    email: str
    role: str = "user"
    upn: str = ""
    tenant: str = TENANT

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "aadObjectId": self.aad,
            "name": self.name,
            "email": self.email,
            "userPrincipalName": self.upn or self.email,
            "userRole": self.role,
            "tenantId": self.tenant,
        }


@dataclass(slots=True)
class Conversation:
    """Messages by id, in order; who is in it; whether the bot may still write."""

    members: list[Member] = field(default_factory=list)
    messages: dict[str, Json] = field(default_factory=dict)
    is_closed: bool = False


class Cloud:
    """Runs in a thread of its own, on a free port."""

    def __init__(self) -> None:
        self.conversations: dict[str, Conversation] = {}
        self.people: dict[str, Member] = {}
        self.faults: deque[Fault] = deque()
        self.calls: Counter[str] = Counter()
        self.connections: set[object] = set()
        self.keys_seconds = 0.0
        self.has_keys = True
        self.tokens: set[str] = set()
        self._number = 0
        self._endorsements = ["msteams"]
        self._signing: dict[str, Any] = {}
        self.rotate()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self._ready.wait(30)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def service_url(self) -> str:
        return f"{self.address}/teams/"

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    def rotate(self, endorsements: tuple[str, ...] = ("msteams",)) -> None:
        """New keys take the place of the old ones."""
        self._number += 1
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._signing = {f"key-{self._number}": key}
        self._endorsements = list(endorsements)

    def bearer(self, *, key: Any = None, kid: str | None = None, alg: str = "RS256", **changes: Any) -> str:
        """What Microsoft puts into the header of a delivery; a claim that is given as None is left out."""
        [(known, signing)] = self._signing.items()
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": APP_ID, "serviceurl": self.service_url, "exp": now + 3600, "nbf": now - 60}
        claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        token = jwt.encode(claims, key or signing, algorithm=alg, headers={"kid": kid or known})
        return f"Bearer {token}"

    def forget_tokens(self) -> None:
        self.tokens.clear()

    def messages(self, conversation: str) -> list[Json]:
        """What a conversation shows, in order."""
        return list(self.conversations.get(conversation, Conversation()).messages.values())

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._runner.cleanup())

    async def _start(self) -> None:
        app = web.Application()
        conversation = "/teams/v3/conversations/{conversation}"
        app.add_routes(
            [
                web.get("/openid", self._openid),
                web.get("/keys", self._jwks),
                web.post("/token", self._token),
                web.post("/teams/v3/conversations", self._connected(self._create)),
                web.post(f"{conversation}/activities", self._connected(self._post)),
                web.put(f"{conversation}/activities/{{activity}}", self._connected(self._put)),
                web.get(f"{conversation}/members/{{member}}", self._connected(self._member)),
                web.get(f"{conversation}/pagedmembers", self._connected(self._members)),
            ]
        )
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _openid(self, request: web.Request) -> web.Response:
        self.calls["openid"] += 1
        await asyncio.sleep(self.keys_seconds)
        if not self.has_keys:
            raise web.HTTPServiceUnavailable
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.address}/keys"})

    async def _jwks(self, request: web.Request) -> web.Response:
        self.calls["keys"] += 1
        await asyncio.sleep(self.keys_seconds)
        keys = [
            {**json.loads(RSAAlgorithm.to_jwk(key.public_key())), "kid": kid, "endorsements": self._endorsements}
            for kid, key in self._signing.items()
        ]
        return web.json_response({"keys": keys})

    async def _token(self, request: web.Request) -> web.Response:
        self.calls["token"] += 1
        form = await request.post()
        if (form["client_id"], form["client_secret"]) != (APP_ID, APP_PASSWORD):
            return web.json_response({"error": "invalid_client"}, status=401)
        token = f"token-{self.calls['token']}"
        self.tokens.add(token)
        return web.json_response({"access_token": token, "expires_in": 3600, "token_type": "Bearer"})

    def _connected(self, answer: Any) -> Any:
        """A call of the connector: with a token, unless a fault comes first."""

        async def handle(request: web.Request) -> web.StreamResponse:
            self.calls["connector"] += 1
            self.connections.add(request.transport)
            fault = self.faults.popleft() if self.faults else Fault()
            await asyncio.sleep(fault.seconds)
            if fault.cut:
                return _cut(request)
            if fault.status:
                return web.json_response({"error": {"code": "Fault"}}, status=fault.status, headers=dict(fault.headers))
            if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
                return web.json_response({"error": {"code": "Unauthorized"}}, status=401)
            answered: web.Response = await answer(request)
            return _cut(request) if fault.cut_after else answered

        return handle

    async def _create(self, request: web.Request) -> web.Response:
        body = await request.json()
        member = self._person(body["members"][0]["id"])
        if member is None or not body["tenantId"] or not body["bot"]["id"]:
            return web.json_response({"error": {"code": "BotNotInConversationRoster"}}, status=403)
        chat = f"a:{member.aad}"
        self.conversations.setdefault(chat, Conversation(members=[member]))
        return web.json_response({"id": chat}, status=201)

    async def _post(self, request: web.Request) -> web.Response:
        found = self._conversation(request)
        if isinstance(found, web.Response):
            return found
        self._number += 1
        number = f"message-{self._number}"
        found.messages[number] = await request.json()
        return web.json_response({"id": number}, status=201)

    async def _put(self, request: web.Request) -> web.Response:
        found, number = self._conversation(request), unquote(request.match_info["activity"])
        if isinstance(found, web.Response):
            return found
        if number not in found.messages:
            return web.json_response({"error": {"code": "ActivityNotFoundInConversation"}}, status=404)
        self.calls["replaced"] += 1
        found.messages[number] = await request.json()
        return web.json_response({"id": number})

    async def _member(self, request: web.Request) -> web.Response:
        found, person = self._conversation(request), self._person(unquote(request.match_info["member"]))
        if isinstance(found, web.Response):
            return found
        if person is None:
            return web.json_response({"error": {"code": "MemberNotFoundInConversation"}}, status=404)
        return web.json_response(person.as_json())

    async def _members(self, request: web.Request) -> web.Response:
        """Two a page."""
        found = self._conversation(request)
        if isinstance(found, web.Response):
            return found
        start = int(request.query.get("continuationToken", "0"))
        page = [member.as_json() for member in found.members[start : start + 2]]
        more = {"continuationToken": str(start + 2)} if start + 2 < len(found.members) else {}
        return web.json_response({"members": page, **more})

    def _conversation(self, request: web.Request) -> Conversation | web.Response:
        """A thread lives in its channel; what is not there, or was closed to the bot, refuses."""
        name = unquote(request.match_info["conversation"])
        channel = self.conversations.get(name.partition(";messageid=")[0])
        if channel is None:
            return web.json_response({"error": {"code": "ConversationNotFound"}}, status=404)
        if channel.is_closed:
            return web.json_response({"error": {"code": "BotNotInConversationRoster"}}, status=403)
        return self.conversations.setdefault(name, Conversation(members=channel.members))

    def _person(self, number: str) -> Member | None:
        return next((person for person in self.people.values() if number in {person.id, person.aad}), None)


def _cut(request: web.Request) -> web.Response:
    """The line goes dead without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()
