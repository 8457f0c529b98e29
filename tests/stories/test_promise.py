from handlers.incoming import PersonId
from handlers.requests.model import ClosingReason, State
from handlers.verbs import Verb
from tests.bot.house import PAUL, ROSE
from tests.stories.company import BADGE, DESK, HARM, OLGA, STORES, UNKNOWN
from tests.stories.stage import Someone, Stage


def test_a_known_answer_comes_at_once_with_the_owner_and_a_number(anna: Someone) -> None:
    anna.asks("où sont les gants en nitrile ?")

    assert anna.has_read("B-12-3")
    assert anna.has_read("Olga Petit")
    assert anna.has_read("819-555-0125")


def test_a_known_answer_that_is_not_enough_is_passed_on(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks("où sont les gants en nitrile ?")
    anna.does(Verb.PASS_ON)

    assert stage.the_request().state is State.ROUTED
    assert olga.has_read("où sont les gants en nitrile ?")
    assert anna.has_read("transmise à Olga Petit")


def test_a_question_for_a_person_is_routed_taken_answered_and_closed(
    stage: Stage,
    anna: Someone,
    olga: Someone,
) -> None:
    anna.asks(BADGE)
    olga.does(Verb.TAKE)
    assert anna.has_read("Olga s’occupe de votre demande. Réponse promise")
    assert anna.has_read("Olga Petit s’occupe de votre demande et vous répond")
    olga.does(Verb.ANSWER, "Passez me voir au local 12.")
    anna.does(Verb.HELPED)

    request = stage.the_request()
    assert (request.state, request.closing_reason) == (State.CLOSED, ClosingReason.SOLVED)
    assert anna.has_read("Passez me voir au local 12.")
    assert olga.has_read("Merci")


def test_nobody_moves_and_the_ladder_is_climbed(stage: Stage, anna: Someone, olga: Someone, rose: Someone) -> None:
    anna.asks(BADGE)

    stage.forward(minutes=30)
    assert olga.has_read("attend votre réponse")
    stage.forward(minutes=30)
    assert rose.has_read(BADGE)
    assert anna.has_read("je demande aussi à Rose Lam")
    assert stage.the_request().keeper.person == PersonId(ROSE)
    stage.forward(minutes=180)
    assert stage.the_request().state is State.PROMISED
    assert anna.has_read("Olga Petit n’a pas encore pris votre demande. Rose Lam s’en charge maintenant")


def test_what_its_owner_did_not_answer_says_who_was_asked_and_who_has_it_now(
    stage: Stage, anna: Someone, olga: Someone, rose: Someone
) -> None:
    anna.asks(BADGE)

    stage.forward(minutes=240)
    anna.asks("des nouvelles de G-1001 ?")

    assert rose.has_read("Olga Petit has not answered yet: Rose Lam is looking after it now. An answer is promised")
    assert "Olga Petit n’a pas encore répondu" in stage.counter(DESK)
    assert anna.has_read("Olga Petit a votre demande mais n’a pas encore répondu. Rose Lam s’en charge maintenant")
    assert anna.has_read("G-1001 : Olga Petit n’a pas encore répondu. Rose Lam s’en charge maintenant")
    assert not rose.has_read("Nobody knows yet who can help")


def test_a_department_that_was_named_and_did_not_answer_is_named(
    stage: Stage, anna: Someone, rose: Someone, olga: Someone
) -> None:
    anna.asks(UNKNOWN)
    assert rose.has_read("Nobody knows yet who can help")
    rose.does(Verb.NOT_OURS, "c'est pour le magasin", choice=STORES)

    stage.forward(minutes=240)

    assert anna.has_read("Olga Petit a votre demande mais n’a pas encore répondu. Rose Lam s’en charge maintenant")


def test_a_confidential_topic_stays_unsaid_in_the_channel_of_the_front_desk(stage: Stage, anna: Someone) -> None:
    anna.asks(HARM)

    stage.forward(minutes=240)

    assert stage.the_request().state is State.PROMISED
    assert anna.has_read("Hugo Roy a votre demande mais n’a pas encore répondu")
    assert "Une demande attend une réponse" in stage.counter(DESK)
    assert "Hugo" not in stage.counter(DESK)


def test_a_delay_is_announced_before_the_due_time(stage: Stage, anna: Someone) -> None:
    anna.asks(UNKNOWN)
    promised = stage.the_request().promise

    stage.forward(hours=3)

    later = stage.the_request().promise
    assert stage.clock.now() < promised.due < later.due
    assert later.original == promised.original
    assert anna.has_read("plus de temps que prévu")


def test_the_unknown_is_promised_by_triage_with_a_time(stage: Stage, anna: Someone, rose: Someone) -> None:
    anna.asks(UNKNOWN)

    assert stage.the_request().state is State.PROMISED
    assert anna.has_read("je me renseigne et je vous reviens")
    assert anna.has_read("14\N{NO-BREAK SPACE}h")
    assert rose.has_read(UNKNOWN)


def test_words_typed_privately_about_nothing_known_stay_out_of_the_channel(stage: Stage, anna: Someone) -> None:
    anna.asks(UNKNOWN)

    channel = "\n".join(posted.content.as_text for posted in stage.house.shown("department:accueil"))
    assert stage.the_request().reference in channel
    assert "facture" not in channel


def test_two_owners_take_at_once_and_one_wins(stage: Stage, anna: Someone, olga: Someone, paul: Someone) -> None:
    anna.asks(BADGE)

    told = [olga.does(Verb.TAKE), paul.does(Verb.TAKE)]

    assert told == ["", "line.already_taken"]
    assert stage.the_request().keeper.person == PersonId(OLGA)


def test_a_withdrawn_request_is_told_to_whoever_was_asked(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    anna.does(Verb.WITHDRAW)

    assert olga.has_read("n’en a plus besoin")
    assert stage.the_request().closing_reason is ClosingReason.WITHDRAWN
    assert olga.does(Verb.TAKE) == "line.closed"


def test_the_same_delivery_twice_changes_nothing(stage: Stage, anna: Someone) -> None:
    anna.asks(BADGE, "same")
    before = anna.reads()

    assert anna.asks(BADGE, "same").duplicate
    assert anna.reads() == before
    assert len(stage.house.requests()) == 1


def test_news_is_for_those_who_may_see_it(stage: Stage, anna: Someone, olga: Someone, rose: Someone) -> None:
    anna.asks(BADGE)

    anna.asks("des nouvelles de G-1001 ?")
    rose.asks("des nouvelles de G-1001 ?")

    assert anna.has_read("transmise à Olga Petit, pas encore prise")
    assert rose.has_read("Je ne trouve pas de demande G-1001")
    assert rose.does(Verb.TAKE, reference="G-1001") == "line.unknown_reference"
    assert len(stage.house.requests()) == 1


def test_nobody_takes_their_own_question(anna: Someone, olga: Someone, stage: Stage) -> None:
    olga.asks(BADGE)

    assert stage.the_request().keeper.person == PersonId(PAUL)
    assert olga.does(Verb.TAKE) == "line.own_question"


def test_an_answer_without_news_is_checked_once_then_closed(stage: Stage, anna: Someone) -> None:
    anna.asks("où sont les gants en nitrile ?")

    stage.forward(days=3)
    assert anna.reads().count("Est-ce que cela vous a aidé") == 1
    stage.forward(days=2)
    assert stage.the_request().closing_reason is ClosingReason.NO_REPLY


def test_a_greeting_opens_nothing_and_gets_a_kind_line(stage: Stage, anna: Someone) -> None:
    anna.asks("bonjour")

    assert stage.house.requests() == []
    assert anna.has_read("Dites-moi ce qu’il vous faut")


def test_after_an_outage_only_the_highest_rung_is_climbed(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)

    stage.clock.forward(stage.the_request().promise.due - stage.clock.now())
    while stage.house.core.fire_one():
        pass
    stage.deliver()

    assert stage.the_request().state is State.PROMISED
    assert not olga.has_read("attend votre réponse")
