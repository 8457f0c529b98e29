"""News of conversations: pages that are mere listeners, and a ledger that only counts."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.bridge import Bells
from bot.web.news import News, Pace

HERS, HIS = "person:anna", "person:paul"
SOON = 5  # seconds that nothing here should need
QUICK = Pace(look=0.05, rest=0.01, heartbeat=0.05)
Told = TypeVar("Told")


@dataclass(slots=True)
class Ledger:
    """How often each conversation has changed, and how often that was asked."""

    counted: Counter[str] = field(default_factory=Counter)
    bells: Bells = field(default_factory=Bells)
    looks: int = 0
    fails: int = 0  # of the next looks

    def changed(self, conversation: str) -> None:
        """By this process, which rings."""
        self.changed_elsewhere(conversation)
        self.bells.pages.set()

    def changed_elsewhere(self, conversation: str) -> None:
        self.counted[conversation] += 1

    async def changes(self, conversations: Sequence[str]) -> Mapping[str, int]:
        self.looks += 1
        if self.fails:
            self.fails -= 1
            raise OSError("away")
        return {name: count for name, count in self.counted.items() if name in conversations}


def told(story: Callable[[Ledger], Awaitable[Told]]) -> Told:
    async def whole() -> Told:
        return await story(Ledger())

    return asyncio.run(whole())


async def within(marks: AsyncIterator[str]) -> str:
    return await asyncio.wait_for(anext(marks), SOON)


async def all_of(marks: AsyncIterator[str]) -> list[str]:
    return [mark async for mark in marks]


def test_a_page_is_told_how_far_its_conversations_are_and_then_of_each_change() -> None:
    async def story(ledger: Ledger) -> list[str]:
        marks = News(ledger.changes, ledger.bells).follow((HERS, HIS))
        seen = [await within(marks)]
        for name in (HIS, HERS):
            ledger.changed(name)
            seen.append(await within(marks))
        return seen

    assert told(story) == ["0.0", "0.1", "1.1"]


def test_what_happens_in_other_conversations_is_not_told() -> None:
    async def story(ledger: Ledger) -> str:
        marks = News(ledger.changes, ledger.bells, QUICK).follow((HERS,))
        await within(marks)
        ledger.changed(HIS)
        return await within(marks)

    assert told(story) == ""  # a heartbeat


def test_what_another_process_writes_is_seen_at_the_next_slow_look() -> None:
    async def story(ledger: Ledger) -> str:
        marks = News(ledger.changes, ledger.bells, Pace(look=0.05)).follow((HERS,))
        await within(marks)
        ledger.changed_elsewhere(HERS)
        return await within(marks)

    assert told(story) == "1"


def test_fifty_open_pages_cost_as_many_looks_as_one() -> None:
    async def story(ledger: Ledger) -> int:
        news = News(ledger.changes, ledger.bells)
        pages = [news.follow((HERS,)) for _ in range(50)]
        assert [await within(page) for page in pages] == ["0"] * 50
        opened = ledger.looks
        ledger.changed(HERS)
        assert await asyncio.gather(*map(within, pages)) == ["1"] * 50
        return ledger.looks - opened

    assert told(story) <= 2


def test_when_the_last_page_goes_nobody_looks_any_more() -> None:
    async def story(ledger: Ledger) -> list[bool]:
        news = News(ledger.changes, ledger.bells)
        first, last = news.follow((HERS,)), news.follow((HERS,))
        await within(first)
        await within(last)
        await first.aclose()
        seen = [news.is_watching]
        await last.aclose()
        return [*seen, news.is_watching]

    assert told(story) == [True, False]


def test_a_stop_ends_every_stream_at_once() -> None:
    async def story(ledger: Ledger) -> list[list[str]]:
        news = News(ledger.changes, ledger.bells)
        pages = [news.follow((HERS,)) for _ in range(8)]
        for page in pages:
            await within(page)
        ledger.bells.stop()
        return await asyncio.wait_for(asyncio.gather(*map(all_of, pages)), SOON)

    assert told(story) == [[]] * 8


def test_a_stream_ends_after_a_while_so_that_the_page_comes_back_as_whoever_it_is_then() -> None:
    async def story(ledger: Ledger) -> list[str]:
        news = News(ledger.changes, ledger.bells, Pace(heartbeat=0.02, longest=0.1))
        return await asyncio.wait_for(all_of(news.follow((HERS,))), SOON)

    first, *heartbeats = told(story)

    assert first == "0"
    assert set(heartbeats) == {""}


def test_a_look_that_fails_is_followed_by_another() -> None:
    async def story(ledger: Ledger) -> str:
        marks = News(ledger.changes, ledger.bells, Pace(look=0.05)).follow((HERS,))
        await within(marks)
        ledger.fails = 2
        ledger.changed(HERS)
        return await within(marks)

    assert told(story) == "1"
