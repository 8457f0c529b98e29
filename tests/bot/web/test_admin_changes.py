from pathlib import Path

import pytest

from knowledge.models import TopicId
from tests.bot.house import HouseUnderTest, StoppedClock, reopen_house
from tests.bot.web.admins import Admin

GLOVES = TopicId("gants")


def test_each_version_says_who_when_and_what(admin: Admin) -> None:
    admin.saves("topics", "gants", title_en="Thin gloves")

    listed, page = admin.sees("/changes"), admin.sees("/changes/version?number=2")

    assert "Rose Lam" in listed
    assert "10:00" in page
    assert "<del><bdi>Nitrile gloves</bdi></del>" in page
    assert "<ins><bdi>Thin gloves</bdi></ins>" in page
    assert "Gants en nitrile" not in page  # what did not change


def test_a_change_is_undone_by_a_version_of_its_own(admin: Admin) -> None:
    admin.saves("topics", "gants", title_en="Thin gloves")

    answer = admin.sends("/changes/undo?number=2", {})
    twice = admin.sends("/changes/undo?number=2", {})

    assert answer.status_code == twice.status_code == 303
    assert admin.table.version == 3
    assert admin.table.topics[GLOVES].title.en == "Nitrile gloves"
    assert "Thin gloves" in admin.sees("/changes/version?number=2")


def test_what_changed_again_since_is_not_undone(admin: Admin) -> None:
    admin.saves("topics", "gants", title_en="Thin gloves")
    admin.saves("topics", "gants", base=2, title_en="Thick gloves")

    answer = admin.sends("/changes/undo?number=2", {})

    assert answer.status_code == 409
    assert "changed since: gants" in answer.text
    assert admin.table.topics[GLOVES].title.en == "Thick gloves"


@pytest.mark.parametrize("number", ["", "0", "7", "-1", "x", "9" * 30])
def test_a_version_that_does_not_exist_is_a_page_that_leads_back(admin: Admin, number: str) -> None:
    assert "no such version" in admin.sees(f"/changes/version?number={number}", status=404)
    assert admin.sends(f"/changes/undo?number={number}", {}).status_code == 404


def test_a_long_history_is_turned(admin: Admin) -> None:
    for number in range(1, 25):
        admin.saves("topics", "gants", base=number, title_en=f"Gloves {number}")

    first = admin.sees("/changes")

    assert "Version 25<" in first
    assert "Version 5<" not in first
    assert "Version 5<" in admin.sees("/changes?below=6")


def test_versions_survive_a_restart(tmp_path: Path, house: HouseUnderTest, admin: Admin) -> None:
    admin.saves("topics", "gants", title_en="Thin gloves")
    again = reopen_house(tmp_path, StoppedClock())

    assert "Thin gloves" in Admin(again).sees("/changes/version?number=2")
    assert house.database.path == again.database.path
    again.close()
