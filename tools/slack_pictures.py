"""Draws the pictures of Slack from local-slack's page, each checked to show what it should: part of `make pictures`."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tools.answering import ROOT, answering, free_port
from tools.local_slack import BOT_TOKEN, SECRET, Channel, LocalSlack, Member, fetch, running_local_slack

TARGET = ROOT / "docs" / "pictures"
PATIENCE = 60_000  # milliseconds, on a machine that is busy with other things


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Who asks what of whom in one language, and what is read."""

    lang: str
    locale: str
    owner: Member
    channel: Channel
    known: str
    shelf: str
    routed: str
    answer: str
    taken: str
    asks: str
    button: str


MINH = Member(id="U0MINH", name="Minh Nguyen", email="minh.nguyen@atelier-boreal.example")
STORIES = (
    Story(
        lang="fr",
        locale="fr_CA",
        owner=Member(id="U0REJEAN", name="Réjean Veilleux", email="rejean.veilleux@atelier-boreal.example"),
        channel=Channel(id="C0MAGASIN", name="magasin"),
        known="où sont les gants en nitrile ?",
        shelf="B-12-3",
        routed="la quantité physique balance pas avec SAP, je fais quoi ?",
        answer="Je passe recompter avec toi à 14 h, on corrigera ensemble.",
        taken="s’occupe de votre demande",
        asks="a besoin de vous",
        button="Répondre",
    ),
    Story(
        lang="en",
        locale="en_CA",
        owner=Member(id="U0SAMUEL", name="Samuel Okafor", email="samuel.okafor@atelier-boreal.example"),
        channel=Channel(id="C0QUALITE", name="qualite"),
        known="which shelf are the nitrile gloves on?",
        shelf="B-12-3",
        routed="my caliper is overdue, who calibrates it?",
        answer="Bring it to the lab before 3 pm, I will lend you another one.",
        taken="is taking care of your request",
        asks="needs you",
        button="Answer",
    ),
)


def draw(browser: Browser) -> None:
    """All of Slack's pictures, in both languages."""
    expect.set_options(timeout=PATIENCE)
    fetch()
    for story in STORIES:
        with tempfile.TemporaryDirectory() as name, _workspace(Path(name), story) as slack:
            _draw(browser, slack, story)


@contextmanager
def _workspace(folder: Path, story: Story) -> Iterator[LocalSlack]:
    """The sample company on local-slack, with Guichet serving it."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "GUICHET_LOCALE": story.locale}
    guichet = [sys.executable, "-m", "bot"]
    table = str(ROOT / "bot" / "sample" / "routing.yaml")
    subprocess.run([*guichet, "kb", "import", table], cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
    with running_local_slack(folder, f"{base}/slack/events", [MINH, story.owner], [story.channel]) as slack:
        env |= {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": f"{slack.address}/api/"}
        command = [*guichet, "serve", "--port", str(port)]
        with answering(command, f"{base}/readyz", folder, env, folder / "guichet.log"):
            yield slack


def _draw(browser: Browser, slack: LocalSlack, story: Story) -> None:
    slack.says(MINH.id, story.known)
    asker = _page(browser, slack, MINH)
    expect(asker.get_by_text(story.shelf).first).to_be_visible()
    slack.says(MINH.id, story.routed)
    owner = _page(browser, slack, story.owner)
    expect(owner.get_by_text(story.asks).first).to_be_visible()
    owner.locator(".bk-button").first.click()
    expect(asker.get_by_text(story.taken).first).to_be_visible()
    asker.screenshot(path=TARGET / f"slack-asker-{story.lang}.png")
    owner.locator(".bk-button", has_text=story.button).click()
    owner.locator(".modal-body input").fill(story.answer)
    owner.screenshot(path=TARGET / f"slack-owner-{story.lang}.png")
    owner.locator(".modal-foot button").last.click()
    expect(asker.get_by_text(story.answer).first).to_be_visible()


def _page(browser: Browser, slack: LocalSlack, who: Member) -> Page:
    """Slack as that person sees their conversation with Guichet."""
    page = browser.new_context(viewport={"width": 1180, "height": 860}).new_page()
    page.goto(slack.address)
    page.get_by_label("Act as").select_option(who.id)
    page.locator(".sidebar-item", has_text=who.name).click(timeout=PATIENCE)
    return page
