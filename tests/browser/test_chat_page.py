"""The chat's page at work: what was typed shows at once and is never lost; by keyboard, on a phone, in French."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from tests.browser.examined import SIDEWAYS
from tools.demo import Demo

pytestmark = pytest.mark.slow

PHONE = ViewportSize(width=390, height=844)
ODD = '<img src=x onerror="document.title=1"> javascript:alert(1) \u202etxet'
SEEN = "Voir d’abord où ça va"


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = browser.new_context(locale="fr-CA")
    page = context.new_page()
    page.goto(f"{demo.address}/as/minh/?lang=fr")
    yield page
    context.close()


def replies(page: Page) -> Locator:
    """What Guichet said in the person's own conversation."""
    return page.locator("#wall section").first.locator("article.theirs")


def box(page: Page) -> str:
    return page.locator("#text").input_value()


def test_what_was_typed_shows_at_once_and_is_replaced_by_the_real_message(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/ask", hold)

    page.locator("#text").fill("qui peigne le dragon du parc ?")
    page.keyboard.press("Enter")

    expect(page.locator("article.pending")).to_contain_text("Envoi en cours")
    assert box(page) == ""
    held[0].continue_()
    expect(page.locator("article.pending")).to_have_count(0)
    expect(page.locator("article.mine", has_text="qui peigne le dragon du parc ?")).to_have_count(1)


def test_what_could_not_be_sent_goes_back_into_the_box_and_counts_once_when_sent_again(page: Page) -> None:
    page.route("**/ask", lambda route: route.abort(), times=1)

    page.locator("#text").fill("qui nourrit la licorne du hall ?")
    page.keyboard.press("Enter")
    expect(page.locator(".said.error")).to_contain_text("n’est pas parti")
    assert box(page) == "qui nourrit la licorne du hall ?"
    page.locator("#text").press("Enter")

    expect(replies(page).last).to_contain_text("je me renseigne")
    expect(page.locator("article.mine", has_text="qui nourrit la licorne du hall ?")).to_have_count(1)


def test_shift_and_enter_begin_a_new_line(page: Page) -> None:
    page.locator("#text").fill("une ligne")
    page.locator("#text").press("Shift+Enter")
    page.keyboard.type("une autre")

    assert box(page) == "une ligne\nune autre"


def test_half_a_question_outlives_a_change_of_language_in_the_middle_of_the_conversation(page: Page) -> None:
    page.locator("#text").fill("qui range la")
    page.get_by_role("link", name="English").click()

    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert box(page) == "qui range la"


def test_a_preview_is_seen_changed_and_sent_by_keyboard_alone(page: Page) -> None:
    page.locator("#text").fill("où sont les gants en nitrile ?")
    page.get_by_role("button", name=SEEN).press("Enter")
    expect(page.get_by_role("heading", name="Où ira votre question")).to_be_focused()

    page.get_by_role("button", name="Modifier la question").press("Enter")
    expect(page.locator("#text")).to_be_focused()
    assert box(page) == "où sont les gants en nitrile ?"
    page.get_by_role("button", name=SEEN).press("Enter")
    page.get_by_role("button", name="Envoyer", exact=True).press("Enter")

    expect(replies(page).last).to_contain_text("B-12-3")
    expect(page.locator("#text")).to_be_focused()
    assert box(page) == ""


def test_a_preview_works_without_a_script(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(locale="fr-CA", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo.address}/as/karim/?lang=fr")

    page.locator("#text").fill("où sont les gants en nitrile ?")
    page.get_by_role("button", name=SEEN).click()
    page.get_by_role("button", name="Envoyer", exact=True).click()

    expect(page.locator("article.mine").last).to_contain_text("où sont les gants en nitrile ?")
    context.close()


def test_a_button_pressed_while_a_question_is_half_typed_leaves_it_there(page: Page) -> None:
    page.locator("#text").fill("qui arrose le ficus du troisième étage ?")
    page.locator("#text").press("Enter")
    expect(replies(page).last).to_contain_text("je me renseigne")
    page.locator("#text").fill("et au fait")

    replies(page).last.locator("form:has([value=withdraw]) button").click()

    expect(replies(page).last).to_contain_text("annulé", ignore_case=True)
    assert box(page) == "et au fait"


def test_odd_words_are_only_ever_text_in_the_echo_in_the_preview_and_in_the_conversation(page: Page) -> None:
    title = page.title()
    page.locator("#text").fill(ODD)
    page.get_by_role("button", name=SEEN).click()
    expect(page.locator(".preview blockquote")).to_have_text(ODD)
    page.get_by_role("button", name="Envoyer", exact=True).click()

    expect(page.locator("article.mine").last).to_contain_text(ODD)
    assert page.title() == title
    assert page.locator("#wall img, #compose img").count() == 0


def test_on_a_phone_the_own_conversation_comes_first_and_the_box_is_last(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(locale="fr-CA", viewport=PHONE, has_touch=True)
    page = context.new_page()
    page.goto(f"{demo.address}/as/nathalie/?lang=fr")

    own, asking = page.locator("#wall section").first.bounding_box(), page.locator("form.ask").bounding_box()

    assert own
    assert asking
    assert own["y"] < asking["y"]
    assert PHONE["height"] - 40 < asking["y"] + asking["height"] <= PHONE["height"]
    assert page.evaluate(SIDEWAYS) <= 0
    context.close()


def test_earlier_messages_come_above_and_what_was_read_stays_in_place(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(locale="fr-CA")
    page = context.new_page()
    page.goto(f"{demo.address}/as/ashley/?lang=fr")
    for number in range(31):
        context.request.post(
            f"{demo.address}/as/ashley/ask",
            form={"text": f"bonjour {number}", "nonce": f"n{number}"},
            headers={"sec-fetch-site": "same-origin"},
        )
    articles = page.locator("#wall section").first.locator("article")
    expect(page.get_by_text("bonjour 30", exact=True)).to_be_visible(timeout=20_000)
    page.reload()
    shown = articles.count()

    page.get_by_role("link", name="Messages plus anciens").click()
    expect(articles).not_to_have_count(shown)

    expect(page.get_by_text("bonjour 0", exact=True)).to_have_count(1)
    page.locator("#text").fill("bonjour encore")
    page.locator("#text").press("Enter")
    expect(page.locator("article.mine", has_text="bonjour encore")).to_be_visible()
    expect(page.get_by_text("bonjour 0", exact=True)).to_have_count(1)
    context.close()
