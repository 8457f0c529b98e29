"""What a requester can do, one story a power (DESIGN 4)."""

from datetime import timedelta

from handlers.requests.model import ClosingReason, State
from handlers.verbs import Verb
from tests.stories.company import BADGE, DESK, HARM, UNKNOWN
from tests.stories.stage import Someone, Stage

GLOVES = "où sont les gants en nitrile ?"


def test_it_helped_closes_with_a_one_tap_rating_and_thanks(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.ANSWER, "Passez me voir.")
    anna.does(Verb.HELPED)

    assert anna.has_read("Est-ce que cela s’est bien passé ?")
    assert {button.choice for button in anna.buttons() if button.verb is Verb.RATE} == {"1", "2", "3", "4", "5"}
    assert anna.does(Verb.RATE, choice="5") == "line.rated"
    assert anna.does(Verb.THANKS, "Vous êtes un ange.") == "line.thanked"
    assert olga.has_read("Anna vous remercie : Vous êtes un ange.")
    assert (stage.the_request().state, stage.the_request().memory.rating) == (State.CLOSED, 5)


def test_a_nudge_by_right_comes_after_the_due_time_and_once(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.TAKE)

    assert anna.does(Verb.NUDGE) == "line.nudge_later"
    stage.forward(hours=4, minutes=5)
    assert anna.does(Verb.NUDGE) == "line.nudged"
    assert olga.has_read("Anna attend toujours et demande des nouvelles")
    assert anna.does(Verb.NUDGE) == "line.nudged_already"


def test_a_nudge_asks_one_more_person(stage: Stage, anna: Someone, olga: Someone, paul: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.TAKE)
    stage.forward(hours=4, minutes=5)
    assert not paul.has_read(BADGE)

    anna.does(Verb.NUDGE)

    assert paul.has_read(BADGE)


def test_details_are_an_event_and_a_fresh_card(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.TAKE)

    assert anna.does(Verb.ADD, "C'était hier à la cantine. Où sont les gants en nitrile ?") == "line.added"
    assert olga.has_read("Anna précise : C'était hier à la cantine.")
    assert olga.has_read("Anna ajoute : C'était hier à la cantine.")
    assert (stage.the_request().state, stage.the_request().topic) == (State.ACCEPTED, "badge")


def test_details_of_a_question_nobody_knows_may_say_whose_it_is(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(UNKNOWN)
    promised = stage.the_request().promise
    stage.forward(minutes=20)
    anna.does(Verb.ADD, BADGE)

    request = stage.the_request()
    assert (request.state, request.topic) == (State.ROUTED, "badge")
    assert request.promise.original == promised.original
    assert olga.has_read(UNKNOWN)


def test_not_the_right_people_makes_the_front_desk_find_out_who_is(
    stage: Stage, anna: Someone, olga: Someone, rose: Someone
) -> None:
    anna.asks(BADGE)
    anna.does(Verb.NOT_THESE_PEOPLE)

    request = stage.the_request()
    assert (request.state, request.topic, request.memory.excluded) == (State.PROMISED, None, ("badge",))
    assert olga.has_read("Cette demande part vers quelqu’un d’autre")
    assert rose.has_read(BADGE)
    assert [draft.kind for draft in stage.drafts()] == ["not_these_people"]
    anna.does(Verb.ADD, BADGE)
    assert stage.the_request().state is State.PROMISED


def test_a_request_reopens_within_seven_days(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.ANSWER, "Passez me voir.")
    anna.does(Verb.HELPED)
    stage.forward(days=6)
    anna.does(Verb.REOPEN)

    assert (stage.the_request().state, len(stage.house.requests())) == (State.ROUTED, 1)
    assert anna.has_read("C’est rouvert. Olga Petit reprend la suite")


def test_later_a_new_request_is_linked_to_the_old_one(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.ANSWER, "Passez me voir.")
    anna.does(Verb.HELPED)
    stage.forward(days=8)
    anna.does(Verb.REOPEN)

    old, new = stage.house.requests()
    assert (old.state, new.state) == (State.CLOSED, State.ROUTED)
    assert new.memory.linked == old.reference
    assert anna.has_read(f"Suite de {old.reference}")


def test_an_answer_that_did_not_help_goes_back_to_the_owner(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.ANSWER, "Passez me voir.")
    anna.does(Verb.NOT_HELPED)

    assert stage.the_request().state is State.ROUTED
    stage.forward(minutes=30)
    assert olga.has_read("Une demande attend votre réponse")


def test_more_words_after_an_answer_go_back_to_whoever_answered(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.ANSWER, "Passez me voir.")
    anna.does(Verb.ADD, "À quelle heure ?")

    assert stage.the_request().state is State.ACCEPTED
    assert olga.has_read("Anna précise : À quelle heure ?")


def test_kept_private_leaves_the_channel(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    assert BADGE in stage.counter("magasin")

    assert anna.does(Verb.KEEP_PRIVATE) == "line.kept_private"

    assert BADGE not in stage.counter("magasin")
    assert stage.the_request().reference in stage.counter("magasin")
    assert olga.has_read(BADGE)
    assert anna.does(Verb.KEEP_PRIVATE) == "line.already_private"


def test_a_confidential_topic_never_meets_a_channel(stage: Stage, anna: Someone, hugo: Someone) -> None:
    anna.asks(HARM)

    assert HARM not in stage.counter("rh")
    assert stage.the_request().reference in stage.counter("rh")
    assert hugo.has_read(HARM)
    hugo.does(Verb.NOT_OURS, "Question pour l'accueil.", choice=DESK)
    assert HARM not in stage.counter("accueil")
    assert [draft.words for draft in stage.drafts()] == [""]


def test_the_language_is_switched_and_stays_switched(stage: Stage, anna: Someone) -> None:
    anna.asks(BADGE)
    anna.does(Verb.LANG, choice="en")

    assert anna.has_read("Your request has been passed on") or anna.has_read("can help you")
    assert stage.the_request().lang == "en"


def test_an_old_button_is_answered_kindly(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    anna.does(Verb.WITHDRAW)

    assert olga.does(Verb.ASK_BACK, "Depuis quand ?") == "line.closed"
    assert anna.does(Verb.NUDGE) == "line.closed"
    assert anna.does(Verb.WITHDRAW) == "line.already_closed"
    assert stage.the_request().closing_reason is ClosingReason.WITHDRAWN


def test_a_known_answer_can_be_rated_without_bothering_anybody(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(GLOVES)
    stage.forward(minutes=5)
    anna.does(Verb.HELPED)

    assert olga.reads() == ""
    assert stage.clock.now() - stage.the_request().opened_at < timedelta(minutes=10)
