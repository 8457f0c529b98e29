"""Slack's Web API over one shared session: each call ends in one of a few values, and never in a vendor's exception.

Nothing is tried again here: what comes next is for the outbox to decide, which knows whether sending twice hurts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.channel import Meaning, Refused, TryLater
from bot.channels.slack.payload import Json, word

TIMEOUT = aiohttp.ClientTimeout(total=8, connect=3)
_BUSY = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# "some aspect of the operation may have succeeded before the error", says Slack of these
_UNCLEAR = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})

# Nothing is wrong with what was asked; somebody has to look after the app, and then it goes.
_OURS_TO_MEND = frozenset(
    {"invalid_auth", "not_authed", "token_expired", "token_revoked", "account_inactive", "org_login_required"}
)

_GONE = frozenset({"user_disabled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Slack did it. `scopes` are what the token may do, as the answer's header says."""

    data: Json
    scopes: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Busy:
    """Slack is busy, and did nothing; `after` is its Retry-After."""

    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """Slack says why it will not."""

    error: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """There was no connection: Slack knows nothing of it."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A timeout, a 5xx, a cut connection: nobody knows whether it was done."""


Answer = Done | Busy | Failed | Unreached | Unclear


class Api:
    """One token's way to Slack. Open it before the first call, close it after the last."""

    def __init__(self, token: str, base_url: str) -> None:
        self.client = AsyncWebClient(token=token, base_url=base_url, retry_handlers=[])
        self._token = token
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(timeout=TIMEOUT, headers=self.client.headers)
        self.client.session = self._session

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def write(self, method: str, *, token: str = "", **arguments: Any) -> Answer:
        """A method that changes something; with another token than our own where Slack wants one."""
        body = json.dumps(arguments).encode()
        headers = {"authorization": f"Bearer {token or self._token}", "content-type": "application/json; charset=utf-8"}
        return await self._call("POST", method, data=body, headers=headers)

    async def read(self, method: str, **arguments: Any) -> Answer:
        """A method that looks something up: Slack takes no JSON there."""
        params = {name: str(int(value) if isinstance(value, bool) else value) for name, value in arguments.items()}
        return await self._call("GET", method, params=params, headers={"authorization": f"Bearer {self._token}"})

    async def respond(self, url: str, text: str) -> bool:
        """Say something to whoever acted and to nobody else; whether it was said."""
        if self._session is None:
            return False
        body = {"response_type": "ephemeral", "replace_original": False, "text": text}
        try:
            async with self._session.post(url, json=body) as response:
                return response.status == HTTPStatus.OK
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False

    async def _call(self, verb: str, method: str, **how: Any) -> Answer:
        """Not by the SDK's `api_call`, which takes twice as long and hides what became of the connection."""
        if self._session is None:
            return Unreached()
        url = f"{self.client.base_url}{method}"
        try:
            async with self._session.request(verb, url, proxy=self.client.proxy, **how) as response:
                return answer_of(response.status, response.headers, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return Unreached()
        except (aiohttp.ClientError, TimeoutError):
            return Unclear()


def answer_of(status: int, headers: Mapping[str, str], body: bytes) -> Answer:
    """What Slack's response means."""
    data = _object_in(body)
    error = word(data, "error")
    if status == HTTPStatus.OK and data.get("ok") is True:
        return Done(data=data, scopes=_scopes(headers))
    if status == HTTPStatus.TOO_MANY_REQUESTS or error in _BUSY:
        return Busy(_retry_after(headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or error in _UNCLEAR or not error:
        return Unclear()
    return Failed(error)


def refusal(answer: Answer) -> TryLater | Refused:
    """What a call that came to nothing means for whoever waits for it."""
    match answer:
        case Busy(after=after):
            return TryLater(after)
        case Failed(error=error) if error not in _OURS_TO_MEND:
            return Refused(error, Meaning.GONE if error in _GONE else Meaning.NO)
        case _:
            return TryLater()


def _object_in(body: bytes) -> Json:
    """The JSON object in it; an empty one for anything else."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
    seconds = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    return timedelta(seconds=int(seconds)) if seconds.isascii() and seconds.isdigit() else None


def _scopes(headers: Mapping[str, str]) -> frozenset[str]:
    listed = {name.lower(): value for name, value in headers.items()}.get("x-oauth-scopes", "")
    return frozenset(scope.strip() for scope in listed.split(",") if scope.strip())
