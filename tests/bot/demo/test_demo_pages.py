"""Who one can be, three people side by side, and that nothing of it exists outside the demo."""

import asyncio
import re
from dataclasses import replace

import httpx
import pytest
from starlette.applications import Starlette

from bot.demo.persona import everybody, newcomer
from bot.web.server import closed_pages, make_server
from knowledge.models import DepartmentId, Email
from tests.bot.channels.web.browser import Browser
from tests.bot.house import ANNA, PAUL, HouseUnderTest, small_table

IN_A_PANE = {"sec-fetch-dest": "iframe"}


def test_the_newcomer_is_somebody_nobody_brings_requests_to() -> None:
    table = small_table()

    assert newcomer(table) == table.people[ANNA]


def test_where_everybody_is_in_a_department_the_newcomer_heads_none() -> None:
    table = small_table()
    store = replace(table.departments[DepartmentId("magasin")], members=(ANNA, PAUL), head=PAUL)
    crowded = replace(table, departments={**table.departments, store.id: store})

    assert newcomer(crowded) == table.people[ANNA]


def test_each_person_is_listed_with_what_they_are_for() -> None:
    groups = everybody(small_table(), (Email(PAUL),))

    said = {
        one.slug: (one.topics, one.is_front_desk, one.is_admin, one.only_asks) for g in groups for one in g.personas
    }
    assert said == {
        "anna.roy": (0, False, False, True),
        "paul.cote": (1, False, True, False),
        "rose.lam": (0, True, False, False),
    }


def test_three_people_stand_side_by_side_and_each_can_become_somebody_else(browser: Browser) -> None:
    page = browser.get("/side?middle=rose").text

    assert re.findall(r'<iframe src="([^"]+)"', page) == ["/as/anna.roy/", "/as/rose.lam/inbox", "/as/rose.lam/inbox"]
    assert "Rose Lam" in re.findall(r'<iframe [^>]*title="([^"]+)"', page)[1]


def test_a_pane_shows_the_page_without_the_demos_bar(browser: Browser) -> None:
    assert 'action="/clock"' in browser.get("/as/anna/").text
    assert 'action="/clock"' not in browser.get("/as/anna/", IN_A_PANE).text


def test_only_the_demo_lets_its_own_pages_frame_its_pages(browser: Browser, house: HouseUnderTest) -> None:
    policy = browser.get("/side").headers["content-security-policy"]

    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self'" in policy


@pytest.mark.parametrize("path", ["/people", "/side", "/clock", "/troubles", "/tour", "/meanwhile", "/as/anna/"])
def test_outside_the_demo_its_pages_do_not_exist(house: HouseUnderTest, path: str) -> None:
    production = make_server(house.bridge, closed_pages(house.bridge))

    assert posted(production, path) == 403
    assert Browser(production).get(path).status_code == 403


def test_without_the_ledger_a_page_still_says_so(house: HouseUnderTest, browser: Browser) -> None:
    house.database.close()
    assert house.database.path
    house.database.path.unlink()

    assert browser.get("/nowhere").status_code == 404


def posted(app: Starlette, path: str) -> int:
    async def exchange() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            return (await client.post(path)).status_code

    return asyncio.run(exchange())
