"""The token that lets Guichet speak to the connector: one request for all who wait, renewed before it ends."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.teams.settings import Settings
from bot.http import Http

SCOPE = "https://api.botframework.com/.default"
EARLY = timedelta(minutes=5)
SHORTEST = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What to say to the connector; empty in anonymous development."""

    value: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.value}"} if self.value else {}


class Tokens:
    """Tokens of the app in its organisation."""

    def __init__(self, settings: Settings, http: Http, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._http = http
        self._now = now
        self._token = Token()
        self._until: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    async def get(self) -> Token | None:
        """The token in force; None when none could be had now."""
        if self._settings.anonymous_dev:
            return Token()
        async with self._one_at_a_time:
            if self._until is None or self._now() >= self._until:
                await self._renew()
            return self._token if self._until else None

    def forget(self, token: Token) -> None:
        """The connector no longer takes it."""
        if token == self._token:
            self._until = None

    async def _renew(self) -> None:
        self._until = None
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "client_secret": self._settings.app_password,
            "scope": SCOPE,
        }
        answer = await self._http.post_form(self._settings.token_address, form)
        value, lasts = answer.get("access_token"), answer.get("expires_in")
        if isinstance(value, str) and value:
            seconds = float(lasts) if isinstance(lasts, int | float | str) and str(lasts).isdecimal() else 0
            self._token = Token(value=value)
            self._until = self._now() + max(timedelta(seconds=seconds) - EARLY, SHORTEST)
