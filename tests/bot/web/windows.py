"""Windows of several people onto one house, and what they do there, for the tests of pages."""

import asyncio
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

import httpx

from handlers.requests.model import Request
from tests.bot.channels.web.browser import Browser
from tests.bot.house import HouseUnderTest

_nonces = count(1)


@dataclass(frozen=True, slots=True)
class Window:
    """One person's window."""

    house: HouseUnderTest
    browser: Browser
    who: str

    def asks(self, text: str) -> Request:
        """Ask in the chat; the request that came of it."""
        self.browser.post(self._at("/ask"), {"text": text, "nonce": _nonce()})
        asyncio.run(self.house.deliver_all())
        return self.house.requests()[-1]

    def sees(self, path: str, status: int = 200) -> str:
        """The page's text as people read it."""
        answer = self.browser.get(self._at(path))
        assert answer.status_code == status, answer.text
        return plain(answer.text)

    def source(self, path: str) -> str:
        return self.browser.get(self._at(path)).text

    def sends(self, path: str, form: Mapping[str, str]) -> httpx.Response:
        """Send a form; redirects are not followed."""
        return self.browser.post(self._at(path), {"nonce": _nonce(), **form})

    def follows(self, answer: httpx.Response) -> str:
        assert answer.status_code == 303, answer.text
        return plain(self.browser.get(answer.headers["location"]).text)

    def _at(self, path: str) -> str:
        return f"/as/{self.who}{path}"


def window(house: HouseUnderTest, who: str, lang: str = "en") -> Window:
    """A window in that language."""
    browser = Browser(house.app)
    browser.get(f"/as/{who}/?lang={lang}")
    return Window(house, browser, who)


def plain(source: str) -> str:
    """What is to be read in a page: no tags, ordinary spaces and apostrophes."""
    text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", source)))
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def _nonce() -> str:
    return f"window-{next(_nonces)}"
