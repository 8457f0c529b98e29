"""The first reply, one story a line of the table in DESIGN 4; and what stays frozen from then on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.requests.model import State
from handlers.verbs import Verb
from knowledge.models import Bilingual, HandOff, Topic, TopicId
from tests.stories.company import BADGE, IT, STORES, UNKNOWN
from tests.stories.stage import Someone, Stage

PRINTER = "l'imprimante est en panne"
GLOVES = "où sont les gants en nitrile ?"


@pytest.fixture
def two_printers(stage: Stage) -> Stage:
    """Two topics answer to the same words."""
    table = stage.table()
    labels, paper = (
        Topic(id=TopicId(name), department=department, title=Bilingual(fr=title), phrasings_fr=(PRINTER,))
        for name, department, title in (("etiquettes", STORES, "Étiquettes"), ("papier", IT, "Papier"))
    )
    stage.publish(replace(table, topics={**table.topics, labels.id: labels, paper.id: paper}))
    return stage


def test_close_candidates_are_a_button_each_and_a_promise_besides(two_printers: Stage, anna: Someone) -> None:
    anna.asks(PRINTER)

    assert two_printers.the_request().state is State.CLARIFYING
    assert {"Étiquettes", "Papier", "Rien de tout cela"} & anna.labels() >= {"Étiquettes", "Papier"}
    assert anna.has_read("Sinon, je me renseigne : Rose Lam revient vers vous avant")


@pytest.mark.parametrize(("typed", "topic"), [("2", "papier"), ("le 1", "etiquettes"), ("Papier", "papier")])
def test_a_number_or_a_title_is_as_good_as_a_click(two_printers: Stage, anna: Someone, typed: str, topic: str) -> None:
    anna.asks(PRINTER)
    anna.asks(typed)

    request = two_printers.the_request()
    assert (request.topic, request.state, len(two_printers.house.requests())) == (topic, State.ROUTED, 1)


def test_none_of_these_is_a_promise_of_the_front_desk(two_printers: Stage, anna: Someone, rose: Someone) -> None:
    anna.asks(PRINTER)
    anna.asks("aucun")

    assert two_printers.the_request().state is State.PROMISED
    assert rose.has_read(PRINTER)


def test_ten_minutes_without_a_choice_are_a_promise_too(two_printers: Stage, anna: Someone, rose: Someone) -> None:
    anna.asks(PRINTER)
    two_printers.forward(minutes=10)

    assert two_printers.the_request().state is State.PROMISED
    assert anna.has_read("je me renseigne et je vous reviens")
    assert rose.has_read(PRINTER)


def test_one_rephrasing_helps_or_becomes_a_promise(two_printers: Stage, anna: Someone) -> None:
    anna.asks(PRINTER)
    anna.does(Verb.ADD, BADGE)
    assert two_printers.the_request().topic == "badge"

    anna.does(Verb.WITHDRAW)
    anna.asks(PRINTER)
    anna.does(Verb.ADD, "la grosse, dans le coin")
    assert two_printers.the_request().state is State.PROMISED


def test_a_topic_that_is_never_handed_on_gives_its_answer_and_its_owner(stage: Stage, anna: Someone) -> None:
    table = stage.table()
    gloves = replace(table.topics[TopicId("gants")], handoff=HandOff.NEVER)
    stage.publish(replace(table, topics={**table.topics, gloves.id: gloves}))
    anna.asks(GLOVES)

    assert stage.the_request().state is State.ANSWERED
    assert anna.has_read("B-12-3")
    assert anna.has_read("Olga Petit")
    assert Verb.PASS_ON not in {button.verb for button in anna.buttons()}


def test_a_topic_that_is_always_handed_on_shows_its_answer_all_the_same(stage: Stage, anna: Someone) -> None:
    table = stage.table()
    gloves = replace(table.topics[TopicId("gants")], handoff=HandOff.ALWAYS)
    stage.publish(replace(table, topics={**table.topics, gloves.id: gloves}))
    anna.asks(GLOVES)

    assert stage.the_request().state is State.ROUTED
    assert anna.has_read("B-12-3")


def test_at_night_the_reply_comes_at_once_and_says_when_they_open(stage: Stage, anna: Someone) -> None:
    stage.clock.forward(timedelta(hours=12))
    anna.asks(BADGE)

    assert anna.has_read("De retour demain")
    stage.forward(hours=9)
    assert not anna.has_read("je demande aussi")


def test_a_policy_changed_later_leaves_promises_as_they_were(stage: Stage, anna: Someone, rose: Someone) -> None:
    anna.asks(BADGE)
    promised = stage.the_request().promise
    table = stage.table()
    patient = replace(table.departments[STORES], accept_minutes=600, promise_hours=40)
    stage.publish(replace(table, departments={**table.departments, STORES: patient}))

    stage.forward(minutes=60)
    assert rose.has_read(BADGE)
    assert stage.the_request().promise == promised


def test_the_queue_is_ordered_by_due_time_alone(stage: Stage, anna: Someone, marc: Someone) -> None:
    table = stage.table()
    quick = replace(table.departments[STORES], promise_hours=1)
    stage.publish(replace(table, departments={**table.departments, STORES: quick}))
    anna.asks(UNKNOWN)
    marc.asks(BADGE)

    with stage.house.core.units.look() as view:
        queue = view.requests.newest(limit=9, only_open=True)
    assert [request.question for request in queue] == [BADGE, UNKNOWN]
