"""The keys that sign what Microsoft delivers, fetched without holding anybody up.

The SDK fetches them in the loop, once a day and never for a key it does not know: a rotation would shut the counter.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm

from bot.channels.teams.activity import Json, objects_at, text_at
from bot.channels.teams.whereabouts import is_loopback

FRESH = timedelta(hours=24)
MOST_FETCHES = 5  # in a minute: made-up keys cost Microsoft's servers and ours no more than that
PER = timedelta(minutes=1)

Fetch = Callable[[str], Awaitable[Json | None]]


class UnknownKeyError(Exception):
    """Signed with a key that Microsoft does not announce."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key in the shape the SDK's validation asks for."""

    public_key: Any
    endorsements: list[str]


class KeyRing:
    """The announced keys. `fetch` gets a JSON document, or None when it could not be had."""

    def __init__(self, address: str, fetch: Fetch, now: Callable[[], datetime]) -> None:
        self._address = address
        self._fetch = fetch
        self._now = now
        self._keys: dict[str, Key] = {}
        self._fetched_at: datetime | None = None
        self._fetches: deque[datetime] = deque(maxlen=MOST_FETCHES)
        self._one_at_a_time = asyncio.Lock()

    async def get(self, key_id: str) -> Key:
        """The key; one that is not known is looked for at once. Raises UnknownKeyError."""
        if self._is_stale() or key_id not in self._keys:
            await self._refresh(self._fetched_at)
        if key_id not in self._keys:
            raise UnknownKeyError(key_id)
        return self._keys[key_id]

    async def warm_up(self) -> bool:
        """Have the keys before the first delivery; whether they could be had."""
        await self._refresh(self._fetched_at)
        return bool(self._keys)

    async def _refresh(self, seen: datetime | None) -> None:
        """Fetch once for all who wait, unless that was done since `seen`; known keys survive a failure."""
        async with self._one_at_a_time:
            if self._fetched_at != seen or not self._may_fetch():
                return
            self._fetches.append(self._now())
            keys = await self._announced()
            if keys:
                self._keys, self._fetched_at = keys, self._now()

    def _is_stale(self) -> bool:
        return self._fetched_at is None or self._now() - self._fetched_at > FRESH

    def _may_fetch(self) -> bool:
        return len(self._fetches) < MOST_FETCHES or self._now() - self._fetches[0] >= PER

    async def _announced(self) -> dict[str, Key]:
        address = text_at(await self._fetch(self._address), "jwks_uri")
        if not _is_safe(address):
            return {}
        found = objects_at(await self._fetch(address), "keys")
        return {key_id: key for data in found if (key_id := text_at(data, "kid")) and (key := _key(data))}


def _key(data: Json) -> Key | None:
    try:
        public_key = RSAAlgorithm.from_jwk(json.dumps(data))
    except (PyJWTError, ValueError):
        return None
    endorsements = data.get("endorsements")
    return Key(public_key, [str(one) for one in endorsements] if isinstance(endorsements, list) else [])


def _is_safe(address: str) -> bool:
    """Over TLS, or on this machine where a stand-in is."""
    parts = urlsplit(address)
    return parts.scheme == "https" or is_loopback(parts.hostname or "")
