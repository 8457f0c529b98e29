"""People at their browsers before a house whose pages are behind sign-in, and the provider they sign in with."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.web.signin.settings import Settings
from tests.bot.channels.web.browser import Browser
from tests.bot.house import ANNA, PAUL, ROSE, HouseUnderTest, StoppedClock
from tests.bot.web.windows import plain
from tests.fakes.openid import CLIENT, SECRET, OpenIdProvider

HTTPS = "https://guichet.example"
STRANGER = "zoe.vachon@atelier.example"
_nonces = count(1)


def settings_of(issuer: str, address: str, secret: str = SECRET) -> Settings:
    values = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": secret}
    return Settings.model_validate({**values, "GUICHET_BASE_URL": f"{address}/"})


def accounts() -> dict[str, dict[str, Any]]:
    """Anna asks, Paul owns, Rose is an admin; Zoé is in the directory and not in the table."""
    emails = {"anna": ANNA, "paul": PAUL, "rose": ROSE, "zoe": STRANGER}
    return {who: {"email": email, "email_verified": True, "name": who.title()} for who, email in emails.items()}


@dataclass(slots=True)
class Stage:
    """The house, the provider, and the clock of both."""

    house: HouseUnderTest
    provider: OpenIdProvider
    clock: StoppedClock
    address: str

    def visitor(self) -> "Visitor":
        """Somebody at a browser of their own, in English."""
        visitor = Visitor(self)
        visitor.browser.cookies.set("lang", "en")
        return visitor

    def signed_in(self, who: str) -> "Visitor":
        visitor = self.visitor()
        answer = visitor.signs_in(who)
        assert answer.status_code == 303, plain(answer.text)
        return visitor


@dataclass(slots=True)
class Visitor:
    """One browser."""

    stage: Stage
    browser: Browser = field(init=False)

    def __post_init__(self) -> None:
        self.browser = Browser(self.stage.house.app, address=self.stage.address)

    def begins(self, page: str = "/sign-in/start") -> str:
        """Press the button; the provider's page it leads to."""
        answer = self.browser.get(page)
        assert answer.status_code == 303, plain(answer.text)
        return answer.headers["location"]

    def comes_back(self, location: str, **headers: str) -> httpx.Response:
        """Follow the provider's redirect."""
        parts = urlsplit(location)
        return self.browser.get(f"{parts.path}?{parts.query}", headers)

    def signs_in(self, who: str | None, page: str = "/sign-in/start") -> httpx.Response:
        """All the way with that account, or saying no; the answer on the way back."""
        return self.comes_back(self.stage.provider.decides(self.begins(page), who))

    def sees(self, path: str, status: int = 200) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == status, plain(answer.text)
        return plain(answer.text)

    def asks(self, text: str) -> None:
        answer = self.browser.post("/ask", {"text": text, "nonce": f"sign-in-{next(_nonces)}"})
        assert answer.status_code == 303, plain(answer.text)
        asyncio.run(self.stage.house.deliver_all())

    @property
    def is_in(self) -> bool:
        return self.browser.get("/mine").status_code == 200
