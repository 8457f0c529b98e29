"""What an owner can do, one story a power (DESIGN 4)."""

from datetime import timedelta

from handlers.incoming import PersonId
from handlers.requests.model import ClosingReason, State, Turn
from handlers.verbs import SAID, TOPIC, Verb
from tests.bot.house import PAUL
from tests.stories.company import BADGE, DESK, HR, IT, NORA, OLGA, STORES, UNKNOWN
from tests.stories.stage import Someone, Stage


def test_an_owner_asks_back_and_the_clock_waits_with_the_requester(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.ASK_BACK, "Depuis quel jour ?")

    assert anna.has_read("Olga a besoin d’une précision : Depuis quel jour ?")
    assert (stage.the_request().state, stage.the_request().turn) == (State.WAITING, Turn.REQUESTER)
    stage.forward(hours=20)
    anna.does(Verb.ADD, "Depuis lundi.")

    request = stage.the_request()
    assert olga.has_read("Depuis lundi.")
    assert (request.state, request.keeper.person) == (State.ACCEPTED, PersonId(OLGA))
    assert request.promise.due > stage.clock.now()
    assert not anna.has_read("plus de temps que prévu")


def test_a_requester_who_owes_a_detail_is_reminded_twice_then_let_go(
    stage: Stage, anna: Someone, olga: Someone
) -> None:
    anna.asks(BADGE)
    olga.does(Verb.ASK_BACK, "Depuis quel jour ?")

    stage.forward(days=1)
    assert anna.reads().count("attend toujours une précision") == 1
    stage.forward(days=2)
    assert anna.reads().count("attend toujours une précision") == 2
    stage.forward(days=2)
    assert stage.the_request().closing_reason is ClosingReason.NO_REPLY
    assert olga.has_read("Sans réponse à votre question")


def test_not_ours_says_whose_it_is_and_the_requester_reads_the_new_name(
    stage: Stage, anna: Someone, olga: Someone, nora: Someone
) -> None:
    anna.asks(BADGE)
    told = olga.does(Verb.NOT_OURS, "Les cartes se gèrent à l'informatique.", choice=IT)

    assert told == "line.moved_on"
    assert stage.the_request().keeper.person == PersonId(NORA)
    assert anna.has_read("Nora Diaz prend la suite")
    assert nora.has_read(BADGE)
    assert olga.does(Verb.TAKE) == "line.unknown_reference"
    [draft] = stage.drafts()
    assert (draft.kind, draft.department, draft.topic) == ("not_ours", IT, "badge")


def test_a_department_that_said_not_ours_is_never_asked_again(
    stage: Stage, anna: Someone, olga: Someone, nora: Someone
) -> None:
    anna.asks(BADGE)
    olga.does(Verb.NOT_OURS, "Pas nous.", choice=IT)

    assert nora.does(Verb.NOT_OURS, "Pas nous non plus.", choice=STORES) == "line.not_theirs_either"
    assert stage.the_request().keeper.person == PersonId(NORA)


def test_after_two_bounces_the_front_desk_decides_for_good(
    stage: Stage, anna: Someone, olga: Someone, nora: Someone, rose: Someone, hugo: Someone
) -> None:
    anna.asks(BADGE)
    olga.does(Verb.NOT_OURS, "Pas nous.", choice=IT)
    nora.does(Verb.NOT_OURS, "Pas nous non plus.", choice=HR)

    assert (stage.the_request().state, stage.the_request().keeper.department) == (State.PROMISED, DESK)
    assert anna.has_read("Rose Lam tranche et revient vers vous")
    assert rose.does(Verb.NOT_OURS, "Je ne sais pas.") == "line.triage_names_one"
    rose.does(Verb.NOT_OURS, "C'est bien eux.", choice=HR)
    assert stage.the_request().keeper.department == HR
    assert hugo.does(Verb.NOT_OURS, "Pas nous !", choice=DESK) == "line.decided_for_good"


def test_not_ours_without_a_name_makes_the_front_desk_find_out(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.NOT_OURS, "Pas nous, mais j'ignore qui.")

    assert stage.the_request().state is State.PROMISED
    assert anna.has_read("cherche qui peut vous aider")


def test_the_front_desk_names_the_topic_and_its_people_have_it_with_what_is_known(
    stage: Stage, anna: Someone, rose: Someone, olga: Someone
) -> None:
    anna.asks(UNKNOWN)
    choices = [option.value for option in rose.opens_form(Verb.NOT_OURS).fields[0].options]
    assert choices[0].startswith(TOPIC)
    assert STORES in choices

    told = rose.does(Verb.NOT_OURS, "C'est de la perte de carte.", choice=f"{TOPIC}badge")

    request = stage.the_request()
    assert told == "line.moved_on"
    assert (request.state, request.topic, request.keeper.person) == (State.ROUTED, "badge", PersonId(OLGA))
    assert anna.has_read("Olga Petit prend la suite")
    assert [(draft.kind, draft.topic) for draft in stage.drafts()] == [("not_ours", None), ("choose", "badge")]


def test_a_topic_that_was_turned_down_or_is_gone_is_not_named_again(stage: Stage, anna: Someone, rose: Someone) -> None:
    anna.asks(BADGE)
    anna.does(Verb.NOT_THESE_PEOPLE)

    assert rose.does(Verb.NOT_OURS, "Si, si.", choice=f"{TOPIC}badge") == "line.not_theirs_either"
    assert rose.does(Verb.NOT_OURS, "Autre chose.", choice=f"{TOPIC}gone") == "line.no_such_department"
    assert f"{TOPIC}badge" not in [option.value for option in rose.opens_form(Verb.NOT_OURS).fields[0].options]


def test_not_ours_needs_a_reason(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)

    assert olga.does(Verb.NOT_OURS, "  ", choice=IT) == "line.words_missing"
    assert olga.does(Verb.NOT_OURS, "Pas nous.", choice="nulle-part") == "line.no_such_department"
    assert stage.the_request().state is State.ROUTED


def test_a_handover_is_done_only_when_the_person_acts(
    stage: Stage, anna: Someone, olga: Someone, paul: Someone, nora: Someone
) -> None:
    anna.asks(BADGE)
    olga.does(Verb.TAKE)
    olga.does(Verb.HAND_OVER, "Elle connaît l'appareil.", choice=str(NORA))

    request = stage.the_request()
    assert (request.state, request.keeper.person) == (State.ROUTED, PersonId(NORA))
    assert anna.has_read("Olga a trouvé qui peut vous aider : Nora Diaz")
    assert nora.has_read("Elle connaît l'appareil.")
    assert not anna.has_read("Elle connaît l'appareil.")
    nora.does(Verb.TAKE)
    assert stage.the_request().state is State.ACCEPTED


def test_a_name_is_as_good_as_an_email_and_nobody_is_no_one(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)

    assert olga.does(Verb.HAND_OVER, "zorro") == "line.no_such_person"
    assert olga.does(Verb.HAND_OVER, "anna") == "line.not_to_them"
    olga.does(Verb.HAND_OVER, "Nora")
    assert stage.the_request().keeper.person == PersonId(NORA)


def test_later_has_a_date_and_a_cause_told_before_the_old_time(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    promised = stage.the_request().promise
    friday = stage.clock.now() + timedelta(days=4)

    assert olga.does(Verb.LATER, "Le fournisseur livre vendredi.", when=stage.clock.now()) == "line.when_past"
    assert olga.does(Verb.LATER, "", when=friday) == "line.words_missing"
    olga.does(Verb.LATER, "Le fournisseur livre vendredi.", when=friday)

    later = stage.the_request().promise
    assert (later.due, later.original) == (friday, promised.original)
    assert stage.clock.now() < promised.due
    assert anna.has_read("Le fournisseur livre vendredi.")
    stage.forward(days=3)
    assert not anna.has_read("plus de temps que prévu")
    stage.forward(days=1)
    assert anna.has_read("plus de temps que prévu")


def test_a_private_note_stays_among_colleagues(anna: Someone, olga: Someone, stage: Stage) -> None:
    anna.asks(BADGE)

    assert olga.does(Verb.NOTE, "Troisième carte perdue cette année.") == "line.noted"
    assert olga.has_read("Troisième carte perdue")
    assert not anna.has_read("Troisième carte")
    assert [event.internal for event in stage.timeline() if event.kind == "note"] == [True]


def test_an_agreed_call_is_honoured(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.CALL_BACK, when=stage.clock.now() + timedelta(hours=2))

    assert anna.has_read("Olga vous appelle : 12")
    stage.forward(minutes=110)
    assert anna.has_read("vous appelle dans dix minutes")
    assert olga.has_read("Dans dix minutes, vous appelez Anna")
    olga.does(Verb.ANSWER, "Réglé au téléphone.")
    stage.forward(hours=1)
    assert not anna.has_read("n’est pas noté comme fait")


def test_a_call_that_nobody_marks_as_done_is_late(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.CALL_BACK, when=stage.clock.now() + timedelta(hours=2))

    stage.forward(minutes=135)

    assert anna.has_read("n’est pas noté comme fait")
    assert olga.has_read("n’est pas noté comme fait")
    assert stage.the_request().promise.due > stage.clock.now()


def test_taken_and_quiet_is_reminded_then_back_on_the_ladder(
    stage: Stage, anna: Someone, olga: Someone, rose: Someone
) -> None:
    anna.asks(BADGE)
    olga.does(Verb.TAKE)

    stage.forward(days=1)
    assert olga.has_read("où en est-elle ?")
    assert stage.the_request().state is State.ACCEPTED
    stage.forward(hours=1, minutes=5)
    assert stage.the_request().state is State.ROUTED
    assert anna.has_read("n’a pas pu avancer")
    assert rose.has_read(BADGE)


def test_a_sign_of_life_begins_the_quiet_day_anew(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.TAKE)
    stage.forward(hours=20)
    olga.does(Verb.NOTE, "J'attends le badge neuf.")

    stage.forward(hours=10)

    assert not olga.has_read("où en est-elle ?")
    assert stage.the_request().state is State.ACCEPTED


def test_what_was_said_already_can_be_marked_as_the_answer(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)

    assert olga.does(Verb.ANSWER, choice=SAID) == "line.answer_empty"
    assert stage.the_request().state is State.ROUTED


def test_the_owner_who_asks_is_never_their_own_keeper(stage: Stage, olga: Someone, paul: Someone) -> None:
    olga.asks(BADGE)

    assert stage.the_request().keeper.person == PersonId(PAUL)
    assert paul.does(Verb.HAND_OVER, choice=str(OLGA)) == "line.not_to_them"


def test_the_front_desk_that_asks_itself_still_gets_somebody(stage: Stage, rose: Someone) -> None:
    rose.asks(UNKNOWN)

    request = stage.the_request()
    assert request.state is State.PROMISED
    assert request.keeper.person != PersonId(rose.email)
    assert not rose.has_read("Rose a besoin de vous")
