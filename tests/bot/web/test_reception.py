import re
import statistics
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from handlers.incoming import PersonId
from handlers.requests.model import State
from knowledge.models import DepartmentId, Email, RoutingTable, TopicId
from tests.bot.house import PAUL, ROSE, HouseUnderTest, StoppedClock, make_house
from tests.bot.web.company import LINA, company
from tests.bot.web.windows import Window, window
from tests.knowledge.test_lookup import people, topics

TABLE = company
SLIP = {"kind": "person", "key": PAUL, "caller": "Mme Tremblay", "number": "450-555-0199", "when": "after 3 pm"}


def away(table: RoutingTable, *emails: Email) -> RoutingTable:
    begins, until = date(2026, 11, 20), date(2026, 11, 27)
    gone = {email: replace(table.person(email), away_from=begins, away_until=until) for email in emails}
    return replace(table, people={**table.people, **gone})


def test_the_board_opens_in_its_field_and_says_that_there_is_no_message_yet(rose: Window) -> None:
    assert re.search(r'<input id="board-q"[^>]* autofocus', rose.source("/reception"))
    assert "No message for now." in rose.sees("/reception")


def test_a_person_is_found_with_their_number_and_what_to_say(rose: Window) -> None:
    page, source = rose.sees("/reception?q=cote"), rose.source("/reception?q=cote")

    assert 'href="tel:819-555-0125"' in source
    assert "819-555-0125 #212" in page
    assert "Reachable until 5:00 pm." in page
    assert "To say: “I am putting you through to Paul Côté, please hold.”" in page


def test_a_topic_leads_to_whoever_is_on_duty_for_it(rose: Window) -> None:
    assert "Nitrile gloves topic Paul Côté, Stores" in rose.sees("/reception?q=nitrile")


def test_a_department_leads_to_whoever_is_there(rose: Window) -> None:
    assert "Purchasing department Noor Haddad" in rose.sees("/reception?q=purch")


def test_of_several_who_are_there_the_one_with_the_least_to_do_is_named(rose: Window) -> None:
    assert "Stores department Paul Côté" in rose.sees("/reception?q=stores")


def test_for_somebody_who_is_away_the_board_says_until_when_and_who_stands_in(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    house = make_house(tmp_path_factory.mktemp("away"), StoppedClock(), away(company(), PAUL))

    page = window(house, "rose.lam").sees("/reception?q=paul+cote")
    house.close()

    assert "Back on Saturday, November 28." in page
    assert "Otherwise: Luc Roy 819-555-0125" in page
    assert "cannot be reached; I will take a message" in page


def test_after_hours_the_board_says_from_when_on(rose: Window, clock: StoppedClock) -> None:
    clock.forward(timedelta(hours=10))

    assert "Back tomorrow at 8:00 am." in rose.sees("/reception?q=cote")


def test_the_count_is_said_and_nothing_found_is_said_too(rose: Window) -> None:
    assert "2 results" in rose.sees("/reception?q=gloves")
    assert "Nothing for “xyzzy”." in rose.sees("/reception?q=xyzzy")


def test_what_is_typed_is_only_ever_text(rose: Window) -> None:
    for path in ("/reception", "/reception/found"):
        source = rose.source(f"{path}?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
        assert "<script>alert" not in source
        assert "&lt;script&gt;alert" in source


def test_the_part_that_changes_comes_alone(rose: Window) -> None:
    fragment = rose.source("/reception/found?q=cote")

    assert fragment.startswith('<div id="found"')
    assert "<html" not in fragment


def test_a_slip_becomes_a_promise_of_whoever_is_to_call_back(rose: Window, house: HouseUnderTest) -> None:
    page = rose.follows(rose.sends("/reception", SLIP))
    request = house.requests()[0]

    assert f"{request.reference}: Message taken: somebody will call back." in page
    assert request.question == "Call back Mme Tremblay, 450-555-0199. When: after 3 pm."
    assert request.state is State.ROUTED
    assert request.keeper.person == PersonId(PAUL)
    assert request.requester.person == PersonId(ROSE)
    assert f"{request.reference} Passed on to Paul Côté, not taken yet by 2:00 pm" in page
    assert request.question in window(house, "paul.cote").sees("/inbox")


def test_the_latest_messages_show_their_state_and_only_to_whoever_left_them(
    rose: Window, house: HouseUnderTest
) -> None:
    rose.sends("/reception", SLIP)
    reference = house.requests()[0].reference
    window(house, "paul.cote").sends("/inbox", {"verb": "take", "reference": reference})

    assert "Paul Côté is on it" in rose.sees("/reception")
    assert reference not in window(house, "anna.roy").source("/reception")


def test_a_browser_that_shows_the_messages_as_they_are_is_sent_nothing_until_one_changes(
    rose: Window, house: HouseUnderTest
) -> None:
    rose.sends("/reception", SLIP)
    found = re.search(r'data-renews="[^"]*/reception" data-mark="(\w+)"', rose.source("/reception"))
    assert found
    known = {"if-none-match": found[1]}

    same = rose.browser.get("/as/rose.lam/reception", headers=known)
    window(house, "paul.cote").sends("/inbox", {"verb": "take", "reference": house.requests()[0].reference})
    other = rose.browser.get("/as/rose.lam/reception", headers=known)

    assert (same.status_code, same.text) == (204, "")
    assert "Paul Côté is on it" in other.text


def desk_of_two(folder: Path) -> HouseUnderTest:
    """Lina sits at the front desk too."""
    table = company()
    desk = replace(table.triage, members=(ROSE, LINA))
    return make_house(folder, StoppedClock(), replace(table, departments={**table.departments, desk.id: desk}))


@pytest.mark.parametrize(
    ("lang", "taken", "added"),
    [("en", "taken by Rose Lam", "Added."), ("fr", "message pris par Rose Lam", "C'est ajouté.")],
)
def test_a_colleague_at_the_desk_sees_an_open_slip_and_goes_on_with_it(
    tmp_path: Path, lang: str, taken: str, added: str
) -> None:
    house = desk_of_two(tmp_path)
    window(house, "rose.lam").sends("/reception", SLIP)
    reference = house.requests()[0].reference
    lina = window(house, "lina.cote", lang)

    board = lina.sees("/reception")
    page = lina.follows(lina.sends(f"/requests/{reference}", {"verb": "add", "text": "she called again, it is urgent"}))
    refused = lina.sends(f"/requests/{reference}", {"verb": "answer", "text": "I answer it myself"})
    paul = window(house, "paul.cote").sees(f"/requests/{reference}")
    lina.sends(f"/requests/{reference}", {"verb": "helped"})

    assert reference in board
    assert taken in board
    assert added in page
    assert "own_question" in refused.headers["location"]
    assert "she called again, it is urgent" in paul
    assert house.requests()[0].state is State.CLOSED
    assert reference not in lina.sees("/reception")
    assert reference in window(house, "rose.lam").sees("/reception")
    house.close()


def test_a_slip_is_nobodys_else_and_what_is_private_is_not_the_desks(tmp_path: Path) -> None:
    house = desk_of_two(tmp_path)
    rose, lina, noor = (window(house, who) for who in ("rose.lam", "lina.cote", "noor.haddad"))
    rose.sends("/reception", SLIP)
    slip, question = house.requests()[0].reference, rose.asks("I want to order special gloves").reference
    noor.sends("/reception", SLIP)
    noors = house.requests()[-1].reference

    noor.sees(f"/requests/{slip}", status=404)
    lina.sees(f"/requests/{question}", status=404)
    lina.sees(f"/requests/{noors}", status=404)
    assert slip not in noor.source("/reception")
    assert slip in lina.source("/reception")
    rose.sends(f"/requests/{slip}", {"verb": "keep_private"})

    lina.sees(f"/requests/{slip}", status=404)
    assert slip not in lina.source("/reception")
    house.close()


def test_what_the_keepers_side_notes_about_a_slip_is_not_for_the_desk(tmp_path: Path) -> None:
    house = desk_of_two(tmp_path)
    window(house, "rose.lam").sends("/reception", SLIP)
    reference = house.requests()[0].reference

    paul = window(house, "paul.cote")
    paul.sends(f"/requests/{reference}", {"verb": "note", "text": "not again"})

    assert "not again" in paul.sees(f"/requests/{reference}")
    assert "not again" not in window(house, "lina.cote").sees(f"/requests/{reference}")
    house.close()


def test_a_slip_for_somebody_away_goes_to_whoever_stands_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    house = make_house(tmp_path_factory.mktemp("away"), StoppedClock(), away(company(), PAUL))
    window(house, "rose.lam").sends("/reception", SLIP)
    keeper = house.requests()[0].keeper.person
    house.close()

    assert keeper == "luc.roy@atelier.example"


@pytest.mark.parametrize(
    ("kind", "key"), [("department", "achats"), ("topic", "badge"), ("person", ROSE), ("department", "accueil")]
)
def test_a_slip_can_be_left_for_anything_on_the_board(rose: Window, house: HouseUnderTest, kind: str, key: str) -> None:
    rose.follows(rose.sends("/reception", {**SLIP, "kind": kind, "key": key}))

    request = house.requests()[0]
    assert request.keeper.person != PersonId(ROSE)
    assert request.next_at


def test_a_slip_left_from_the_chat_is_among_the_latest_messages_too(rose: Window, house: HouseUnderTest) -> None:
    reference = rose.asks("I have a call for Paul Côté").reference
    rose.sends(f"/requests/{reference}", {"verb": "call_back", "text": "Mr Singh, 450-555-0111"})

    assert reference in rose.sees("/reception")
    assert "Mr Singh, 450-555-0111" in rose.sees("/reception")


def test_a_slip_without_a_caller_keeps_the_rest_and_says_what_is_missing(rose: Window, house: HouseUnderTest) -> None:
    answer = rose.sends("/reception", {**SLIP, "caller": "  ", "q": "cote"})

    assert answer.status_code == 422
    assert house.requests() == []
    assert 'value="450-555-0199"' in answer.text
    problem = re.search(r'name="caller"[^>]*aria-invalid="true" aria-describedby="([\w-]+)"', answer.text)
    assert problem
    assert f'id="{problem[1]}"' in answer.text


def test_a_slip_sent_twice_is_left_once(rose: Window, house: HouseUnderTest) -> None:
    for _ in range(2):
        rose.sends("/reception", {**SLIP, "nonce": "the same"})

    assert len(house.requests()) == 1


def test_a_slip_for_what_the_table_no_longer_has_is_refused_in_words(rose: Window, house: HouseUnderTest) -> None:
    page = rose.follows(rose.sends("/reception", {**SLIP, "key": "nobody@atelier.example"}))

    assert "That choice is no longer offered." in page
    assert house.requests() == []


@pytest.mark.parametrize("form", [{"kind": "planet"}, {"nonce": ""}])
def test_a_form_no_page_of_ours_sends_is_refused(rose: Window, form: dict[str, str]) -> None:
    assert rose.sends("/reception", {**SLIP, **form}).status_code == 400


def test_an_answer_within_a_fifth_of_a_second_at_a_thousand_topics_and_three_hundred_people(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    house = make_house(tmp_path_factory.mktemp("large"), StoppedClock(), large(company()))
    rose = window(house, "rose.lam")
    rose.source("/reception/found?q=a")  # the first one reads the table
    took = []
    for query in ("a", "ann", "anne 12", "topic about 7", "819-555", "gants", "nobody at all", "purch") * 3:
        began = time.perf_counter()
        rose.source(f"/reception/found?q={query}")
        took.append(time.perf_counter() - began)
    house.close()

    assert statistics.median(took) < 0.2


def large(table: RoutingTable) -> RoutingTable:
    home = DepartmentId("achats")
    more = {TopicId(topic.id): replace(topic, department=home) for topic in topics()}
    return replace(
        table,
        people={**table.people, **{person.email: person for person in people()}},
        topics={**table.topics, **more},
    )
