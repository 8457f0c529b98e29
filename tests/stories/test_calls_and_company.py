"""A caller on the line, me too, and a message that came to the wrong person."""

from datetime import timedelta
from time import perf_counter

from handlers.incoming import PersonId
from handlers.outgoing import Line
from handlers.requests.model import ClosingReason, State
from handlers.verbs import Verb
from tests.bot.house import ANNA, PAUL
from tests.stories.company import BADGE, HARM, HUGO, IT, NORA, OLGA, UNKNOWN
from tests.stories.stage import Someone, Stage

LIKE_UNKNOWN = "qui paie la facture du fournisseurs"


def test_a_caller_for_a_person_brings_a_number_and_a_line_to_say(stage: Stage, rose: Someone) -> None:
    rose.asks("j'ai un appel pour Paul Côté")

    assert rose.has_read("Un appel pour Paul Côté")
    assert rose.has_read("819-555-0125 #212")
    assert rose.has_read("Joignable jusqu'à")
    assert rose.has_read("Sinon : Olga Petit")
    assert rose.has_read("À dire : « Je vous passe Paul Côté, restez en ligne. »")
    assert rose.has_read("G-1001")


def test_whoever_is_looked_for_by_name_is_shown_with_a_number_and_no_caller(stage: Stage, rose: Someone) -> None:
    for text in ("je cherche Paul Côté", "paul côté?", "c'est quoi le poste de Paul"):
        rose.asks(text)

        assert stage.the_request().keeper.person == PersonId(PAUL)
    assert rose.has_read("Pour joindre Paul Côté")
    assert rose.has_read("819-555-0125 #212")
    assert not rose.has_read("À dire")


def test_a_department_is_found_by_its_name_when_it_is_asked_for(stage: Stage, rose: Someone) -> None:
    rose.asks("comment joindre l'informatique ?")
    assert stage.the_request().keeper.person == PersonId(NORA)

    rose.asks("où est la machine à voyager dans le temps")
    assert stage.the_request().state is State.PROMISED


def test_a_caller_for_a_department_or_a_topic(stage: Stage, rose: Someone) -> None:
    rose.asks("appel pour l'informatique")
    assert stage.the_request().keeper.person == PersonId(NORA)

    rose.asks("j'ai un appel pour la garantie")
    assert (stage.the_request().topic, stage.the_request().keeper.department) == ("garantie", IT)
    assert rose.has_read("819-555-0130")


def test_a_number_to_tap_comes_in_less_than_two_seconds(stage: Stage, rose: Someone) -> None:
    begun = perf_counter()
    rose.asks("I have a call for Nora Diaz")

    assert rose.has_read("819-555-0130")
    assert perf_counter() - begun < 2


def test_nobody_reachable_becomes_a_slip_that_is_a_promise(stage: Stage, rose: Someone, nora: Someone) -> None:
    stage.clock.forward(timedelta(hours=9))
    rose.asks("j'ai un appel pour Nora Diaz")
    assert rose.has_read("Vous pouvez prendre un message")
    assert rose.has_read("n'est pas joignable")

    rose.does(Verb.CALL_BACK, "Mme Roy, 514-555-0100, demain matin")

    request = stage.the_request()
    assert (request.state, request.keeper.person) == (State.ROUTED, PersonId(NORA))
    assert nora.has_read("Mme Roy, 514-555-0100")
    assert rose.has_read("Message pris. Nora Diaz rappelle avant")


def test_a_caller_for_somebody_who_is_away_hears_until_when(stage: Stage, rose: Someone, paul: Someone) -> None:
    paul.says_away(days=3)
    rose.asks("j'ai un appel pour Paul Côté")

    assert rose.has_read("De retour")
    assert stage.the_request().keeper.person == PersonId(OLGA)


def test_a_call_that_was_put_through_ends_by_itself_in_silence(stage: Stage, rose: Someone) -> None:
    rose.asks("j'ai un appel pour Paul Côté")
    before = rose.reads().count("\n")

    stage.forward(hours=2)

    assert stage.the_request().closing_reason is ClosingReason.SOLVED
    assert rose.reads().count("Est-ce que cela vous a aidé") == 0
    assert rose.reads().count("\n") <= before


def test_me_too_shares_the_promise_and_never_the_words(
    stage: Stage, anna: Someone, marc: Someone, rose: Someone
) -> None:
    anna.asks(UNKNOWN)
    stage.forward(minutes=30)
    marc.asks(LIKE_UNKNOWN)
    assert marc.has_read("Quelqu'un attend déjà une réponse à une question très proche")
    assert UNKNOWN not in marc.reads()

    marc.does(Verb.JOIN, choice="G-1001")

    older, newer = stage.house.requests()
    assert (newer.under, newer.promise.due, newer.keeper) == (older.id, older.promise.due, older.keeper)
    rose.does(Verb.ANSWER, "C'est la comptabilité, poste 220.", reference="G-1001")
    assert anna.has_read("C'est la comptabilité, poste 220.")
    assert marc.has_read("C'est la comptabilité, poste 220.")
    marc.does(Verb.NOT_HELPED, reference="G-1002")
    older, newer = stage.house.requests()
    assert (older.state, newer.state) == (State.ANSWERED, State.PROMISED)


def test_those_who_joined_hear_of_a_delay_and_of_the_close(
    stage: Stage, anna: Someone, marc: Someone, rose: Someone
) -> None:
    anna.asks(UNKNOWN)
    marc.asks(LIKE_UNKNOWN)
    marc.does(Verb.JOIN, choice="G-1001")

    stage.forward(hours=3, minutes=5)
    assert marc.has_read("plus de temps que prévu")
    anna.does(Verb.HELPED, reference="G-1001")
    assert marc.has_read("Est-ce réglé pour vous aussi ?")


def test_when_the_older_one_is_withdrawn_the_newer_goes_its_own_way(stage: Stage, anna: Someone, marc: Someone) -> None:
    anna.asks(UNKNOWN)
    marc.asks(LIKE_UNKNOWN)
    marc.does(Verb.JOIN, choice="G-1001")
    anna.does(Verb.WITHDRAW, reference="G-1001")

    newer = stage.the_request()
    assert (newer.state, newer.under) == (State.PROMISED, None)
    assert newer.next_at is not None
    assert marc.has_read("L'autre demande suit son propre chemin")


def test_what_is_private_is_never_offered_to_others(stage: Stage, anna: Someone, marc: Someone) -> None:
    anna.asks(HARM)
    marc.asks(HARM)

    assert not marc.has_read("question très proche")
    assert marc.does(Verb.JOIN, choice="G-1001") == "line.not_joined"


def test_a_message_for_somebody_else_is_routed_and_its_author_knows(
    stage: Stage, anna: Someone, nora: Someone, olga: Someone
) -> None:
    told = nora.hands_over_message_of(ANNA, BADGE)

    request = stage.the_request()
    assert told == "line.misdirected"
    assert (request.requester.person, request.keeper.person) == (PersonId(ANNA), PersonId(OLGA))
    assert anna.has_read("Nora a reçu votre message et me l'a confié. Olga Petit l'a maintenant.")
    assert olga.has_read(BADGE)


def test_a_private_message_that_nobody_owns_stays_out_of_channels(stage: Stage, nora: Someone) -> None:
    nora.hands_over_message_of(ANNA, UNKNOWN)

    assert UNKNOWN not in stage.counter("accueil")
    assert stage.the_request().reference in stage.counter("accueil")


def test_a_greeting_handed_over_is_no_request(stage: Stage, nora: Someone) -> None:
    assert nora.hands_over_message_of(ANNA, "bonjour") == "line.nothing_to_route"
    assert stage.house.requests() == []


def test_in_a_channel_a_confidential_match_is_one_neutral_line(stage: Stage, anna: Someone, hugo: Someone) -> None:
    anna.asks_in_channel(HARM)

    public = stage.channel()
    assert "G-1001" in public
    assert "harcèlement" not in public.casefold()
    assert "Ressources humaines" not in public
    assert "confiden" not in public
    assert anna.has_read("Hugo Roy")
    hugo.does(Verb.TAKE)
    assert "Hugo" not in stage.channel()


def test_kept_private_in_a_channel_leaves_it(stage: Stage, anna: Someone) -> None:
    anna.asks_in_channel(BADGE)
    assert "Olga Petit" in stage.channel()

    anna.does(Verb.KEEP_PRIVATE)

    assert "Olga Petit" not in stage.channel()
    assert anna.has_read("Olga Petit")


def test_in_a_channel_only_the_askers_click_counts(stage: Stage, anna: Someone, marc: Someone) -> None:
    anna.asks_in_channel(BADGE)

    assert marc.does_in_channel(Verb.WITHDRAW) == "line.somebody_elses"
    assert stage.the_request().state is State.ROUTED
    assert anna.does_in_channel(Verb.WITHDRAW) == "line.closed_withdrawn"


def test_a_click_in_a_channel_tells_others_nothing_about_any_request(
    stage: Stage, anna: Someone, marc: Someone
) -> None:
    anna.asks_in_channel(BADGE)

    of_hers = marc.does_in_channel(Verb.TAKE), marc.opens_form_in_channel(Verb.ADD)
    of_none = marc.does_in_channel(Verb.TAKE, "G-4711"), marc.opens_form_in_channel(Verb.ADD, "G-4711")

    assert of_hers == of_none == ("line.somebody_elses", Line(text="line.somebody_elses"))


def test_a_colleague_of_the_owner_is_told_whose_move_it_is(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks_in_channel(BADGE)

    assert olga.does_in_channel(Verb.WITHDRAW) == "line.not_yours"


def test_what_was_not_a_request_is_filed_away(stage: Stage, anna: Someone, rose: Someone) -> None:
    anna.asks_in_channel("le camion bleu est reparti vers Laval")
    assert anna.does(Verb.NOT_A_REQUEST) == "line.closed_not_a_request"
    assert stage.the_request().closing_reason is ClosingReason.NOT_A_REQUEST


def test_delays_are_told_directly_even_when_the_question_was_public(stage: Stage, anna: Someone) -> None:
    anna.asks_in_channel(BADGE)
    stage.forward(hours=3, minutes=5)

    assert anna.has_read("plus de temps que prévu")
    assert "plus de temps que prévu" not in stage.channel()
    assert {PAUL, HUGO} & set(stage.house.core.snapshots.current.table.people)
