import re
from datetime import timedelta

import pytest

from handlers.requests.model import State
from handlers.texts.catalog import Catalog
from handlers.verbs import OWNER_VERBS
from knowledge.models import Lang
from tests.bot.house import HouseUnderTest, StoppedClock
from tests.bot.web.company import company
from tests.bot.web.windows import Window, window

TABLE = company
ORDER = "I want to order special gloves"
BADGE = "I lost my badge"
TASK = r'<article id="(G-\d+)"'


def tasks(each: Window, show: str = "all") -> list[str]:
    return re.findall(TASK, each.source(f"/inbox?show={show}"))


def test_an_empty_queue_says_so(paul: Window) -> None:
    assert "Nothing to do." in paul.sees("/inbox")


def test_a_request_to_do_shows_the_question_who_asks_by_when_and_every_power(anna: Window, paul: Window) -> None:
    reference = anna.asks(ORDER).reference

    page, source = paul.sees("/inbox"), paul.source("/inbox")

    assert "(1) To do" in page
    assert f"{reference} by 2:00 pm To be taken" in page
    assert ORDER in page
    assert "Anna Roy · kept by Paul Côté, Stores" in page
    assert set(re.findall(r'name="verb" value="(\w+)"', source)) == set(OWNER_VERBS)


def test_the_queue_is_by_due_time_and_what_waits_for_its_requester_is_apart(
    house: HouseUnderTest, paul: Window, clock: StoppedClock
) -> None:
    references = []
    for who in ("anna.roy", "noor.haddad", "lina.cote"):
        references.append(window(house, who).asks(ORDER).reference)
        clock.forward(timedelta(minutes=5))
    first, second, third = references
    paul.sends("/inbox", {"verb": "ask_back", "reference": second, "text": "Which ones?"})
    paul.sends("/inbox", {"verb": "later", "reference": first, "when": "2026-11-27T11:00", "text": "closed"})

    source = paul.source("/inbox")

    owed, waiting = source.split('id="waiting"')
    assert (re.findall(TASK, owed), re.findall(TASK, waiting)) == ([third, first], [second])


def test_the_queue_can_be_narrowed_to_what_i_keep_or_what_my_department_has(
    anna: Window, paul: Window, house: HouseUnderTest
) -> None:
    luc, noor = window(house, "luc.roy"), window(house, "noor.haddad")
    reference = anna.asks(ORDER).reference

    assert (tasks(paul), tasks(paul, "mine"), tasks(paul, "department")) == ([reference],) * 3
    assert (tasks(luc), tasks(luc, "mine"), tasks(luc, "department")) == ([reference], [], [reference])
    assert tasks(noor) == []


def test_whoever_is_of_no_department_has_a_queue_of_their_own_alone(house: HouseUnderTest, anna: Window) -> None:
    lina = window(house, "lina.cote")
    anna.asks(ORDER)

    assert tasks(lina) == tasks(lina, "department") == []
    assert "My department" not in lina.sees("/inbox")


def test_ones_own_question_is_not_ones_task(house: HouseUnderTest) -> None:
    luc = window(house, "luc.roy")
    reference = luc.asks(ORDER).reference

    assert tasks(window(house, "paul.cote")) == [reference]
    assert tasks(luc) == []


def test_taking_says_so_and_the_request_stays_in_the_list(anna: Window, paul: Window, house: HouseUnderTest) -> None:
    reference = anna.asks(ORDER).reference

    page = paul.follows(paul.sends("/inbox?show=mine", {"verb": "take", "reference": reference}))

    assert f"{reference}: It is yours." in page
    assert tasks(paul, "mine") == [reference]
    assert house.requests()[0].state is State.ACCEPTED


def test_of_two_who_take_at_once_the_second_is_told_kindly(anna: Window, paul: Window, house: HouseUnderTest) -> None:
    luc = window(house, "luc.roy")
    reference = anna.asks(ORDER).reference
    paul.sends("/inbox", {"verb": "take", "reference": reference})

    page = luc.follows(luc.sends("/inbox", {"verb": "take", "reference": reference}))

    assert f"{reference}: Somebody is already on it. Thanks all the same!" in page
    assert house.requests()[0].keeper.person == "paul.cote@atelier.example"


def test_an_answer_leaves_the_queue(anna: Window, paul: Window) -> None:
    reference = anna.asks(ORDER).reference

    page = paul.follows(paul.sends("/inbox", {"verb": "answer", "reference": reference, "text": "On Thursday."}))

    assert f"{reference}: Answer sent." in page
    assert tasks(paul) == []


def test_a_form_to_mend_is_open_with_its_words_and_no_other_is(
    anna: Window, paul: Window, house: HouseUnderTest
) -> None:
    first, second = anna.asks(ORDER).reference, window(house, "noor.haddad").asks(ORDER).reference

    answer = paul.sends("/inbox", {"verb": "hand_over", "reference": second, "choice": "nobody", "text": "holidays"})

    assert answer.status_code == 422
    assert first != second
    assert answer.text.count("<details open") == 1
    assert "holidays</textarea>" in answer.text
    assert answer.text.count('aria-invalid="true"') == 1


@pytest.mark.parametrize(
    ("lang", "label"), [("en", "Topic: Nitrile gloves (Stores)"), ("fr", "Sujet : Gants en nitrile (Magasin)")]
)
def test_the_front_desk_names_the_topic_from_the_nearest_ones_and_its_page_says_it(
    anna: Window, house: HouseUnderTest, lang: str, label: str
) -> None:
    rose, reference = (
        window(house, "rose.lam", lang),
        anna.asks("who washes the curtains?").reference,
    )
    assert house.requests()[-1].topic is None

    offered = rose.sees(f"/requests/{reference}")
    form = {"verb": "not_ours", "reference": reference, "choice": "topic:gants", "text": "gloves"}
    rose.sends("/inbox", form)

    assert label in offered
    assert "Nitrile gloves" in anna.sees(f"/requests/{reference}")
    assert house.requests()[-1].keeper.person == "paul.cote@atelier.example"


@pytest.mark.parametrize("form", [{}, {"verb": "explode"}, {"verb": "take", "nonce": ""}])
def test_a_form_no_page_of_ours_sends_is_refused(paul: Window, form: dict[str, str]) -> None:
    assert paul.sends("/inbox", form).status_code == 400


def test_a_request_that_is_not_theirs_reads_as_one_that_does_not_exist(anna: Window, house: HouseUnderTest) -> None:
    noor = window(house, "noor.haddad")
    reference = anna.asks(ORDER).reference

    theirs, none = (
        noor.follows(noor.sends("/inbox", {"verb": "take", "reference": each})).replace(each, "REF")
        for each in (reference, "G-9999")
    )

    assert theirs == none
    assert house.requests()[0].state is State.ROUTED


def test_the_list_alone_is_what_the_page_holds(anna: Window, paul: Window) -> None:
    reference = anna.asks(ORDER).reference

    fragment = paul.source("/inbox/list")

    assert "<html" not in fragment
    assert re.findall(TASK, fragment) == [reference]


def test_a_browser_that_shows_the_list_as_it_is_gets_nothing_new(anna: Window, paul: Window) -> None:
    anna.asks(ORDER)
    mark = re.search(r'data-mark="(\w+)"', paul.source("/inbox"))
    assert mark
    same = {"if-none-match": mark[1]}

    before = paul.browser.get("/as/paul.cote/inbox/list", same)
    paul.sends("/inbox", {"verb": "take", "reference": "G-1001"})
    after = paul.browser.get("/as/paul.cote/inbox/list", same)

    assert (before.status_code, before.text, after.status_code) == (204, "", 200)


def test_a_long_queue_begins_with_what_is_due_soonest_and_goes_on_when_asked(
    house: HouseUnderTest, anna: Window
) -> None:
    rose = window(house, "rose.lam")
    for number in range(28):
        slip = {"kind": "person", "key": "rose.lam@atelier.example", "caller": f"Caller {number}"}
        anna.sends("/reception", slip)

    first, whole = rose.source("/inbox"), rose.source("/inbox?more=1")

    assert len(re.findall(TASK, first)) == 25
    assert "Show the 3 that come after too" in first
    assert len(re.findall(TASK, whole)) == 28
    assert "(28) To do" in first


@pytest.mark.parametrize("query", ["show=everything", "show=%00", "said=<script>&at=G-1001", "done=nothing&at=x"])
def test_an_odd_address_shows_everything_and_says_nothing(anna: Window, paul: Window, query: str) -> None:
    anna.asks(ORDER)

    source = paul.source(f"/inbox?{query}")

    assert re.search(r'<p role="status" id="said" class="said"></p>', source)
    assert len(re.findall(TASK, source)) == 1


@pytest.mark.parametrize("lang", Lang)
def test_each_power_has_a_letter_of_its_own(house: HouseUnderTest, lang: Lang) -> None:
    catalog: Catalog = house.core.catalog
    letters = [catalog.say(lang, f"inbox.key.{verb}", {}) for verb in OWNER_VERBS]

    assert len({*letters, "j", "k", "?"}) == len(letters) + 3
    assert all(len(letter) == 1 for letter in letters)
