"""Where a question would go: the very request that asking then opens, and nothing stored before."""

from dataclasses import replace
from uuid import uuid4

import pytest

from bot.channels.web.parse import place_of
from handlers.incoming import Actor, PersonId, Pick, QuestionAsked
from handlers.preview import Preview
from handlers.requests.model import Request, State
from handlers.verbs import Verb
from knowledge.models import Bilingual, DepartmentId, Lang, RoutingTable, Topic, TopicId
from tests.bot.house import ANNA, PAUL, ROSE, HouseUnderTest, small_table

GLOVES = "où sont les gants en nitrile ?"
SOME_GLOVES = "j'ai besoin de gants en nitrile"
UNKNOWN = "qui arrose le ficus du troisième ?"
BADGE = "j'ai perdu ma carte d'accès"
ASKER = Actor(person=PersonId(ANNA), name="Anna Roy", lang=Lang.FR)


def table() -> RoutingTable:
    """The small company, with a second topic about gloves and a confidential one."""
    leather = Topic(
        id=TopicId("cuir"),
        department=DepartmentId("accueil"),
        title=Bilingual(fr="Gants en cuir", en="Leather gloves"),
        phrasings_fr=("il me faut des gants de soudeur en cuir",),
    )
    topics = small_table().topics
    return replace(small_table(), topics={**topics, leather.id: leather})


TABLE = table


def typed(house: HouseUnderTest, text: str, pick: Pick | None = None, *, private: bool = False) -> QuestionAsked:
    now = house.core.clock.now()
    key = (f"web:{uuid4().hex}",)
    return QuestionAsked(keys=key, actor=ASKER, place=place_of(ASKER), at=now, text=text, pick=pick, private=private)


def seen(house: HouseUnderTest, text: str) -> Preview:
    return house.core.preview(typed(house, text))


def asked(house: HouseUnderTest, text: str, pick: Pick | None = None, *, private: bool = False) -> Request:
    fact = typed(house, text, pick, private=private)
    house.core.decide(fact, house.core.scene(fact))
    return house.requests()[-1]


@pytest.mark.parametrize("text", [GLOVES, UNKNOWN, BADGE, "j'ai un appel pour Paul Côté"])
def test_what_is_foreseen_is_what_asking_does(house: HouseUnderTest, text: str) -> None:
    first = seen(house, text).ways[0].request

    opened = asked(house, text)

    foreseen = (first.state, first.topic, first.keeper, first.promise, first.plan)
    assert foreseen == (opened.state, opened.topic, opened.keeper, opened.promise, opened.plan)


def test_looking_stores_nothing_and_tells_nobody(house: HouseUnderTest) -> None:
    for text in (GLOVES, UNKNOWN, "bonjour", "absent jusqu'au 2026-12-24"):
        seen(house, text)

    with house.core.units.look() as view:
        assert view.outbox.depth() == 0
        assert view.people.absences(house.core.clock.now().date()) == {}
    assert house.requests() == []


def test_what_nobody_knows_is_promised_by_the_front_desk_and_the_preview_says_by_when(house: HouseUnderTest) -> None:
    found = seen(house, UNKNOWN)

    assert found.is_sure
    assert found.ways[0].pick == Pick(topic=None)
    assert (found.ways[0].request.state, found.ways[0].request.keeper.person) == (State.PROMISED, PersonId(ROSE))


def test_another_candidate_is_asked_for_in_place_of_the_first_and_makes_a_draft(house: HouseUnderTest) -> None:
    ways = {way.request.topic: way for way in seen(house, SOME_GLOVES).ways}

    opened = asked(house, SOME_GLOVES, ways[TopicId("cuir")].pick)

    assert opened.topic == TopicId("cuir")
    with house.core.units.look() as view:
        drafts = view.drafts.of(opened.id)
    assert [(draft.kind, draft.topic) for draft in drafts] == [(Verb.CHOOSE, TopicId("cuir"))]


def test_none_of_these_is_promised_and_what_was_turned_down_stays_out(house: HouseUnderTest) -> None:
    opened = asked(house, GLOVES, Pick(topic=None))

    assert (opened.state, opened.topic) == (State.PROMISED, None)
    assert TopicId("gants") in opened.memory.excluded


def test_a_pick_that_is_no_candidate_counts_for_nothing(house: HouseUnderTest) -> None:
    assert asked(house, GLOVES, Pick(topic=TopicId("atlantis"))).topic == TopicId("gants")


def test_what_is_sent_as_private_is_private_from_its_first_moment(house: HouseUnderTest) -> None:
    opened = asked(house, BADGE, private=True)

    assert opened.memory.private


@pytest.mark.parametrize(
    ("text", "line"),
    [("bonjour", "notice.small_talk"), ("🙂", "notice.nothing_to_read"), ("de retour", "chat.preview.presence")],
)
def test_words_that_make_no_request_are_told_as_such(house: HouseUnderTest, text: str, line: str) -> None:
    found = seen(house, text)

    assert found.ways == ()
    assert found.line
    assert found.line.text == line


def test_words_about_an_open_request_say_where_they_would_go(house: HouseUnderTest) -> None:
    opened = asked(house, UNKNOWN)

    again = seen(house, UNKNOWN)

    assert again.line
    assert again.line.params == {"reference": opened.reference}


def test_two_questions_in_one_breath_are_two_ways_together(house: HouseUnderTest) -> None:
    found = seen(house, f"{GLOVES} {BADGE}.")

    assert found.together
    assert [way.request.keeper.person for way in found.ways] == [PersonId(PAUL), PersonId(ROSE)]
