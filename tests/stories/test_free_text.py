"""Words where a button was expected, in threads and at the top of a direct conversation (DESIGN 4)."""

from handlers.incoming import PersonId
from handlers.requests.model import ClosingReason, State
from handlers.verbs import SAID, Verb
from knowledge.models import Email
from tests.stories.company import BADGE, OLGA, UNKNOWN
from tests.stories.stage import Someone, Stage

GLOVES = "où sont les gants en nitrile ?"


def test_a_reference_gives_the_state_the_keeper_and_the_time(anna: Someone, olga: Someone, stage: Stage) -> None:
    anna.asks(BADGE)
    anna.asks("et G-1001, ça avance ?")

    assert anna.has_read("transmise à Olga Petit, pas encore prise")
    assert len(stage.house.requests()) == 1


def test_a_reply_reaches_the_only_request_that_waits(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.ASK_BACK, "Depuis quel jour ?")

    anna.asks("depuis lundi")

    assert olga.has_read("Anna précise : depuis lundi")
    assert (stage.the_request().state, len(stage.house.requests())) == (State.ACCEPTED, 1)


def test_thanks_are_no_reply_to_what_was_asked(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.ASK_BACK, "Depuis quel jour ?")

    anna.asks("merci !")

    assert stage.the_request().state is State.WAITING


def test_the_same_question_again_is_its_status(stage: Stage, anna: Someone) -> None:
    anna.asks(BADGE)
    anna.asks("J’ai perdu ma carte d’accès !")

    assert anna.has_read("transmise à Olga Petit, pas encore prise")
    assert len(stage.house.requests()) == 1


def test_other_words_are_a_new_question_that_may_be_about_the_old_one(
    stage: Stage, anna: Someone, olga: Someone
) -> None:
    anna.asks(BADGE)
    anna.asks("le logo bleu dessus est effacé depuis longtemps")
    assert len(stage.house.requests()) == 2
    assert "C'était à propos de G-1001" in anna.labels()

    anna.does(Verb.ADD, choice="G-1001")

    old, new = stage.house.requests()
    assert (new.state, new.closing_reason) == (State.CLOSED, ClosingReason.MOVED)
    assert olga.has_read("le logo bleu dessus est effacé")
    assert old.state is State.ROUTED


def test_a_detail_addressed_to_a_request_goes_there(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    anna.asks("G-1001: c'est la carte bleue")

    assert olga.has_read("Anna précise : c'est la carte bleue")
    assert len(stage.house.requests()) == 1


def test_two_questions_in_one_breath_are_two_requests_in_one_reply(stage: Stage, anna: Someone) -> None:
    anna.asks("Où sont les gants en nitrile ? J'ai perdu ma carte d'accès.")

    one, other = stage.house.requests()
    assert (one.topic, other.topic) == ("gants", "badge")
    assert anna.has_read(f"Votre autre question est suivie à part : {other.reference}")
    assert anna.has_read(f"Votre autre question est suivie à part : {one.reference}")


def test_a_thread_reply_is_mirrored_and_takes_the_request(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.replies("Passez me voir au local 12.")

    assert anna.has_read("Olga : Passez me voir au local 12.")
    request = stage.the_request()
    assert (request.state, request.keeper.person) == (State.ACCEPTED, PersonId(OLGA))
    assert olga.reads().count("Était-ce la réponse") == 1
    olga.replies("Avant 16 h.")
    assert olga.reads().count("Était-ce la réponse") == 1
    olga.does(Verb.ANSWER, choice=SAID)
    assert stage.the_request().state is State.ANSWERED
    assert stage.the_request().answer is not None


def test_a_line_that_begins_with_two_strokes_is_for_colleagues(anna: Someone, olga: Someone, stage: Stage) -> None:
    anna.asks(BADGE)
    olga.replies("// la troisième cette année")

    assert not anna.has_read("troisième")
    assert stage.the_request().state is State.ROUTED
    assert olga.has_read("Note gardée avec G-1001")


def test_words_of_others_in_a_thread_are_not_mirrored(anna: Someone, nora: Someone, stage: Stage) -> None:
    anna.asks(BADGE)
    nora.replies("Moi je dis que c'est rouge.")

    assert not anna.has_read("rouge")
    assert len(stage.house.requests()) == 1


def test_the_requesters_words_in_the_thread_are_a_detail(anna: Someone, olga: Someone, stage: Stage) -> None:
    anna.asks(BADGE)
    anna.replies("C'est la bleue.")

    assert olga.has_read("Anna précise : C'est la bleue.")
    assert len(stage.house.requests()) == 1


def test_thanks_in_the_thread_reopen_nothing(anna: Someone, olga: Someone, stage: Stage) -> None:
    anna.asks(BADGE)
    olga.does(Verb.ANSWER, "Passez me voir.")
    anna.does(Verb.HELPED)
    anna.replies("Merci beaucoup !")

    assert stage.the_request().state is State.CLOSED
    assert olga.has_read("Anna vous remercie")


def test_other_words_after_the_close_are_kept_and_reopening_is_offered(
    anna: Someone, olga: Someone, stage: Stage
) -> None:
    anna.asks(BADGE)
    olga.does(Verb.ANSWER, "Passez me voir.")
    anna.does(Verb.HELPED)
    anna.replies("La carte ne marche toujours pas.")

    assert stage.the_request().state is State.CLOSED
    assert anna.has_read("Voulez-vous la rouvrir")
    anna.does(Verb.REOPEN)
    assert olga.has_read("La carte ne marche toujours pas.")


def test_an_edit_is_matched_again_while_nobody_has_accepted(
    stage: Stage, anna: Someone, olga: Someone, rose: Someone
) -> None:
    anna.asks(UNKNOWN, post="p1")
    promised = stage.the_request().promise
    stage.forward(minutes=20)
    anna.edits("p1", BADGE)

    request = stage.the_request()
    assert (request.topic, request.question, request.state) == ("badge", BADGE, State.ROUTED)
    assert request.promise == promised
    assert olga.has_read(BADGE)
    assert rose.has_read("This request goes to somebody else")


def test_an_edit_of_an_accepted_request_only_changes_its_words(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE, post="p1")
    olga.does(Verb.TAKE)
    anna.edits("p1", GLOVES)

    assert (stage.the_request().topic, stage.the_request().state) == ("badge", State.ACCEPTED)
    assert olga.has_read(GLOVES)
    assert olga.has_read("La question a été modifiée")


def test_a_greeting_edited_into_a_question_is_one(stage: Stage, anna: Someone) -> None:
    anna.asks("bonjour", post="p1")
    anna.edits("p1", BADGE)

    assert stage.the_request().topic == "badge"


def test_somebody_who_writes_in_anger_gets_a_kind_first_sentence(stage: Stage, anna: Someone) -> None:
    anna.asks("J'EN AI MARRE !!! J'ai perdu ma carte d'accès !!")

    assert stage.the_request().memory.angry
    assert anna.has_read("Je comprends que c'est pénible")
    assert stage.the_request().state is State.ROUTED


def test_words_that_no_rule_reads_are_answered_in_their_likely_language(stage: Stage) -> None:
    newcomer = stage.person(Email("kim.berg@atelier.example"))

    newcomer.asks("stapler")

    assert stage.the_request().lang == "en"
    assert Verb.LANG in {button.verb for button in newcomer.buttons()}


def test_whoever_is_in_no_table_hears_of_delays_in_the_language_they_asked_in(stage: Stage) -> None:
    newcomer = stage.person(Email("kim.berg@atelier.example"))
    newcomer.asks("I lost my badge")

    stage.forward(hours=3, minutes=5)

    assert newcomer.has_read("taking longer than planned")


def test_a_choice_of_language_holds_for_what_one_owns_too(stage: Stage, anna: Someone, olga: Someone) -> None:
    olga.asks("où sont les gants en nitrile ?")
    olga.does(Verb.LANG, choice="en")

    anna.asks(BADGE)

    assert "I'll take it" in olga.labels()


def test_a_language_that_was_guessed_can_be_switched_for_good(stage: Stage, marc: Someone) -> None:
    marc.asks("I lost my badge")
    assert marc.has_read("can help you")
    assert Verb.LANG in {button.verb for button in marc.buttons()}

    marc.does(Verb.LANG)
    assert marc.has_read("C'est Olga Petit qui peut vous aider")
    marc.asks("where are the nitrile gloves?")
    assert stage.the_request().lang == "fr"
    assert not stage.the_request().memory.guessed_lang
