"""What one does in a window of the Agents Playground, and a whole loop through two of them: for tests and pictures."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tools.agents_playground import Viewer, running_bot, running_playground

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # its fonts are elsewhere; it does without
]
PATIENCE = 30_000
MINH = Viewer(name="Minh Nguyen", email="minh.nguyen@atelier-boreal.example")
NATHALIE = Viewer(name="Nathalie Gélinas", email="nathalie.gelinas@atelier-boreal.example")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is typed and seen in one language; Nathalie's own chat is in French, as the table says."""

    locale: str
    link: str
    linked: str
    question: str
    topic: str
    take: str
    taken: str
    on_it: str
    answer: str
    helped: str
    closed: str
    mention: str


FRENCH = Words(
    locale="fr_CA",
    link="relier accueil",
    linked="arriveront dans ce canal",
    question="mon badge ouvre plus la porte",
    topic="Carte d'accès, clés et stationnement",
    take="Je m’en occupe",
    taken="s’en occupe",
    on_it="s’occupe de votre demande",
    answer="Passez me voir au local 12.",
    helped="C’est réglé, merci",
    closed="Demande close",
    mention="Pour répondre dans ce canal, mentionnez @Guichet.",
)
ENGLISH = Words(
    locale="en_CA",
    link="link accueil",
    linked="will come to this channel",
    question="my badge won't open the door",
    topic="Access card, keys and parking",
    take="I’ll take it",
    taken="is on it",
    on_it="is taking care of your request",
    answer="Come and see me in room 12.",
    helped="That helped, thanks",
    closed="Request closed",
    mention="To reply in this channel, mention @Guichet.",
)


class Window:
    """One person's client: chat on the left, a channel below it."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self.page.goto(address, wait_until="domcontentloaded")
        expect(self.page.get_by_role("treeitem").filter(has_text="Personal Chat").last).to_be_visible(timeout=PATIENCE)

    def opens_chat(self) -> None:
        self.page.get_by_role("treeitem").filter(has_text="Personal Chat").last.click()

    def opens_channel(self) -> None:
        """Again if need be: the list is shown before it listens."""
        post = self.page.get_by_role("button", name="Post")
        for _ in range(10):
            self.page.get_by_role("treeitem").filter(has_text="General").last.click()
            with suppress(PlaywrightTimeout):
                post.wait_for(timeout=3_000)
                return
        expect(post).to_be_visible()

    def writes(self, text: str) -> None:
        box = self.page.get_by_role("textbox").last
        expect(box).to_be_visible(timeout=PATIENCE)
        box.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def mentions_bot(self, text: str) -> None:
        """A new post in the channel that calls the bot by name."""
        self.page.get_by_role("textbox").first.click()
        self.page.keyboard.type("@")
        self.page.get_by_text("Guichet", exact=True).last.click()
        self.page.keyboard.type(f" {text}")
        self.page.get_by_role("button", name="Post").click()

    def presses(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).last.click()

    def fills(self, text: str) -> None:
        """The only form that is open on a card."""
        self.page.locator(".ac-adaptiveCard textarea").last.fill(text)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).last).to_be_visible(timeout=PATIENCE)

    def sees_no(self, text: str) -> None:
        expect(self.page.get_by_role("button", name=text, exact=True)).to_have_count(0, timeout=PATIENCE)

    def count(self, text: str) -> int:
        return self.page.get_by_text(text).count()


@contextmanager
def two_windows(folder: Path, chromium: str, words: Words) -> Iterator[tuple[Window, Window]]:
    """Minh's and Nathalie's, on one Guichet."""
    with ExitStack() as stack:
        bot = stack.enter_context(running_bot(folder, words.locale))
        minhs = stack.enter_context(running_playground(folder / "minh", MINH, (NATHALIE,), bot))
        nathalies = stack.enter_context(running_playground(folder / "nathalie", NATHALIE, (MINH,), bot))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        stack.callback(browser.close)
        yield Window(browser, minhs), Window(browser, nathalies)


def whole_loop(asker: Window, owner: Window, words: Words, pictures: Path | None = None) -> None:
    """Linked, asked, taken in the channel, answered from the chat, solved; cards change where they stand."""
    owner.opens_channel()
    owner.mentions_bot(words.link)
    owner.sees(words.linked)

    asker.writes(words.question)
    asker.sees(words.topic)
    owner.sees(words.question)
    owner.sees(words.mention)
    _draw(owner, pictures, f"teams-owner-{words.locale[:2]}.png")

    owner.presses(words.take)
    owner.sees(words.taken)
    asker.sees(words.on_it)

    owner.opens_chat()
    owner.presses(FRENCH_ANSWER)
    owner.fills(words.answer)
    owner.presses(FRENCH_ANSWER)
    asker.sees(words.answer)
    _draw(asker, pictures, f"teams-asker-{words.locale[:2]}.png")

    asker.presses(words.helped)
    asker.sees(words.closed)
    owner.sees_no(FRENCH_ANSWER)


FRENCH_ANSWER = "Répondre"


def _draw(window: Window, pictures: Path | None, name: str) -> None:
    if pictures:
        window.page.screenshot(path=pictures / name)
