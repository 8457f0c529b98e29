"""News of conversations, with pages that are mere listeners and a house without a network."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.web import news as module
from bot.web.conversations import LedgerConversations
from bot.web.news import News
from handlers.content import Content
from tests.bot.house import ANNA, PAUL, HouseUnderTest, make_house

HERS, HIS = f"person:{ANNA}", f"person:{PAUL}"
SOON = 5  # seconds that nothing here should need


@pytest.fixture
def house(tmp_path: Path) -> Iterator[HouseUnderTest]:
    house = make_house(tmp_path)
    yield house
    house.close()


async def post(house: HouseUnderTest, conversation: str, key: str) -> int:
    return await LedgerConversations(house.bridge).post(conversation, key, Content(body=("hello",)))


async def within(marks: AsyncIterator[str]) -> str:
    return await asyncio.wait_for(anext(marks), SOON)


def test_a_page_is_told_how_far_its_conversations_are_and_then_of_each_change(house: HouseUnderTest) -> None:
    async def story() -> list[str]:
        marks = News(house.bridge).follow((HERS, HIS))
        seen = [await within(marks)]
        number = await post(house, HIS, "k1")
        seen.append(await within(marks))
        await LedgerConversations(house.bridge).edit(number, Content(body=("hello again",)))
        seen.append(await within(marks))
        await marks.aclose()
        return seen

    assert asyncio.run(story()) == ["0.0", "0.1", "0.2"]


def test_what_happens_in_other_conversations_is_not_told(house: HouseUnderTest) -> None:
    async def story() -> str:
        marks = News(house.bridge, heartbeat=0.2).follow((HERS,))
        await within(marks)
        await post(house, HIS, "k1")
        return await within(marks)

    assert asyncio.run(story()) == ""  # a heartbeat


def test_what_another_process_writes_is_seen_at_the_next_slow_look(
    house: HouseUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.05)

    async def story() -> str:
        marks = News(house.bridge).follow((HERS,))
        await within(marks)
        with house.core.units.begin() as unit:  # nobody rings
            unit.weblog.post(HERS, "k1", Content(body=("hello",)), house.core.clock.now())
            unit.commit()
        return await within(marks)

    assert asyncio.run(story()) == "1"


def test_fifty_open_pages_cost_as_many_looks_as_one(house: HouseUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[tuple[str, ...]] = []
    read = News._read

    def counting(self: News, names: tuple[str, ...]) -> object:
        looks.append(names)
        return read(self, names)

    monkeypatch.setattr(News, "_read", counting)

    async def story() -> int:
        news = News(house.bridge)
        pages = [news.follow((HERS,)) for _ in range(50)]
        for page in pages:
            await within(page)
        opened = len(looks)
        waiting = [asyncio.create_task(within(page)) for page in pages]
        await asyncio.sleep(0)
        await post(house, HERS, "k1")
        assert await asyncio.gather(*waiting) == ["1"] * 50
        for page in pages:
            await page.aclose()
        return len(looks) - opened

    assert asyncio.run(story()) <= 3


def test_when_the_last_page_goes_nobody_looks_any_more(house: HouseUnderTest) -> None:
    async def story() -> bool:
        news = News(house.bridge)
        marks = news.follow((HERS,))
        await within(marks)
        watching = news._watching
        assert watching is not None
        await marks.aclose()
        await asyncio.wait([watching], timeout=SOON)
        return watching.done()

    assert asyncio.run(story())


def test_a_stop_ends_every_stream_at_once(house: HouseUnderTest) -> None:
    async def story() -> list[str]:
        news = News(house.bridge)
        pages = [news.follow((HERS,)) for _ in range(8)]
        for page in pages:
            await within(page)
        rest = [asyncio.create_task(all_of(page)) for page in pages]
        await asyncio.sleep(0)
        house.bridge.bells.stop()
        return [mark for marks in await asyncio.wait_for(asyncio.gather(*rest), SOON) for mark in marks]

    assert asyncio.run(story()) == []


def test_a_stream_ends_after_a_while_so_that_the_page_comes_back_as_whoever_it_is_then(house: HouseUnderTest) -> None:
    async def story() -> list[str]:
        return await asyncio.wait_for(all_of(News(house.bridge, heartbeat=0.02, longest=0.1).follow((HERS,))), SOON)

    first, *heartbeats = asyncio.run(story())

    assert first == "0"
    assert set(heartbeats) == {""}


def test_a_look_that_fails_is_followed_by_another(house: HouseUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.05)
    read, looks = News._read, iter([False, True, True])

    def failing(self: News, names: tuple[str, ...]) -> object:
        if next(looks, False):
            raise OSError("away")
        return read(self, names)

    monkeypatch.setattr(News, "_read", failing)

    async def story() -> str:
        marks = News(house.bridge).follow((HERS,))
        await within(marks)
        await post(house, HERS, "k1")
        return await within(marks)

    assert asyncio.run(story()) == "1"


async def all_of(marks: AsyncIterator[str]) -> list[str]:
    return [mark async for mark in marks]
