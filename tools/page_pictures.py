"""The pages as somebody meets them in the demo, in both languages; each picture is checked to show what it should."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tools.demo import Demo, running_demo

TARGET = Path(__file__).parents[1] / "docs" / "pictures"
DESK = ViewportSize(width=1180, height=860)
PATIENCE = 30_000  # milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is typed and seen in one language."""

    lang: str
    known: str
    unknown: str
    shelf: str
    promise: str
    called: str
    number: str
    tried: str
    owner: str


IN_FRENCH = Words(
    lang="fr",
    known="où sont les gants en nitrile ?",
    unknown="où est-ce que je stationne un hélicoptère ?",
    shelf="B-12-3",
    promise="je me renseigne",
    called="achats",
    number="819-555-0120",
    tried="je ne trouve plus de gants bleus",
    owner="Magasin",
)
IN_ENGLISH = Words(
    lang="en",
    known="which shelf are the nitrile gloves on?",
    unknown="where do I park a helicopter?",
    shelf="B-12-3",
    promise="I am finding out",
    called="purchasing",
    number="819-555-0120",
    tried="we are out of blue gloves",
    owner="Stores",
)


def draw(browser: Browser) -> None:
    """All pages, each language with a demo of its own."""
    for words in (IN_FRENCH, IN_ENGLISH):
        with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as demo:
            _asker(browser, demo, words)
            _inbox(browser, demo, words)
            _reception(browser, demo, words)
            _admin(browser, demo, words)


def _asker(browser: Browser, demo: Demo, words: Words) -> None:
    """A question that has an answer, and one that gets a promise."""
    page = _open(browser, demo, "/", words)
    page.locator("form[action='/tour'] button[value=leave]").first.click()
    for question, seen in ((words.known, words.shelf), (words.unknown, words.promise)):
        page.locator("#text").fill(question)
        page.locator("#text").press("Enter")
        expect(page.get_by_text(seen).first).to_be_visible(timeout=PATIENCE)
    _shoot(page, "asker", words)


def _inbox(browser: Browser, demo: Demo, words: Words) -> None:
    """What the front desk owes; the new question is among it."""
    page = _open(browser, demo, "/as/nathalie/inbox", words)
    expect(page.get_by_text(words.unknown).first).to_be_visible(timeout=PATIENCE)
    _shoot(page, "inbox", words)


def _reception(browser: Browser, demo: Demo, words: Words) -> None:
    """Whom to put a caller through to, while typing."""
    page = _open(browser, demo, "/as/nathalie/reception", words)
    page.locator("#board-q").press_sequentially(words.called)
    expect(page.locator("a[href^='tel:']").first).to_contain_text(words.number, timeout=PATIENCE)
    _shoot(page, "reception", words)


def _admin(browser: Browser, demo: Demo, words: Words) -> None:
    """A question tried on the table: who it would go to, and why."""
    page = _open(browser, demo, f"/as/nathalie/admin/try?q={words.tried}", words)
    expect(page.get_by_text(words.owner).first).to_be_visible(timeout=PATIENCE)
    _shoot(page, "admin", words)


def _open(browser: Browser, demo: Demo, path: str, words: Words) -> Page:
    page = browser.new_context(viewport=DESK, locale=f"{words.lang}-CA").new_page()
    page.goto(f"{demo.address}{path}{'&' if '?' in path else '?'}lang={words.lang}")
    return page


def _shoot(page: Page, name: str, words: Words) -> None:
    page.screenshot(path=TARGET / f"{name}-{words.lang}.png")
    page.context.close()
