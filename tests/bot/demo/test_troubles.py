"""What the demo makes go wrong acts through the same ports as in production."""

import asyncio
from datetime import timedelta

import pytest

from bot.channel import Post, Sent
from bot.channels.web.send import WebChannel
from bot.clock import MovableClock
from bot.demo.switches import Switches, TroubledChannel
from handlers.content import Content
from handlers.incoming import PersonId
from tests.bot.channels.web.browser import Browser
from tests.bot.house import PAUL, ROSE, HouseUnderTest

GLOVES = "où sont les gants en nitrile ?"


def switch(browser: Browser, trouble: str, *, on: bool, who: str = "") -> str:
    """The page after switching."""
    form = {"trouble": trouble, "on": "1" if on else "0", "who": who, "back": "/as/anna/"}
    assert browser.post("/troubles", form).status_code == 303
    return browser.get("/as/anna/").text


def delivered(house: HouseUnderTest) -> None:
    asyncio.run(house.deliver_all())


def seen_by(house: HouseUnderTest, conversation: str) -> list[str]:
    return [posted.content.as_text for posted in house.shown(conversation) if not posted.mine]


def handed_to_paul(browser: Browser, house: HouseUnderTest) -> str:
    """A request that goes to Paul: the shelf alone did not help."""
    browser.asks("anna", GLOVES)
    reference = house.requests()[0].reference
    browser.does("anna", "pass_on", reference, "n2")
    return reference


def test_while_an_owners_chat_is_blocked_somebody_else_is_asked_at_once(
    house: HouseUnderTest, browser: Browser
) -> None:
    page = switch(browser, "blocked", on=True, who="paul")
    handed_to_paul(browser, house)

    delivered(house)
    assert house.core.fire_one()
    delivered(house)

    assert "Paul Côté" in page
    assert house.requests()[0].keeper.person == PersonId(ROSE)
    assert seen_by(house, f"person:{PAUL}") == []
    assert any(GLOVES in text for text in seen_by(house, f"person:{ROSE}"))


def test_once_the_chat_is_open_again_the_owner_is_reached(house: HouseUnderTest, browser: Browser) -> None:
    switch(browser, "blocked", on=True, who="paul")
    switch(browser, "blocked", on=False, who="paul")

    handed_to_paul(browser, house)
    delivered(house)

    assert house.requests()[0].keeper.person == PersonId(PAUL)
    assert any(GLOVES in text for text in seen_by(house, f"person:{PAUL}"))


def test_whoever_is_sent_away_hands_over_what_they_keep_and_comes_back(house: HouseUnderTest, browser: Browser) -> None:
    handed_to_paul(browser, house)

    page = switch(browser, "away", on=True, who="paul")

    assert house.requests()[0].keeper.person == PersonId(ROSE)
    assert "Quelqu’un est absent : Paul Côté".replace(" :", "\N{NO-BREAK SPACE}:") in page
    assert "Paul Côté est de retour" in page
    assert "Paul Côté est de retour" not in switch(browser, "away", on=False, who="paul")


def test_while_the_platform_is_down_messages_wait_and_then_go_out_once(
    house: HouseUnderTest, browser: Browser, clock: MovableClock
) -> None:
    switch(browser, "down", on=True)
    browser.asks("anna", GLOVES)
    for _ in range(3):
        delivered(house)
        clock.forward(timedelta(seconds=2))
    page = browser.get("/as/anna/").text
    assert seen_by(house, "person:anna.roy@atelier.example") == []

    switch(browser, "down", on=False)
    clock.forward(timedelta(seconds=2))
    delivered(house)

    assert "Messages qui attendent\N{NO-BREAK SPACE}: 1" in page
    replies = [text for text in seen_by(house, "person:anna.roy@atelier.example") if "B-12-3" in text]
    assert len(replies) == 1


def test_a_slow_channel_takes_its_time_and_delivers_all_the_same() -> None:
    switches, shown = Switches(slow=True), Shown()
    channel = TroubledChannel(WebChannel(shown), switches, slowness=timedelta(milliseconds=1))

    sent = asyncio.run(channel.send(Post(key="k", address="person:a@b", content=Content())))

    assert sent == Sent(platform_id="1")
    assert shown.keys == ["k"]


def test_slowness_is_a_switch_on_the_page(browser: Browser) -> None:
    assert "À la vitesse normale" in switch(browser, "slow", on=True)
    assert "À la vitesse normale" not in switch(browser, "slow", on=False)


@pytest.mark.parametrize("form", [{}, {"trouble": "fire"}, {"trouble": "away", "on": "1"}, {"trouble": "blocked"}])
def test_a_trouble_that_no_page_offers_is_refused(browser: Browser, form: dict[str, str]) -> None:
    assert browser.post("/troubles", form).status_code == 400


class Shown:
    """Conversations that only count."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    async def post(self, conversation: str, key: str, content: Content) -> int:
        self.keys.append(key)
        return len(self.keys)

    async def edit(self, number: int, content: Content) -> bool:
        return False

    async def find(self, key: str) -> int | None:
        return None
