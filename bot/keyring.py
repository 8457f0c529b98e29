"""The keys that somebody signs with, fetched without holding anybody up: kept for a day, an unknown one looked for."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.addresses import is_safe
from bot.wire import Json, objects_at, text_at

FRESH = timedelta(hours=24)
MOST_FETCHES = 5  # in a minute: made-up keys cost the other side and us no more than that
PER = timedelta(minutes=1)

Fetch = Callable[[str], Awaitable[Json | None]]
Key = TypeVar("Key")


class UnknownKeyError(Exception):
    """Signed with a key that is not announced."""


class KeyRing(Generic[Key]):
    """The keys that `address`, an OpenID metadata document, points to, each as `read` makes it of its JSON.

    `fetch` gets a JSON document, or None when it could not be had; `read` makes nothing of a key of no use here.
    """

    def __init__(
        self, address: str, fetch: Fetch, now: Callable[[], datetime], read: Callable[[Json], Key | None]
    ) -> None:
        self._address = address
        self._fetch = fetch
        self._now = now
        self._read = read
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

    async def only(self) -> Key:
        """The one key there is, as it is now, for a signature that names none. Raises UnknownKeyError for several."""
        await self._refresh(self._fetched_at)
        if len(self._keys) != 1:
            raise UnknownKeyError
        return next(iter(self._keys.values()))

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
        if not is_safe(address):
            return {}
        found = objects_at(await self._fetch(address), "keys")
        return {key_id: key for data in found if (key_id := text_at(data, "kid")) and (key := self._read(data))}
