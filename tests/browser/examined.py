"""One page in a real browser, and all that is wrong with it: axe, the browser's complaints, requests elsewhere."""

from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, ViewportSize

HEAVIEST = 150_000  # bytes of a first load (DESIGN 8)
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
FINDINGS = "() => axe.run(document, {resultTypes: ['violations']})"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

Scheme = Literal["light", "dark"]


@dataclass
class Examiner:
    """Opens pages one after the other, each in a window without a history, and says what is wrong."""

    browser: Browser
    address: str
    scheme: Scheme = "light"
    narrow: bool = False
    _complaints: list[str] = field(default_factory=list)
    _weight: int = 0
    _kept: set[str] = field(default_factory=set)

    def problems_of(self, path: str) -> list[str]:
        """Everything wrong with the page at `path`, each in a line that names it."""
        self._complaints, self._weight, self._kept = [], 0, set()
        size = ViewportSize(width=360, height=780) if self.narrow else ViewportSize(width=1180, height=860)
        context = self.browser.new_context(color_scheme=self.scheme, viewport=size)
        try:
            page = self._opened(context.new_page(), path)
            found = [*self._complaints, *_axe_findings(page), *_too_wide(page), *self._too_heavy()]
        finally:
            context.close()
        return [f"{path}: {each}" for each in found]

    def _opened(self, page: Page, path: str) -> Page:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._complaints.append(f"script: {error}"))
        page.on("request", self._watch)
        page.on("response", self._weigh)
        page.goto(self.address + path, wait_until="load")
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        is_plain_404 = "the server responded with a status of" in message.text  # the page itself may be an error page
        if message.type in {"error", "warning"} and not is_plain_404:
            self._complaints.append(f"console: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "about:")):
            self._complaints.append(f"asks elsewhere: {request.url}")

    def _weigh(self, response: Response) -> None:
        """A file that the browser may keep comes once, however many panes of the page name it."""
        if "immutable" in response.headers.get("cache-control", ""):
            if response.url in self._kept:
                return
            self._kept.add(response.url)
        self._weight += int(response.headers.get("content-length", 0))

    def _too_heavy(self) -> list[str]:
        return [f"first load of {self._weight} bytes"] if self._weight > HEAVIEST else []


def _axe_findings(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(FINDINGS)
    return [
        f"axe {one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}, {len(one['nodes'])} in all"
        for one in found["violations"]
    ]


def _too_wide(page: Page) -> list[str]:
    spill = page.evaluate(SIDEWAYS)
    return [f"scrolls sideways by {spill} px"] if spill > 0 else []
