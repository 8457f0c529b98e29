"""Microsoft's side in a process of its own, so that its work is not counted: keys, tokens, a connector that nods."""

import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing.connection import Connection
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.clock import SystemClock

APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "99999999-8888-7777-6666-555555555555"
ISSUER = "https://api.botframework.com"
KID = "bench"


class StandIn:
    """Where it is, and a token as it would sign one."""

    def __init__(self, port: int, key: rsa.RSAPrivateKey) -> None:
        self.address = f"http://127.0.0.1:{port}"
        now = int(SystemClock().now().timestamp())
        claims = {"iss": ISSUER, "aud": APP_ID, "serviceurl": self.service_url, "nbf": now - 60, "exp": now + 7200}
        self.header = "Bearer " + jwt.encode(claims, key, algorithm="RS256", headers={"kid": KID})

    @property
    def service_url(self) -> str:
        return f"{self.address}/teams/"


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Started in another process, ended at the end."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = {**json.loads(RSAAlgorithm.to_jwk(key.public_key())), "kid": KID, "endorsements": ["msteams"]}
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, public), daemon=True)
    process.start()
    try:
        yield StandIn(ours.recv(), key)
    finally:
        process.terminate()
        process.join(10)


def _serve(told: Connection, key: dict[str, Any]) -> None:
    app, numbers = web.Application(), count(1)

    async def openid(request: web.Request) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"http://{request.host}/keys"})

    async def keys(request: web.Request) -> web.Response:
        return web.json_response({"keys": [key]})

    async def token(request: web.Request) -> web.Response:
        return web.json_response({"access_token": "bench", "expires_in": 86_400})

    async def member(request: web.Request) -> web.Response:
        person = request.match_info["member"].removeprefix("29:")
        return web.json_response({"id": f"29:{person}", "name": person, "email": f"{person}@bench.example"})

    async def taken(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"id": str(next(numbers))}, status=201)

    conversation = "/teams/v3/conversations/{conversation}"
    app.add_routes([web.get("/openid", openid), web.get("/keys", keys), web.post("/token", token)])
    app.add_routes([web.get(f"{conversation}/members/{{member}}", member)])
    app.add_routes([web.post(f"{conversation}/activities", taken), web.post(f"{conversation}/activities/{{a}}", taken)])
    app.add_routes([web.put(f"{conversation}/activities/{{a}}", taken)])
    web.run_app(app, host="127.0.0.1", port=0, print=lambda text: _tell(told, text), handle_signals=False)


def _tell(told: Connection, text: str) -> None:
    """The port, out of what aiohttp prints when it listens."""
    if "http://127.0.0.1:" in text:
        told.send(int(text.split("http://127.0.0.1:")[1].split("/", maxsplit=1)[0].split(maxsplit=1)[0]))
