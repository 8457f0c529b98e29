"""Which requests tell what was right: by moves people make, and by those they do not make."""

from dataclasses import replace

import pytest

from handlers.endings import Known, endings
from handlers.incoming import Actor, ChannelName, PersonId, Place
from handlers.requests.duty import Roster
from handlers.requests.events import Decision, EventKind, Happening, World
from handlers.requests.machine import decide
from handlers.requests.model import Request, RequestId
from handlers.requests.opening import Question, open_request
from handlers.verbs import Verb
from knowledge.feedback import Ending
from knowledge.matcher import Ambiguous, Candidate, Match, Matched, NoMatch, Reason, ReasonKind, WhyNot
from knowledge.models import Bilingual, DepartmentId, Email, HandOff, Lang, RoutingTable, Topic, TopicId
from tests.bot.house import ANNA, MONDAY_MORNING, PAUL, ROSE, small_table

GLOVES, BADGE, BOOTS = TopicId("gants"), TopicId("badge"), TopicId("bottes")
STORE, DESK = DepartmentId("magasin"), DepartmentId("accueil")
NEVER_SEEN = NoMatch(why=WhyNot.UNSURE)
QUESTION = "il me faut quelque chose pour mes mains"


def table() -> RoutingTable:
    """Three topics: two of the store's, of which one always goes to a person, and one of the front desk's."""
    boots = Topic(id=BOOTS, department=STORE, title=Bilingual(fr="Bottes", en="Boots"), handoff=HandOff.ALWAYS)
    small = small_table()
    return replace(small, topics={**small.topics, BOOTS: boots})


def found(*topics: TopicId) -> tuple[Candidate, ...]:
    return tuple(Candidate(topic=topic, confidence=0.5, reason=Reason(kind=ReasonKind.WORDS)) for topic in topics)


def matched(topic: TopicId) -> Match:
    return Matched(candidates=found(topic))


CLOSE = Ambiguous(candidates=found(GLOVES, BADGE))


class Told:
    """A request that is asked and then lived through, and what it tells in the end."""

    def __init__(self, match: Match, table: RoutingTable, *, private: bool = False) -> None:
        self.table = replace(table, version=3)
        self.roster = Roster(
            table=self.table,
            requester=PersonId(ANNA),
            burdens=lambda persons: dict.fromkeys(persons, 0),
            now=MONDAY_MORNING,
            default_zone="America/Toronto",
        )
        place = Place(channel=ChannelName("web"), conversation="c")
        question = Question(text=QUESTION, lang=Lang.FR, actor=Actor(person=PersonId(ANNA)), place=place)
        opened = open_request(question, match, self.roster)
        self.request: Request = replace(opened.request, id=RequestId(7)).remembering(private=private)
        self.chosen: dict[RequestId, TopicId] = {}

    def does(self, kind: EventKind, who: Email, *, text: str = "parce que", choice: str = "") -> "Told":
        happening = Happening(kind=kind, actor=Actor(person=PersonId(who)), text=text, choice=choice)
        decision = decide(self.request, happening, World(roster=self.roster))
        assert isinstance(decision, Decision), decision
        self.request = decision.request
        for draft in decision.drafts:
            if draft.kind == Verb.CHOOSE and draft.topic:
                self.chosen[self.request.id] = draft.topic
        return self

    def ending(self, known: Known | None = None, *, shown: tuple[RequestId, ...] = ()) -> Ending | None:
        known = known or Known(table=self.table, chosen=self.chosen, shown=shown)
        return next(iter(endings([self.request], known)), None)


@pytest.fixture
def small() -> RoutingTable:
    return table()


def right(told: Told) -> TopicId | None:
    ending = told.ending()
    return ending.right if ending else None


def wrong(told: Told) -> set[TopicId]:
    ending = told.ending()
    assert ending is None or ending.right is None
    return set(ending.wrong) if ending else set()


def test_what_was_chosen_among_those_shown_is_right(small: RoutingTable) -> None:
    told = Told(CLOSE, small).does(Verb.CHOOSE, ANNA, choice=BADGE)

    assert told.ending() == Ending(text=QUESTION, asker=ANNA, right=BADGE)


def test_what_was_chosen_and_turned_down_later_is_wrong(small: RoutingTable) -> None:
    told = Told(CLOSE, small).does(Verb.CHOOSE, ANNA, choice=BADGE).does(Verb.NOT_THESE_PEOPLE, ANNA)

    assert wrong(told) == {BADGE}


def test_none_of_these_means_none_of_those_shown(small: RoutingTable) -> None:
    assert wrong(Told(CLOSE, small).does(Verb.NONE_OF_THESE, ANNA)) == {GLOVES, BADGE}


def test_an_answer_of_the_tables_that_helped_is_right_and_silence_says_nothing(small: RoutingTable) -> None:
    told = Told(matched(GLOVES), small)

    assert told.ending() is None
    assert right(told.does(Verb.HELPED, ANNA)) == GLOVES


def test_an_answer_by_the_topics_people_is_right(small: RoutingTable) -> None:
    assert right(Told(matched(BOOTS), small).does(Verb.ANSWER, PAUL)) == BOOTS


def test_an_answer_by_somebody_else_it_was_handed_to_says_nothing(small: RoutingTable) -> None:
    told = Told(matched(BOOTS), small).does(Verb.HAND_OVER, PAUL, choice=ROSE).does(Verb.ANSWER, ROSE)

    assert told.ending() is None


def test_not_the_right_people_is_wrong(small: RoutingTable) -> None:
    assert wrong(Told(matched(GLOVES), small).does(Verb.NOT_THESE_PEOPLE, ANNA)) == {GLOVES}


def test_not_ours_is_wrong_for_all_that_department_owns(small: RoutingTable) -> None:
    assert wrong(Told(matched(BOOTS), small).does(Verb.NOT_OURS, PAUL, choice=DESK)) == {GLOVES, BOOTS}


def test_a_topic_that_was_given_to_whom_it_belongs_is_wrong_no_longer(small: RoutingTable) -> None:
    told = Told(matched(BOOTS), small).does(Verb.NOT_OURS, PAUL, choice=DESK)
    boots = replace(small.topics[BOOTS], department=DESK)
    mended = replace(small, topics={**small.topics, BOOTS: boots})

    ending = told.ending(Known(table=mended))

    assert ending is not None
    assert ending.wrong == {GLOVES}


def test_what_triage_answers_under_no_topic_is_about_none_there_was_then(small: RoutingTable) -> None:
    told = Told(NEVER_SEEN, small).does(Verb.ANSWER, ROSE)
    later = Known(table=small, since={GLOVES: 1, BOOTS: 4})

    assert wrong(told) == {GLOVES, BOOTS}  # the badge is the front desk's own
    assert told.ending(later) == Ending(text=QUESTION, asker=ANNA, wrong=frozenset({GLOVES}))


def test_what_triage_gave_to_a_department_was_none_of_the_others(small: RoutingTable) -> None:
    told = Told(NEVER_SEEN, small).does(Verb.HAND_OVER, ROSE, choice=PAUL).does(Verb.ANSWER, PAUL)

    assert wrong(told) == {BADGE}


def test_choices_that_nobody_looked_at_were_not_turned_down(small: RoutingTable) -> None:
    told = Told(NEVER_SEEN, small).does(Verb.ANSWER, ROSE)

    assert told.ending(shown=(told.request.id,)) is None


def test_what_was_asked_in_confidence_is_not_looked_at(small: RoutingTable) -> None:
    gloves = replace(small.topics[GLOVES], confidential=True)
    confidential = replace(small, topics={**small.topics, GLOVES: gloves})

    assert Told(matched(GLOVES), confidential).does(Verb.HELPED, ANNA).ending() is None
    assert Told(matched(GLOVES), confidential).does(Verb.NOT_THESE_PEOPLE, ANNA).ending() is None
    assert Told(matched(GLOVES), small, private=True).does(Verb.HELPED, ANNA).ending() is None


@pytest.mark.parametrize("verb", [Verb.WITHDRAW, Verb.NOT_A_REQUEST])
def test_what_came_to_nothing_says_nothing(small: RoutingTable, verb: Verb) -> None:
    assert Told(matched(GLOVES), small).does(verb, ANNA).ending() is None


def test_a_topic_that_is_gone_says_nothing(small: RoutingTable) -> None:
    told = Told(matched(GLOVES), small).does(Verb.HELPED, ANNA)
    left = {key: topic for key, topic in small.topics.items() if key != GLOVES}

    # Nobody knows any more whether it was confidential.
    assert told.ending(Known(table=replace(small, topics=left))) is None


def test_reopened_means_that_it_did_not_help_after_all(small: RoutingTable) -> None:
    told = Told(matched(GLOVES), small).does(Verb.HELPED, ANNA).does(Verb.REOPEN, ANNA)

    assert told.ending() is None
