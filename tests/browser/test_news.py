"""News in real browsers: eight tabs share one stream, one that fails is replaced by looks, a stop ends them all."""

import socket
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.fitted import with_fit
from tools.demo import Demo, running_demo

pytestmark = pytest.mark.slow

TABS = 8
OPENED = datetime(2026, 11, 23, 15, tzinfo=UTC)
COUNTS_LOOKS = """
  [window.looks, window.asked] = [[], []];
  const ask = window.fetch;
  window.fetch = (address, how) => {
    const answer = ask(address, how);
    window.asked.push(answer);
    if (String(address).includes("since=")) { window.looks.push(Date.now()); }
    return answer;
  };
"""
STOPS_WITHIN = 8  # seconds: uvicorn would wait ten for streams that do not end


def test_eight_tabs_of_one_browser_hear_the_news_over_one_stream(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(locale="fr-CA")
    streams: list[str] = []
    context.on("request", lambda request: streams.append(request.url) if is_stream(request) else None)
    tabs = [opened(context, demo, "minh") for _ in range(TABS)]

    asks(tabs[3], "qui répare la fontaine du hall ?")

    for tab in tabs:
        expect(tab.get_by_text("qui répare la fontaine du hall ?").first).to_be_visible(timeout=20_000)
        expect(tab.get_by_text("je me renseigne").first).to_be_visible(timeout=20_000)
    assert len(streams) == 1
    context.close()


def test_when_the_tab_that_listens_is_closed_another_takes_over(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(locale="fr-CA")
    first, second = opened(context, demo, "karim"), opened(context, demo, "karim")

    with context.expect_event("request", is_stream):
        first.close()
    asks(opened(browser.new_context(locale="fr-CA"), demo, "karim"), "qui taille la haie du parc ?")

    expect(second.get_by_text("qui taille la haie du parc ?").first).to_be_visible(timeout=20_000)
    context.close()


def test_eight_people_in_eight_tabs_are_all_served_though_a_browser_has_six_connections(
    browser: Browser, demo: Demo
) -> None:
    people = ("minh", "nathalie", "sophie", "karim", "amelie", "jessica", "mathieu", "fatou")
    context = browser.new_context(locale="fr-CA")
    tabs = [opened(context, demo, who) for who in people]

    for number, tab in enumerate(tabs):
        asks(tab, f"qui range la salle {number} du grenier ?")

    for tab in tabs:
        expect(tab.locator("article.theirs").last).to_be_visible(timeout=20_000)
    context.close()


def test_where_streams_do_not_get_through_the_page_looks_by_itself(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(locale="fr-CA")
    context.route("**/stream", lambda route: route.abort())
    page = opened(context, demo, "jessica")

    asks(opened(browser.new_context(locale="fr-CA"), demo, "jessica"), "qui nourrit les poules du toit ?")

    expect(page.get_by_text("qui nourrit les poules du toit ?").first).to_be_visible(timeout=20_000)
    context.close()


def test_where_a_browser_knows_no_streams_the_page_looks_by_itself(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(locale="fr-CA")
    context.add_init_script("delete window.EventSource")
    page = opened(context, demo, "jessica")

    asks(opened(browser.new_context(locale="fr-CA"), demo, "jessica"), "qui compte les moutons du pré ?")

    expect(page.get_by_text("qui compte les moutons du pré ?").first).to_be_visible(timeout=20_000)
    context.close()


def test_a_page_that_finds_nothing_looks_less_and_less_often_and_soon_again_after_a_form_is_sent(
    browser: Browser, demo: Demo
) -> None:
    page, context = looking(browser, demo, "nathalie")

    quiet = pauses(page, seconds=240)
    asks(page, "qui repeint la clôture du fond ?")
    expect(arrived(page, "qui repeint la clôture du fond ?")).to_be_visible(timeout=20_000)
    busy = pauses(page, seconds=4)

    assert quiet[0] < 5
    assert min(quiet[-3:]) > 20
    assert max(quiet) < 40
    assert len(quiet) < 20
    assert busy[0] < 3
    context.close()


def test_nobody_sees_the_tab_so_it_does_not_look_and_catches_up_at_once_when_somebody_does(
    browser: Browser, demo: Demo
) -> None:
    page, context = looking(browser, demo, "sophie")
    shows(page, is_hidden=True)

    unseen = pauses(page, seconds=120)
    other = opened(browser.new_context(locale="fr-CA"), demo, "sophie")
    asks(other, "qui ramasse les feuilles de la cour ?")
    expect(arrived(other, "qui ramasse les feuilles de la cour ?")).to_be_visible(timeout=20_000)
    with page.expect_request(is_look):
        shows(page, is_hidden=False)

    expect(page.get_by_text("qui ramasse les feuilles de la cour ?").first).to_be_visible(timeout=20_000)
    assert unseen == []
    context.close()


def test_a_stream_that_failed_is_tried_again_and_spares_the_looks(browser: Browser, demo: Demo) -> None:
    page, context = looking(browser, demo, "amelie")
    passes(page, seconds=10)  # it is given up
    context.unroute("**/stream")

    with page.expect_event("request", is_stream):
        passes(page, seconds=80)
    page.wait_for_function("() => pace.isFed")
    fed = pauses(page, seconds=60)

    assert len(fed) <= 3  # of its first news, and of the net
    context.close()


def arrived(page: Page, text: str) -> Locator:
    """What somebody asked, once it is more than an echo."""
    return page.locator("article.mine:not(.pending)", has_text=text)


def looking(browser: Browser, demo: Demo, who: str) -> tuple[Page, BrowserContext]:
    """A page to which no stream gets through, whose clock is moved by hand, and that counts its looks."""
    context = browser.new_context(locale="fr-CA")
    context.route("**/stream", lambda route: route.abort())
    context.add_init_script(COUNTS_LOOKS)
    page = context.new_page()
    page.clock.install(time=OPENED)
    page.goto(f"{demo.address}/as/{who}/")
    page.clock.pause_at(OPENED + timedelta(minutes=1))
    return page, context


def passes(page: Page, *, seconds: int) -> None:
    """Second by second, so that what was asked for meanwhile can come."""
    for _ in range(seconds):
        page.clock.run_for(1000)
        page.evaluate("() => Promise.allSettled(window.asked)")


def pauses(page: Page, *, seconds: int) -> list[float]:
    """The seconds before each look of the next ones, by the page's clock."""
    begins = page.evaluate("() => { window.looks = []; return Date.now(); }")
    passes(page, seconds=seconds)
    looks = page.evaluate("() => window.looks")
    return [(look - before) / 1000 for before, look in pairwise([begins, *looks])]


def shows(page: Page, *, is_hidden: bool) -> None:
    """The tab goes behind another, or comes back; a browser without a screen has only the latter."""
    page.evaluate(
        "(is) => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        is_hidden,
    )


def is_look(request: Request) -> bool:
    return "since=" in request.url


def test_a_stop_with_streams_open_takes_seconds_and_ends_them_cleanly(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(locale="fr-CA")
    with running_demo(with_fit(tmp_path), "--empty") as before:
        opened(context, before, "minh")
        others = [raw_stream(before) for _ in range(TABS)]
        began = time.monotonic()
    took = time.monotonic() - began

    assert took < STOPS_WITHIN
    assert all(ended(other) for other in others)
    context.close()


def raw_stream(demo: Demo) -> socket.socket:
    """A stream over a connection of its own, its first event read."""
    port = urlsplit(demo.address).port or 0
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    head = f"GET /as/minh/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n"
    connection.sendall(head.encode())
    heard = b""
    while b"event: here" not in heard:
        piece = connection.recv(4096)
        assert piece
        heard += piece
    return connection


def ended(connection: socket.socket) -> bool:
    """Whether the server ended it cleanly: the last chunk, then the end."""
    heard = b""
    with connection:
        while piece := connection.recv(4096):
            heard += piece
    return heard.endswith(b"0\r\n\r\n")


def opened(context: BrowserContext, demo: Demo, who: str) -> Page:
    page = context.new_page()
    page.goto(f"{demo.address}/as/{who}/")
    return page


def asks(page: Page, text: str) -> None:
    page.locator("form.ask textarea").fill(text)
    page.locator("form.ask textarea").press("Enter")


def is_stream(request: Request) -> bool:
    return urlsplit(request.url).path.endswith("/stream")
