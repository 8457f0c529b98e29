import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.curating import RowEdit
from knowledge.exchange.draft import SheetName
from knowledge.models import Bilingual, DepartmentId, RoutingTable, Topic, TopicId
from tests.bot.channels.web.browser import Browser
from tests.bot.house import PAUL, HouseUnderTest, make_house, small_table
from tests.bot.web.admins import Admin, at_field

GLOVES = TopicId("gants")
NOUNS = ("topics", "departments", "people", "glossary")
PAGES = ("", *(f"/{noun}" for noun in NOUNS), "/unanswered", "/try", "/import", "/changes", "/answering?version=1")


@pytest.mark.parametrize("page", PAGES)
def test_only_admins_see_any_of_it(house: HouseUnderTest, page: str) -> None:
    browser = Browser(house.app)

    assert browser.get(f"/as/anna.roy/admin{page}").status_code == 403
    assert browser.get(f"/as/rose.lam/admin{page}").status_code == 200
    assert "/as/anna.roy/admin" not in browser.get("/as/anna.roy/").text


@pytest.mark.parametrize(
    "path",
    [
        "/topics/row?id=gants",
        "/topics/new",
        "/topics/archive?id=gants",
        "/topics/restore?id=gants",
        f"/people/away?id={PAUL}",
        "/import",
        "/import/confirm",
        "/changes/undo?number=1",
    ],
)
def test_nobody_else_can_send_a_form(house: HouseUnderTest, admin: Admin, path: str) -> None:
    form = {"id": "gants", "department": "magasin", "title_fr": "À moi"}

    assert Browser(house.app).post(f"/as/anna.roy/admin{path}", form).status_code == 403
    assert admin.table == replace(small_table(), version=1)


def test_a_list_is_searched_whatever_the_case_and_the_accents(admin: Admin) -> None:
    assert "Lost badge" in admin.sees("/topics?q=CARTE+d'acces")
    assert "Nitrile gloves" not in admin.sees("/topics?q=CARTE+d'acces")
    assert "Nitrile gloves" in admin.sees("/topics?q=b-12-3&department=magasin&category=other")
    assert "Found: 0" in admin.sees("/topics?department=accueil&q=gants")


def test_a_long_list_is_turned_page_by_page(tmp_path: Path) -> None:
    admin = Admin(make_house(tmp_path, table=with_many_topics(130)))

    first, last = admin.sees("/topics?q=sujet"), admin.sees("/topics?q=sujet&page=3")

    assert "Found: 130" in first
    assert "Sujet 0<" in first
    assert 'rel="next" href="/as/rose.lam/admin/topics?q=sujet&page=2"' in first
    assert "Sujet 129<" in last
    assert 'rel="next"' not in last
    assert "Page 3 of 3" in admin.sees("/topics?q=sujet&page=99")
    admin.house.close()


def test_a_row_is_changed_and_the_page_says_which_version_is_in_force(admin: Admin) -> None:
    answer = admin.saves("topics", "gants", title_en="Thin gloves", phrasings_en="thin gloves\r\nthinnest gloves")

    page = admin.sees(answer.headers["location"].partition("/admin")[2])

    topic = admin.table.topics[GLOVES]
    assert answer.status_code == 303
    assert topic.title == Bilingual(fr="Gants en nitrile", en="Thin gloves")
    assert topic.phrasings_en == ("thin gloves", "thinnest gloves")
    assert topic.phrasings_fr == small_table().topics[GLOVES].phrasings_fr
    assert "version 2 is in force" in page
    assert "in a moment" in page


def test_once_the_new_version_is_fitted_the_page_says_that_it_answers(house: HouseUnderTest, admin: Admin) -> None:
    admin.saves("topics", "gants", title_en="Thin gloves")
    before = admin.sees("/answering?version=2")
    house.core.snapshots.refresh()

    assert "hx-get" in before
    assert "hx-get" not in admin.sees("/answering?version=2")
    assert "It answers questions." in admin.sees("/topics/row?id=gants&saved=2")


@pytest.mark.parametrize("noun_and_key", [("topics", "gants"), ("departments", "magasin"), ("people", PAUL)])
def test_saving_a_form_as_it_stands_changes_nothing(admin: Admin, noun_and_key: tuple[str, str]) -> None:
    answer = admin.saves(*noun_and_key)

    assert answer.status_code == 303
    assert admin.table == replace(small_table(), version=1)


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(admin: Admin) -> None:
    answer = admin.saves("topics", "gants", category="erpp", title_fr="Gants <fins>")

    assert answer.status_code == 422
    assert "erpp" in at_field(answer.text, "category")
    assert at_field(answer.text, "title_fr") == ""
    assert 'value="Gants &lt;fins&gt;"' in answer.text
    assert re.search(r'id="f-category"[^>]* autofocus', answer.text)
    assert admin.table.version == 1


def test_what_would_break_elsewhere_is_told_above_the_form(admin: Admin) -> None:
    answer = admin.saves("departments", "magasin", triage="true")

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "accueil" in answer.text


def test_hours_that_cannot_be_read_are_told_at_the_hours(admin: Admin) -> None:
    answer = admin.saves("departments", "magasin", hours="mon-fri 17:00-08:00")

    assert at_field(answer.text, "hours") != ""


def test_whoever_saves_second_sees_both_values_and_may_insist(admin: Admin) -> None:
    admin.meanwhile(edit_of("gants", title_fr="Gants fins", answer_fr="Allée C."))

    answer = admin.saves("topics", "gants", base=1, title_fr="Gants épais", answer_fr=was_answered())
    again = admin.saves("topics", "gants", base=2, title_fr="Gants épais")

    assert answer.status_code == 409
    assert "Gants fins" in answer.text
    assert 'value="Gants épais"' in answer.text
    assert "Allée C." in answer.text  # only the other one changed it
    assert 'name="base" value="2"' in answer.text
    assert again.status_code == 303
    assert admin.table.topics[GLOVES].title.fr == "Gants épais"
    assert admin.table.topics[GLOVES].answer.fr == "Allée C."


def test_another_row_that_changed_meanwhile_is_in_nobodys_way(admin: Admin) -> None:
    admin.meanwhile(edit_of("badge", title_fr="Carte perdue"))

    answer = admin.saves("topics", "gants", base=1, title_fr="Gants épais")

    assert answer.status_code == 303
    assert [topic.title.fr for topic in admin.table.topics.values()] == ["Gants épais", "Carte perdue"]


def test_a_row_is_added_once_however_often_the_form_is_sent(admin: Admin) -> None:
    form = {"id": "casques", "department": "magasin", "title_fr": "Casques", "category": "supply", "base": "1"}

    answers = [admin.sends("/topics/new", form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert admin.table.version == 2
    assert admin.table.topics[TopicId("casques")].title.fr == "Casques"


def test_a_new_row_needs_an_id_of_its_own(admin: Admin) -> None:
    nameless = admin.sends("/topics/new", {"department": "magasin", "base": "1"})
    taken = admin.sends("/topics/new", {"id": "gants", "department": "magasin", "base": "1"})

    assert at_field(nameless.text, "id") != ""
    assert "gants exists already" in at_field(taken.text, "id")


@pytest.mark.parametrize("odd", ["a/b?c=d&e", "été 2026", "<b>", "x" * 200])
def test_odd_ids_have_their_page_too(admin: Admin, odd: str) -> None:
    answer = admin.sends("/topics/new", {"id": odd, "department": "magasin", "base": "1"})

    page = admin.browser.get(answer.headers["location"])

    assert page.status_code == 200
    assert "<b>" not in page.text
    assert TopicId(odd) in admin.table.topics


def test_archiving_says_what_it_affects_and_can_be_taken_back(house: HouseUnderTest, admin: Admin) -> None:
    Browser(house.app).asks("anna", "où sont les gants en nitrile ?")

    asked = admin.sees("/topics/archive?id=gants")
    admin.sends("/topics/archive?id=gants", {})
    archived = admin.table.topics[GLOVES].active
    admin.sends("/topics/restore?id=gants", {})

    assert "Open requests it concerns: 1" in asked
    assert not archived
    assert admin.table.topics[GLOVES].active


def test_an_archived_row_is_found_among_the_archived(admin: Admin) -> None:
    admin.sends("/topics/archive?id=gants", {})

    assert "Nitrile gloves" not in admin.sees("/topics")
    assert "Nitrile gloves" in admin.sees("/topics?state=archived")


def test_a_department_goes_to_an_heir_and_comes_back(admin: Admin) -> None:
    refused = admin.sends("/departments/archive?id=magasin", {"heir": ""})
    admin.sends("/departments/archive?id=magasin", {"heir": "accueil"})
    owner = admin.table.topics[GLOVES].department
    page = admin.sees("/departments/row?id=magasin")
    admin.sends("/departments/restore?id=magasin", {})

    assert refused.status_code == 422
    assert owner == "accueil"
    assert "Bring back" in page
    assert DepartmentId("magasin") in admin.table.departments


def test_a_person_whose_leaving_empties_a_department_is_told_before(admin: Admin) -> None:
    page = admin.sees(f"/people/archive?id={PAUL}")

    assert "Topics it owns: 1" in page
    assert "Stores would have nobody left" in page


def test_a_person_is_away_until_a_day_and_back_again(house: HouseUnderTest, admin: Admin) -> None:
    Browser(house.app).asks("anna", "où sont les gants en nitrile ?")
    reference = house.requests()[0].reference
    Browser(house.app).does("anna", "pass_on", reference, "n2")

    said = admin.sends(f"/people/away?id={PAUL}", {"until": "2026-12-04"})
    keeper = house.requests()[0].keeper.person
    back = admin.sends(f"/people/away?id={PAUL}", {"back": "yes"})

    assert "others: 1" in said.text
    assert keeper == "rose.lam@atelier.example"
    assert "the absence is forgotten" in back.text


@pytest.mark.parametrize(
    "form", [{"until": ""}, {"until": "2026-11-01"}, {"begins": "2026-12-05", "until": "2026-12-04"}]
)
def test_an_absence_that_makes_no_sense_is_told_at_the_day(admin: Admin, form: dict[str, str]) -> None:
    answer = admin.sends(f"/people/away?id={PAUL}", form)

    assert answer.status_code == 422
    assert 'aria-invalid="true" aria-describedby="away-said"' in answer.text


def test_a_row_that_does_not_exist_is_a_page_that_leads_back(admin: Admin) -> None:
    for noun in NOUNS:
        assert "not in the table" in admin.sees(f"/{noun}/row?id=nothing", status=404)
        assert "not in the table" in admin.sees(f"/{noun}/archive?id=nothing", status=404)


def test_the_overview_tells_what_is_wrong_and_leads_to_the_row(admin: Admin) -> None:
    page = admin.sees("")

    assert "magasin" in page
    assert 'href="/as/rose.lam/admin/departments/row?id=magasin"' in page
    assert "Version 1" in page


def edit_of(key: str, **typed: str) -> RowEdit:
    return RowEdit(sheet=SheetName.TOPICS, key=key, base=1, typed={"id": key, **typed})


def was_answered() -> str:
    return small_table().topics[GLOVES].answer.fr


def with_many_topics(count: int) -> RoutingTable:
    table = small_table()
    many = {
        TopicId(f"t{number}"): Topic(
            id=TopicId(f"t{number}"), department=DepartmentId("magasin"), title=Bilingual(fr=f"Sujet {number}")
        )
        for number in range(count)
    }
    return replace(table, topics={**table.topics, **many})
