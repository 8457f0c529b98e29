"""Absence, triage that never answers, requesters who leave: somebody always has it (P2, P5)."""

from dataclasses import replace
from datetime import timedelta

from handlers.incoming import PersonId
from handlers.requests.model import ClosingReason, State
from handlers.verbs import Verb
from knowledge.models import Email
from tests.bot.house import ANNA, PAUL, ROSE
from tests.stories.company import BADGE, IT, NORA, OLGA, STORES, UNKNOWN
from tests.stories.stage import Someone, Stage


def test_away_hands_open_requests_over_at_once(stage: Stage, anna: Someone, olga: Someone, paul: Someone) -> None:
    anna.asks(BADGE)
    olga.does(Verb.TAKE)
    promised = stage.the_request().promise
    olga.says_away(days=5)

    request = stage.the_request()
    assert (request.state, request.keeper.person) == (State.ROUTED, PersonId(PAUL))
    assert request.promise == promised
    assert olga.has_read("Vos demandes sont remises à qui prend la relève")
    assert anna.has_read("Olga Petit n'est pas là ; Paul Côté prend le relais")
    assert paul.has_read(BADGE)


def test_new_questions_go_past_whoever_is_away_until_they_are_back(stage: Stage, anna: Someone, olga: Someone) -> None:
    olga.says_away(days=2)
    anna.asks(BADGE)
    assert stage.the_request().keeper.person == PersonId(PAUL)

    olga.says_back()
    anna.does(Verb.WITHDRAW)
    anna.asks(BADGE)
    assert stage.the_request().keeper.person == PersonId(OLGA)
    assert olga.has_read("Bon retour")


def test_an_absence_ends_by_itself_on_its_last_day(stage: Stage, anna: Someone, olga: Someone) -> None:
    olga.says_away(days=1)
    stage.clock.forward(timedelta(days=2))
    anna.asks(BADGE)

    assert stage.the_request().keeper.person == PersonId(OLGA)


def test_a_whole_department_away_goes_to_its_backup(stage: Stage, anna: Someone, olga: Someone, paul: Someone) -> None:
    olga.says_away(days=5)
    paul.says_away(days=5)
    anna.asks(BADGE)

    assert stage.the_request().keeper.person == PersonId(ROSE)


def test_backups_that_run_in_a_circle_end_at_the_front_desk(
    stage: Stage, anna: Someone, olga: Someone, paul: Someone, nora: Someone
) -> None:
    table = stage.table()
    circle = {
        **table.departments,
        STORES: replace(table.departments[STORES], backup=str(IT)),
        IT: replace(table.departments[IT], backup=str(STORES)),
    }
    stage.publish(replace(table, departments=circle))
    for person in (olga, paul, nora):
        person.says_away(days=5)

    anna.asks(BADGE)

    assert stage.the_request().keeper.person == PersonId(ROSE)


def test_a_table_that_says_somebody_is_away_hands_over_too(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    table = stage.table()
    gone = {**table.people, OLGA: replace(table.people[OLGA], active=False)}
    stage.publish(replace(table, people=gone))
    stage.forward(minutes=5)

    assert stage.the_request().keeper.person == PersonId(PAUL)
    assert anna.has_read("Paul Côté prend le relais")


def test_a_department_that_is_gone_leaves_its_requests_at_the_front_desk(stage: Stage, anna: Someone) -> None:
    anna.asks(BADGE)
    table = stage.table()
    left = {key: one for key, one in table.departments.items() if key != STORES}
    stage.publish(replace(table, departments=left, topics={}))
    stage.forward(minutes=5)

    request = stage.the_request()
    assert (request.state, request.keeper.person) == (State.PROMISED, PersonId(ROSE))
    assert anna.has_read("Rose Lam s'en charge maintenant")


def test_a_requester_who_has_left_closes_the_request_and_frees_its_keeper(
    stage: Stage, anna: Someone, olga: Someone
) -> None:
    anna.asks(BADGE)
    table = stage.table()
    stage.publish(replace(table, people={**table.people, ANNA: replace(table.people[ANNA], active=False)}))
    stage.forward(minutes=5)

    assert stage.the_request().closing_reason is ClosingReason.REQUESTER_GONE
    assert olga.has_read("n'est plus joignable")


def test_a_front_desk_that_never_answers_reaches_every_admin_and_again_each_day(stage: Stage, anna: Someone) -> None:
    stage.house_admins(NORA, Email("chef@atelier.example"))
    anna.asks(UNKNOWN)

    stage.forward(hours=4)
    admins = [stage.person(NORA), stage.person(Email("chef@atelier.example"))]
    assert all(UNKNOWN in admin.reads() for admin in admins)
    before = [admin.reads().count("Une demande attend toujours") for admin in admins]
    stage.forward(days=2)
    after = [admin.reads().count("Une demande attend toujours") for admin in admins]
    assert [later - earlier for earlier, later in zip(before, after, strict=True)] == [2, 2]
    assert stage.the_request().next_at is not None


def test_without_admins_the_front_desk_is_asked_for_ever(stage: Stage, anna: Someone, rose: Someone) -> None:
    anna.asks(UNKNOWN)
    stage.forward(days=4)
    count = rose.reads().count("A request is waiting for your answer")

    stage.forward(days=3)

    assert stage.the_request().state is State.PROMISED
    assert rose.reads().count("A request is waiting for your answer") > count


def test_away_can_simply_be_said(stage: Stage, anna: Someone, olga: Someone) -> None:
    anna.asks(BADGE)
    olga.asks("absente jusqu'à vendredi")
    assert stage.the_request().keeper.person == PersonId(PAUL)
    assert olga.has_read("absent jusqu'au vendredi 27 novembre inclus")

    olga.asks("je pars en vacances jusqu'au trente du mois")
    assert olga.has_read("Jusqu'à quel jour serez-vous absent ?")
    olga.asks("de retour")
    assert olga.has_read("Bon retour")
    assert len(stage.house.requests()) == 1
