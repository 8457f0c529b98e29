"""Draws the pictures of the documentation from what runs, each checked to show what it should: `make pictures`."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools import slack_pictures
from tools.agents_playground import missing
from tools.demo import Demo, running_demo
from tools.teams_windows import ENGLISH, FRENCH, two_windows, whole_loop

TARGET = Path(__file__).parents[1] / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass(frozen=True, slots=True)
class Story:
    """What is typed and seen in one language."""

    lang: str
    known: str
    unknown: str
    shelf: str
    taken: str


STORIES = (
    Story(
        "fr",
        "où sont les gants en nitrile ?",
        "où est-ce que je stationne un hélicoptère ?",
        "B-12-3",
        "s’occupe de votre demande",
    ),
    Story(
        "en",
        "which shelf are the nitrile gloves on?",
        "where do I park a helicopter?",
        "B-12-3",
        "is taking care of your request",
    ),
)


def main() -> None:
    """All pictures, in both languages."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is needed: install it (Debian: apt-get install chromium)")
    TARGET.mkdir(parents=True, exist_ok=True)
    with chromium_at(chromium) as browser:
        for story in STORIES:
            with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder), "--empty") as demo:
                _draw(browser, demo, story)
        slack_pictures.draw(browser)
    _draw_teams(chromium)


def _draw_teams(chromium: str) -> None:
    """In Microsoft's own client, where it is installed."""
    if advice := missing():
        print(f"no pictures of Teams: {advice}")
        return
    for words in (FRENCH, ENGLISH):
        with tempfile.TemporaryDirectory() as folder, two_windows(Path(folder), chromium, words) as (asker, owner):
            whole_loop(asker, owner, words, TARGET)


@contextmanager
def chromium_at(path: str) -> Iterator[Browser]:
    """The machine's own browser, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def _draw(browser: Browser, demo: Demo, story: Story) -> None:
    asker = _open(browser, demo, "minh", story)
    _ask(asker, story.known)
    expect(asker.get_by_text(story.shelf)).to_be_visible()
    _ask(asker, story.unknown)
    expect(asker.get_by_role("heading", level=3)).to_have_count(2)
    owner = _open(browser, demo, "nathalie", story)
    expect(owner.get_by_text(story.unknown).first).to_be_visible()
    owner.screenshot(path=TARGET / f"owner-{story.lang}.png")
    owner.locator("form:has([value=take]) button").first.click()  # the owner reads their own language
    expect(asker.get_by_text(story.taken).first).to_be_visible()
    asker.screenshot(path=TARGET / f"asker-{story.lang}.png")


def _open(browser: Browser, demo: Demo, name: str, story: Story) -> Page:
    page = browser.new_context(viewport={"width": 1180, "height": 860}).new_page()
    page.goto(f"{demo.address}/as/{name}/?lang={story.lang}")
    return page


def _ask(page: Page, text: str) -> None:
    page.get_by_role("textbox").last.fill(text)
    page.get_by_role("textbox").last.press("Enter")
    expect(page.get_by_text(text).first).to_be_visible()


if __name__ == "__main__":
    main()
