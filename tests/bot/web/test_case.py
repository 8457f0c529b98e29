import re
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.incoming import Actor, ChannelName, PersonId, Place, Reference, VerbUsed
from handlers.requests.events import EVERY_EVENT
from handlers.requests.model import State, StepKind
from handlers.story import Side
from handlers.texts.catalog import Catalog
from handlers.verbs import Verb
from knowledge.models import Email
from tests.bot.house import MONDAY_MORNING, HouseUnderTest, StoppedClock
from tests.bot.web.company import company
from tests.bot.web.windows import Window, window

TABLE = company
ORDER = "I want to order special gloves"
UNKNOWN = "who waters the ficus on the third floor?"


def test_the_requester_reads_the_question_who_keeps_it_by_when_and_what_comes_next(anna: Window) -> None:
    reference = anna.asks(ORDER).reference

    page = anna.sees(f"/requests/{reference}")

    assert ORDER in page
    assert "Passed on to Paul Côté, not taken yet" in page
    assert "Kept by Paul Côté, Stores" in page
    assert "by 2:00 pm" in page
    assert "10:30 am: I remind Paul Côté" in page
    assert "Anna Roy asks:" in page


def test_the_keeper_has_the_powers_of_the_owner_and_the_requester_their_own(anna: Window, paul: Window) -> None:
    reference = anna.asks(ORDER).reference

    theirs, mine = (each.source(f"/requests/{reference}") for each in (paul, anna))

    assert set(re.findall(r'name="verb" value="(\w+)"', theirs)) == {
        "take",
        "answer",
        "ask_back",
        "call_back",
        "later",
        "hand_over",
        "not_ours",
        "note",
    }
    assert {"add", "withdraw", "helped"} <= set(re.findall(r'name="verb" value="(\w+)"', mine))


def test_what_colleagues_note_is_for_the_keepers_side_alone(anna: Window, paul: Window) -> None:
    reference = anna.asks(ORDER).reference
    paul.sends(f"/requests/{reference}", {"verb": "note", "text": "she asked twice already"})

    assert "she asked twice already" in paul.sees(f"/requests/{reference}")
    assert "she asked twice already" not in anna.sees(f"/requests/{reference}")


def test_whoever_asks_their_own_department_does_not_read_what_colleagues_note(house: HouseUnderTest) -> None:
    luc, henri = window(house, "luc.roy"), window(house, "henri.tremblay")
    reference = luc.asks(ORDER).reference
    henri.sends(f"/requests/{reference}", {"verb": "note", "text": "between us"})

    assert "between us" in henri.sees(f"/requests/{reference}")
    assert "between us" not in luc.sees(f"/requests/{reference}")


def test_a_handover_is_in_the_requesters_story_and_its_reason_is_not(anna: Window, paul: Window) -> None:
    reference = anna.asks(ORDER).reference
    form = {"verb": "hand_over", "choice": "luc.roy@atelier.example", "text": "I am swamped"}
    paul.sends(f"/requests/{reference}", form)

    page = anna.sees(f"/requests/{reference}")

    assert "Paul Côté hands the request over" in page
    assert "Kept by Luc Roy" in page
    assert "I am swamped" not in page
    assert "I am swamped" in paul.sees(f"/requests/{reference}")


def test_a_promise_that_moved_shows_the_first_time_and_why(anna: Window, paul: Window) -> None:
    reference = anna.asks(ORDER).reference
    form = {"verb": "later", "when": "2026-11-25T11:00", "text": "the supplier is closed"}
    paul.follows(paul.sends(f"/requests/{reference}", form))

    page = anna.sees(f"/requests/{reference}")

    assert "by Wednesday, November 25 at 11:00 am (first promised by 2:00 pm)" in page
    assert "put off by whoever is on it" in page


def test_a_power_used_on_the_page_says_what_it_did(anna: Window, paul: Window, house: HouseUnderTest) -> None:
    reference = anna.asks(ORDER).reference

    page = paul.follows(paul.sends(f"/requests/{reference}", {"verb": "take"}))

    assert f"{reference}: It is yours." in page
    assert house.requests()[0].state is State.ACCEPTED


def test_the_same_form_sent_twice_acts_once(anna: Window, paul: Window, house: HouseUnderTest) -> None:
    reference = anna.asks(ORDER).reference
    for _ in range(2):
        paul.follows(paul.sends(f"/requests/{reference}", {"verb": "note", "text": "once", "nonce": "the same"}))

    assert len(house.requests()[0].memory.said) == 1


def test_a_form_that_has_to_be_mended_keeps_what_was_typed_and_says_what_is_wrong(anna: Window, paul: Window) -> None:
    reference = anna.asks(ORDER).reference
    form = {"verb": "later", "when": "2020-01-01T11:00", "text": "the supplier is closed"}

    answer = paul.sends(f"/requests/{reference}", form)

    assert answer.status_code == 422
    assert 'value="2020-01-01T11:00"' in answer.text
    assert "the supplier is closed</textarea>" in answer.text
    problem = re.search(r'name="when"[^>]*aria-invalid="true" aria-describedby="([\w-]+)"', answer.text)
    assert problem
    assert re.search(rf'id="{problem[1]}"[^>]*>That time has passed', answer.text)


def test_whoever_passes_it_on_and_may_see_it_no_more_comes_back_to_their_list(anna: Window, paul: Window) -> None:
    reference = anna.asks(ORDER).reference
    form = {"verb": "not_ours", "choice": "achats", "text": "Purchasing orders these"}

    answer = paul.sends(f"/requests/{reference}", form)

    assert answer.headers["location"].startswith("/as/paul.cote/inbox?said=moved_on")
    paul.sees(f"/requests/{reference}", status=404)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("anna.roy", 200),  # asked it
        ("paul.cote", 200),  # keeps it
        ("luc.roy", 200),  # a member of the keeper's department
        ("henri.tremblay", 200),  # its head
        ("bea.martin", 404),  # its backup, not asked yet
        ("noor.haddad", 404),  # of another department
        ("rose.lam", 404),  # of the front desk
        ("lina.cote", 404),  # of no department, and an admin
    ],
)
def test_who_may_see_a_request(house: HouseUnderTest, anna: Window, who: str, status: int) -> None:
    house.core.house = replace(house.core.house, admins=(Email("lina.cote@atelier.example"),))
    reference = anna.asks(ORDER).reference

    window(house, who).sees(f"/requests/{reference}", status)


def test_whoever_was_asked_may_see_it(house: HouseUnderTest, anna: Window, clock: StoppedClock) -> None:
    reference = anna.asks(ORDER).reference
    clock.forward(timedelta(minutes=61))
    while house.core.fire_one():
        pass

    assert ORDER in window(house, "bea.martin").sees(f"/requests/{reference}")


@pytest.mark.parametrize("who", ["noor.haddad", "rose.lam", "lina.cote"])
@pytest.mark.parametrize("method", ["look", "act"])
def test_what_is_not_theirs_reads_as_what_does_not_exist(
    house: HouseUnderTest, anna: Window, who: str, method: str
) -> None:
    reference = anna.asks(ORDER).reference
    other = window(house, who)

    def answer(name: str) -> tuple[int, str]:
        path, form = f"/requests/{name}", {"verb": "take"}
        response = other.browser.get(f"/as/{who}{path}") if method == "look" else other.sends(path, form)
        return response.status_code, response.text.replace(name, "REF")

    assert answer(reference) == answer("G-9999")
    assert answer(reference)[0] == 404
    assert house.requests()[0].state is State.ROUTED


@pytest.mark.parametrize("reference", ["G-0", "nothing", "G-99999999999999999999", "%3Cb%3E", "G-1001%00"])
def test_odd_references_are_no_page(anna: Window, reference: str) -> None:
    anna.sees(f"/requests/{reference}", status=404)


def test_a_form_of_one_request_cannot_act_on_another(anna: Window, paul: Window, house: HouseUnderTest) -> None:
    first, second = anna.asks(ORDER), window(house, "noor.haddad").asks(ORDER)

    paul.sends(f"/requests/{first.reference}", {"verb": "take", "reference": second.reference})

    states = {each.reference: each.state for each in house.requests()}
    assert states[first.reference] is State.ACCEPTED
    assert states[second.reference] is State.ROUTED


def test_a_request_reopened_late_is_linked_from_both_ends(
    anna: Window, paul: Window, house: HouseUnderTest, clock: StoppedClock
) -> None:
    old = anna.asks(ORDER).reference
    anna.sends(f"/requests/{old}", {"verb": "helped"})
    clock.forward(timedelta(days=8))
    anna.sends(f"/requests/{old}", {"verb": "reopen"})
    new = house.requests()[-1].reference

    assert f"It goes on as: {new}" in anna.sees(f"/requests/{old}")
    assert f"It goes on from: {old}" in anna.sees(f"/requests/{new}")


def test_me_too_shows_that_others_wait_and_never_their_words(house: HouseUnderTest, anna: Window) -> None:
    noor, rose = window(house, "noor.haddad"), window(house, "rose.lam")
    first = anna.asks(UNKNOWN)
    second = noor.asks("who cares for the ficus up there, please?")
    house.bridge.core.decide(_joining(second.reference, first.reference), house.core.scene())
    assert house.requests()[-1].under == first.id

    hers, his = noor.sees(f"/requests/{second.reference}"), anna.sees(f"/requests/{first.reference}")

    assert "It waits for the same answer as an older request." in hers
    assert UNKNOWN not in hers
    assert first.reference not in hers
    assert "Somebody else waits for the same answer." in his
    assert second.reference not in his
    assert f"Waits for the same answer: {second.reference}" in rose.sees(f"/requests/{first.reference}")


def test_text_from_people_is_only_ever_text(anna: Window, paul: Window) -> None:
    reference = anna.asks(ORDER).reference
    anna.sends(f"/requests/{reference}", {"verb": "add", "text": "<img src=x onerror=alert(1)>"})
    paul.sends(f"/requests/{reference}", {"verb": "answer", "text": '"><script>alert(1)</script>\u202e'})

    for each in (anna, paul):
        source = each.source(f"/requests/{reference}")
        assert "<img src=x" not in source
        assert "<script>alert" not in source
        assert "&lt;img src=x" in source
        assert "&lt;script&gt;alert" in source


def test_a_reference_in_the_chat_leads_to_its_page(anna: Window) -> None:
    reference = anna.asks(ORDER).reference

    assert f'href="/as/anna.roy/requests/{reference}"' in anna.source("/")


def test_everything_that_can_happen_has_its_sentence(house: HouseUnderTest) -> None:
    catalog: Catalog = house.core.catalog
    joins = ("followed", "answered_together", "closed_together", "loosened")
    beginnings = (f"became_{state}" for state in State)
    kinds = ("asked", *beginnings, *EVERY_EVENT, *StepKind, *joins)

    assert {kind for kind in kinds if not catalog.has(f"case.event.{kind}")} == set()
    assert {step for step in StepKind if not catalog.has(f"case.next.{step}")} == set()
    assert {verb for verb in Verb if not catalog.has(f"case.done.{verb}")} == set()
    sides = {f"case.state.{side}.{state}" for side in Side for state in State if state is not State.CLOSED}
    assert {key for key in sides if not catalog.has(key)} == set()


def _joining(reference: str, other: str) -> VerbUsed:
    noor = Actor(person=PersonId("noor.haddad@atelier.example"), name="Noor Haddad")
    return VerbUsed(
        keys=("join",),
        actor=noor,
        place=Place(channel=ChannelName("web"), conversation=f"person:{noor.person}"),
        at=MONDAY_MORNING,
        verb=Verb.JOIN,
        reference=Reference(reference),
        choice=other,
    )
