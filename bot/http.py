"""One HTTP session for what Guichet asks of another server: keys, tokens, a connector. Answers are values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import aiohttp
from yarl import URL

from bot.wire import Json

SECONDS = 7  # for one call: a token, a chat, two tries at a message fit into the time that one may take
CONNECT_SECONDS = 3
AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    data: Json = field(default_factory=dict)
    retry_after: str = ""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - the protocol's own numbers


@dataclass(frozen=True, slots=True)
class NeverSent:
    """The other side was not reached: it certainly took nothing."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """It may have been taken: the line was cut, or the answer did not come in time."""


Reply = Answer | NeverSent | NoAnswer


class Http:
    """The session, opened with the first call."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self, method: str, url: str, *, body: Json | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request; redirects are not followed, they could lead anywhere."""
        return await self._ask(method, url, json=body, headers=headers)

    async def get(self, url: str) -> Json | None:
        """A JSON document; None when it could not be had."""
        reply = await self._ask("GET", url)
        return reply.data if isinstance(reply, Answer) and reply.is_good else None

    async def post_form(self, url: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Json:
        """The answer to a form; empty when there was none."""
        reply = await self._ask("POST", url, data=form, headers=headers)
        return reply.data if isinstance(reply, Answer) and reply.is_good else {}

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def _ask(self, method: str, url: str, **arguments: object) -> Reply:
        try:
            request = self._opened().request(method, URL(url, encoded=True), allow_redirects=False, **arguments)  # type: ignore[arg-type]  # a form, or JSON
            async with request as response:
                after = response.headers.get("Retry-After", "")
                return Answer(status=response.status, data=_object(await response.read()), retry_after=after)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL):
            return NeverSent()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return NoAnswer()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=SECONDS, connect=CONNECT_SECONDS),
                connector=aiohttp.TCPConnector(limit=AT_ONCE),
                json_serialize=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
            )
        return self._session


def _object(content: bytes) -> Json:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
