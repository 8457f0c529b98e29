"""The demo in a real browser: what the asker and the owner see, each in a window of their own."""

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tools.demo import Demo

pytestmark = pytest.mark.slow

KNOWN = "où sont les gants en nitrile ?"
UNKNOWN = "qui arrose le ficus du troisième étage ?"
FRONT_DESK = ("nathalie", "sophie")  # triage
ANSWER = "C’est Luc, tous les mardis."


class Window:
    """One person's page; remembers what the browser complained of."""

    def __init__(self, browser: Browser, demo: Demo, who: str, *, script: bool = True) -> None:
        context = browser.new_context(locale="fr-CA", java_script_enabled=script)
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{demo.address}/as/{who}/?lang=fr")

    def asks(self, text: str) -> None:
        self.page.locator("form.ask textarea").fill(text)
        self.page.locator("form.ask button.primary").click()
        expect(self.page.locator("article.mine").get_by_text(text)).to_be_visible()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=15_000)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


def test_a_known_question_shows_the_shelf_the_owner_and_a_number_to_tap(browser: Browser, demo: Demo) -> None:
    asker = Window(browser, demo, "minh")

    asker.asks(KNOWN)

    asker.sees("B-12-3")
    expect(asker.page.locator("a[href^='tel:']").first).to_contain_text("819-555-0125")
    expect(asker.page.locator("article.theirs").last).to_contain_text("Magasin")
    assert asker.complaints == []


def test_an_unknown_question_is_promised_taken_and_answered_in_two_windows(browser: Browser, demo: Demo) -> None:
    asker, owner = Window(browser, demo, "minh"), Window(browser, demo, "nathalie")

    asker.asks(UNKNOWN)
    asker.sees("je me renseigne")
    owner.sees(UNKNOWN)
    owner.page.locator("form:has([value=take]) button").last.click()
    asker.sees("s’occupe de votre demande")
    answer = owner.page.locator("article", has_text=UNKNOWN).last.locator("form:has([value=answer])")
    answer.locator("summary").click()
    answer.locator("textarea").fill(ANSWER)
    answer.locator("button").click()

    asker.sees(ANSWER)
    assert asker.complaints == owner.complaints == []


def test_without_a_script_the_forms_do_the_same(browser: Browser, demo: Demo) -> None:
    asker = Window(browser, demo, "amelie", script=False)

    asker.asks(KNOWN)

    with_reply = asker.page.locator("article.theirs", has_text="B-12-3")
    for _ in range(20):
        if with_reply.count():
            break
        asker.page.reload()
    expect(with_reply.first).to_be_visible()


def test_words_half_typed_survive_news_from_elsewhere(browser: Browser, demo: Demo) -> None:
    asker, owner = Window(browser, demo, "jessica"), Window(browser, demo, "sophie")
    owner.page.locator("form.ask textarea").fill("à moitié écr")
    cards = owner.page.locator("#wall article")
    before = cards.count()

    asker.asks("qui nourrit le poisson rouge de l'accueil ?")
    expect(cards).not_to_have_count(before, timeout=15_000)

    expect(owner.page.locator("form.ask textarea")).to_have_value("à moitié écr")
    assert owner.complaints == []


def half_typed(browser: Browser, demo: Demo, asker: Window, question: str) -> tuple[Window, Locator]:
    """Whoever was handed the question, with the form of an answer open and some words in it."""
    asker.asks(question)
    asker.sees("je me renseigne")
    owner = handed(browser, demo, question)
    card = owner.page.locator("article", has_text=question).first.get_attribute("id")
    form = owner.page.locator(f"#{card} form:has([value=answer])")
    form.locator("summary").click()
    form.locator("textarea").fill("C’est Luc")
    return owner, form


def handed(browser: Browser, demo: Demo, question: str) -> Window:
    """The window of whoever at the front desk has the question."""
    windows = [Window(browser, demo, who) for who in FRONT_DESK]
    for _ in range(30):
        for window in windows:
            if window.page.get_by_text(question).count():
                return window
            window.page.reload()
    raise AssertionError(f"nobody was handed {question!r}")


def test_a_half_typed_answer_keeps_its_words_and_its_caret_while_the_card_changes_under_it(
    browser: Browser, demo: Demo
) -> None:
    question = "qui peigne la girafe du parc ?"
    asker = Window(browser, demo, "karim")
    owner, form = half_typed(browser, demo, asker, question)
    form.locator("textarea").press("ArrowLeft")
    card = form.locator("xpath=ancestor::article")
    before = card.get_attribute("data-revision") or ""

    details = asker.page.locator("article.theirs form:has([value=add])").last
    details.locator("summary").click()
    details.locator("textarea").fill("elle a deux ans")
    details.locator("button").click()
    expect(card).not_to_have_attribute("data-revision", before, timeout=15_000)

    expect(form.locator("textarea")).to_have_value("C’est Luc")
    expect(form.locator("textarea")).to_be_focused()
    assert owner.page.evaluate("document.activeElement.selectionStart") == len("C’est Luc") - 1
    assert owner.complaints == []


def test_news_arrives_while_a_form_is_open_and_the_form_stays(browser: Browser, demo: Demo) -> None:
    owner, form = half_typed(browser, demo, Window(browser, demo, "amelie"), "qui nourrit la tortue du hall ?")
    articles = owner.page.locator("#wall article")
    before = articles.count()

    Window(browser, demo, "jessica").asks("qui arrose les cactus du hall ?")

    expect(articles).not_to_have_count(before, timeout=15_000)
    expect(form.locator("textarea")).to_have_value("C’est Luc")
    expect(form.locator("textarea")).to_be_focused()
    assert owner.complaints == []


def test_words_for_a_form_that_went_away_are_not_wiped_out(browser: Browser, demo: Demo) -> None:
    asker = Window(browser, demo, "mathieu")
    owner, form = half_typed(browser, demo, asker, "qui garde le chat de l'usine ?")

    asker.page.locator("article.theirs form:has([value=withdraw]) button").last.click()
    owner.sees("n’en a plus besoin")

    expect(form.locator("textarea")).to_have_value("C’est Luc")
    assert owner.complaints == []
