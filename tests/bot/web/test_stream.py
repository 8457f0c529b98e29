"""The address of the news, spoken to as a server speaks to an application."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from starlette.types import Message

from bot.web.conversations import LedgerConversations
from bot.web.walls import heard_of
from handlers.content import Content
from knowledge.models import DepartmentId, RoutingTable
from tests.bot.channels.web.browser import Browser
from tests.bot.house import ANNA, PAUL, ROSE, HouseUnderTest, make_house, small_table
from tests.bot.web.windows import window

SOON = 5
EVENTS = {"accept": "text/event-stream", "host": "127.0.0.1:8080"}


@dataclass(slots=True)
class Connection:
    """An open page's connection: what arrived on it, and the end of it."""

    house: HouseUnderTest
    headers: Mapping[str, str]
    path: str = "/as/anna/stream"
    arrived: "asyncio.Queue[Message]" = field(default_factory=asyncio.Queue)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    def open(self) -> "asyncio.Task[None]":
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "path": self.path,
            "raw_path": self.path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "headers": [(name.encode(), value.encode()) for name, value in self.headers.items()],
        }
        return asyncio.create_task(self.house.app(scope, self._receive, self.arrived.put))

    async def next(self) -> str:
        """The next piece of the stream."""
        message = await asyncio.wait_for(self.arrived.get(), SOON)
        return bytes(message.get("body", b"")).decode()

    async def _receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}


async def post(house: HouseUnderTest, key: str) -> None:
    await LedgerConversations(house.bridge).post(f"person:{ANNA}", key, Content(body=("hello",)))


def test_news_come_as_events_with_an_id_after_a_first_sign_of_life(house: HouseUnderTest) -> None:
    async def story() -> list[str]:
        page = Connection(house, EVENTS)
        connection = page.open()
        start = await page.arrived.get()
        heard = [await page.next(), await page.next()]
        await post(house, "k1")
        heard.append(await page.next())
        page.gone.set()
        await asyncio.wait_for(connection, SOON)
        return [dict(start["headers"])[b"content-type"].decode(), *heard]

    kind, hello, here, news = asyncio.run(story())

    assert kind.startswith("text/event-stream")
    assert "retry: 2000" in hello
    assert here == "id: 0.0.0\ndata: 0.0.0\n\n"
    assert news == "id: 1.0.0\ndata: 1.0.0\n\n"


def test_whoever_comes_back_with_the_last_id_hears_only_what_came_after_it(house: HouseUnderTest) -> None:
    async def story(seen: str) -> str:
        page = Connection(house, {**EVENTS, "last-event-id": seen})
        connection = page.open()
        await page.arrived.get()
        await page.next()
        if seen == "1.0.0":
            await post(house, "k2")
        first = await page.next()
        page.gone.set()
        await asyncio.wait_for(connection, SOON)
        return first

    async def both() -> list[str]:
        await post(house, "k1")
        return [await story("0.0.0"), await story("1.0.0")]

    assert asyncio.run(both()) == ["id: 1.0.0\ndata: 1.0.0\n\n", "id: 2.0.0\ndata: 2.0.0\n\n"]


@pytest.mark.parametrize("who", ["anna", "paul"])
def test_a_change_of_a_request_is_news_to_whoever_asked_and_whoever_owes_it(house: HouseUnderTest, who: str) -> None:
    anna, paul = window(house, "anna.roy"), window(house, "paul.cote")
    anna.asks("where are the nitrile gloves?")
    reference = anna.asks("where are the nitrile gloves?").reference
    anna.sends(f"/requests/{reference}", {"verb": "pass_on"})

    async def story() -> tuple[str, str]:
        page = Connection(house, EVENTS, path=f"/as/{who}/stream")
        connection = page.open()
        await page.arrived.get()
        await page.next()
        before = await page.next()
        await asyncio.to_thread(paul.sends, f"/requests/{reference}", {"verb": "take"})
        after = await page.next()
        page.gone.set()
        await asyncio.wait_for(connection, SOON)
        return before, after

    before, after = asyncio.run(story())

    assert before != after


def at_the_desk(table: RoutingTable) -> RoutingTable:
    """Paul sits at the front desk too."""
    desk = replace(table.triage, members=(*table.triage.members, PAUL))
    return replace(table, departments={**table.departments, desk.id: desk})


def test_what_the_desk_asked_is_news_to_everybody_at_the_desk(tmp_path: Path) -> None:
    house = make_house(tmp_path, table=at_the_desk(small_table()))
    rose = window(house, "rose.lam")

    async def story() -> tuple[str, str]:
        page = Connection(house, EVENTS, path="/as/paul/stream")
        connection = page.open()
        await page.arrived.get()
        await page.next()
        before = await page.next()
        slip = {"kind": "topic", "key": "gants", "caller": "Mme Tremblay"}
        await asyncio.to_thread(rose.sends, "/reception", slip)
        after = await page.next()
        page.gone.set()
        await asyncio.wait_for(connection, SOON)
        return before, after

    before, after = asyncio.run(story())
    house.close()

    assert marked(before)[f"asked:{ROSE}"] != marked(after)[f"asked:{ROSE}"]


def marked(event: str) -> dict[str, str]:
    """How far each of the conversations is that Paul hears of at the desk."""
    names = heard_of(PAUL, at_the_desk(small_table()))
    return dict(zip(names, event.strip().split("data: ")[1].split("."), strict=True))


def test_when_the_page_goes_its_stream_ends(house: HouseUnderTest) -> None:
    async def story() -> None:
        page = Connection(house, EVENTS)
        connection = page.open()
        await page.arrived.get()
        page.gone.set()
        await asyncio.wait_for(connection, SOON)

    asyncio.run(story())


def gone(table: RoutingTable) -> RoutingTable:
    return replace(table, people={**table.people, ANNA: replace(table.person(ANNA), active=False)})


def moved(table: RoutingTable) -> RoutingTable:
    store = table.departments[DepartmentId("magasin")]
    return replace(table, departments={**table.departments, store.id: replace(store, members=(PAUL, ANNA))})


@pytest.mark.parametrize("change", [gone, moved])
def test_the_stream_of_somebody_who_is_gone_or_elsewhere_by_now_ends(
    house: HouseUnderTest, change: Callable[[RoutingTable], RoutingTable]
) -> None:
    async def story() -> list[str]:
        page = Connection(house, EVENTS)
        connection = page.open()
        await page.arrived.get()
        heard = [await page.next(), await page.next()]
        table = house.core.snapshots.current.table
        house.core.units.routing.publish(
            replace(change(table), version=0), base=table.version, author="test", now=house.core.clock.now()
        )
        house.core.snapshots.refresh()
        await post(house, "k1")
        await asyncio.wait_for(connection, SOON)
        return [*heard, await page.next()]

    *_, last = asyncio.run(story())

    assert last == ""


def test_somebody_who_follows_the_address_is_sent_to_the_page(house: HouseUnderTest) -> None:
    answer = Browser(house.app).get("/as/anna/stream")

    assert (answer.status_code, answer.headers["location"]) == (303, "/as/anna.roy/")


def test_the_stream_of_nobody_is_not_there(house: HouseUnderTest) -> None:
    assert Browser(house.app).get("/as/nobody/stream", headers=EVENTS).status_code == 404
