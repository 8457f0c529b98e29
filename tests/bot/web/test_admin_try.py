import html
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bot.house import HouseUnderTest, StoppedClock, make_house, small_table
from tests.bot.web.admins import Admin


def test_a_known_question_shows_what_it_matches_why_and_who_would_be_named(admin: Admin) -> None:
    page = admin.sees("/try?q=où+sont+les+gants+en+nitrile")

    assert "Matched." in page
    assert 'href="/as/rose.lam/admin/topics/row?id=gants"' in page
    assert "The very words of a phrasing" in page
    assert "99%" in page
    assert "Paul Côté" in page
    assert "Aisle B, shelf B-12-3." in page
    assert "Allée B, tablette B-12-3." in page


def test_an_unknown_question_shows_the_promise_in_both_languages(admin: Admin) -> None:
    page = admin.sees("/try?q=qui+arrose+le+ficus")

    assert "Unknown." in page
    assert "Rose Lam" in page
    assert 'lang="fr"' in page
    assert 'lang="en"' in page


@pytest.mark.parametrize("text", ["bonjour", "!!!"])
def test_what_is_no_question_would_open_no_request(admin: Admin, text: str) -> None:
    page = admin.sees(f"/try?q={text}")

    assert "no request, one kind line" in page
    assert "would read now" not in page


def test_nothing_is_stored_and_nobody_is_asked(house: HouseUnderTest, admin: Admin) -> None:
    assert "Nitrile gloves" in admin.sees("/try?q=où+sont+les+gants+en+nitrile")
    admin.sees("/topics/row?id=gants&try=qui+arrose+le+ficus")

    with house.core.units.look() as view:
        assert view.outbox.depth() == 0
    assert house.requests() == []


def test_whoever_is_away_is_not_on_duty(tmp_path: Path) -> None:
    table = small_table()
    paul = replace(table.people[next(iter(table.departments.values())).members[0]], active=False)
    house = make_house(tmp_path, StoppedClock(), replace(table, people={**table.people, paul.email: paul}))

    page = Admin(house).sees("/try?q=où+sont+les+gants+en+nitrile")

    assert "Rose Lam" in page
    house.close()


def test_a_topics_own_page_tries_too(admin: Admin) -> None:
    page = admin.sees("/topics/row?id=gants&try=je+cherche+des+gants")

    assert 'value="je cherche des gants"' in page
    assert "nothing is kept" in page


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "a" * 5000, "\u202eabc", "{{7919*7907}}", "%00"])
def test_odd_text_is_only_text(admin: Admin, text: str) -> None:
    page = admin.browser.get(
        "/as/rose.lam/admin/try?q=" + text.replace("%", "%25") if text != "%00" else "/as/rose.lam/admin/try?q=%00"
    )

    assert page.status_code == 200
    assert "<img" not in page.text
    assert str(7919 * 7907) not in html.unescape(page.text)
