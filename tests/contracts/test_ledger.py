"""One suite for the ledger on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.errors import BotError
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.outbox import Shown
from bot.storage.routing import SqlRouting
from bot.storage.schema import ensure_current, schema_of, upgrade
from bot.storage.sessions import IDLE, LONGEST, Session, SignIn
from bot.storage.unit_of_work import SqlUnitsOfWork
from handlers.accounts import Account
from handlers.errors import ConflictError
from handlers.incoming import Actor, ChannelName, PersonId, Place, QuestionAsked, Standing
from handlers.outgoing import Card, Notice, ToPerson, View
from handlers.requests.duty import Roster
from handlers.requests.events import TimelineEvent
from handlers.requests.model import Request
from handlers.requests.opening import Question, open_request
from knowledge.changes import merge
from knowledge.exchange import SourceFile, read
from knowledge.matcher import NoMatch, WhyNot
from knowledge.models import DepartmentId, Lang, RoutingTable
from tests.bot.command import SAMPLE
from tests.bot.house import ANNA, MONDAY_MORNING, PAUL, ROSE, small_table

LEASE = timedelta(seconds=30)
TO_PAUL = ToPerson(person=PersonId(PAUL))
SHOWN = Shown(channel="web", address="person:paul", platform_id="7")


def promised() -> Request:
    question = Question(
        text="où est l'hélicoptère ?",
        lang=Lang.FR,
        actor=Actor(person=PersonId(ANNA), name="Anna"),
        place=Place(channel=ChannelName("web"), conversation=f"person:{ANNA}"),
    )
    roster = Roster(
        table=small_table(),
        requester=PersonId(ANNA),
        burdens=lambda persons: dict.fromkeys(persons, 0),
        now=MONDAY_MORNING,
        default_zone="America/Toronto",
    )
    return open_request(question, NoMatch(why=WhyNot.UNSURE), roster).request


def added(units: SqlUnitsOfWork) -> Request:
    with units.begin() as unit:
        stored = unit.requests.add(promised())
        unit.commit()
        return stored


def fact(*keys: str) -> QuestionAsked:
    actor = Actor(person=PersonId(ANNA))
    place = Place(channel=ChannelName("web"), conversation="c")
    return QuestionAsked(keys=keys, actor=actor, place=place, at=MONDAY_MORNING, text="x")


def test_a_request_comes_back_as_it_was_stored(units: SqlUnitsOfWork) -> None:
    stored = added(units)

    with units.look() as view:
        assert view.requests.peek(stored.id) == stored


def test_nothing_is_kept_without_a_commit(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        stored = unit.requests.add(promised())
        unit.deliveries.record(fact("a"))

    with units.begin() as unit:
        assert unit.requests.get(stored.id) is None
        assert unit.deliveries.record(fact("a"))


def test_of_two_writers_of_one_version_one_wins(units: SqlUnitsOfWork) -> None:
    stored = added(units)
    with units.begin() as unit:
        unit.requests.save(replace(stored, question="first"))
        unit.commit()

    with units.begin() as unit, pytest.raises(ConflictError):
        unit.requests.save(replace(stored, question="second"))


def test_what_has_been_due_longest_comes_first(units: SqlUnitsOfWork) -> None:
    later, sooner = added(units), added(units)
    with units.begin() as unit:
        step = replace(sooner.plan[0], at=MONDAY_MORNING - timedelta(hours=1))
        unit.requests.save(replace(sooner, plan=(step,)))
        unit.commit()

    with units.begin() as unit:
        due = unit.requests.due(MONDAY_MORNING + timedelta(days=30))
        none = unit.requests.due(MONDAY_MORNING - timedelta(days=1))

    assert due
    assert (due.id, none) == (sooner.id, None)
    assert later.id != sooner.id


def test_any_key_makes_a_duplicate(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        assert unit.deliveries.record(fact("a", "b"))
        unit.commit()

    for keys in (("a",), ("b",), ("c", "a")):
        with units.begin() as unit:
            assert not unit.deliveries.record(fact(*keys))


def test_a_kept_delivery_is_settled_once(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        assert unit.deliveries.keep(fact("a"), MONDAY_MORNING)
        unit.commit()
    with units.look() as view:
        kept = view.deliveries.waiting(MONDAY_MORNING)

    assert kept
    assert kept.fact == fact("a")
    with units.begin() as unit:
        assert [unit.deliveries.settle(kept.id), unit.deliveries.settle(kept.id)] == [True, False]


def test_a_lane_keeps_its_order_and_has_one_message_in_flight(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        unit.outbox.add(None, [Notice(to=TO_PAUL, text="one"), Notice(to=TO_PAUL, text="two")], MONDAY_MORNING)
        first = unit.outbox.claim(MONDAY_MORNING, LEASE)
        second = unit.outbox.claim(MONDAY_MORNING, LEASE)

        assert first
        assert second is None
        assert unit.outbox.sent(first, SHOWN, MONDAY_MORNING)
        following = unit.outbox.claim(MONDAY_MORNING, LEASE)

    texts = [claimed.message.text for claimed in (first, following) if claimed and isinstance(claimed.message, Notice)]
    assert texts == ["one", "two"]


def test_of_many_lanes_those_due_the_longest_are_claimed_together_one_message_each(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        for number in range(5):
            to = ToPerson(person=PersonId(f"person {number}"))
            unit.outbox.add(None, [Notice(to=to, text="a"), Notice(to=to, text="b")], MONDAY_MORNING - LEASE * number)

        claimed = unit.outbox.claim_some(MONDAY_MORNING, LEASE, 3)

        assert [(each.lane, each.message) for each in claimed] == [
            (f"person:person {number}", Notice(to=ToPerson(person=PersonId(f"person {number}")), text="a"))
            for number in (4, 3, 2)
        ]
        assert len(unit.outbox.claim_some(MONDAY_MORNING, LEASE, 9)) == 2


def test_what_was_sent_together_is_recorded_together_but_not_what_others_took_over(units: SqlUnitsOfWork) -> None:
    request = added(units)
    card = Card(to=TO_PAUL, view=View.OWNER)
    lanes = [card, replace(card, to=ToPerson(person=PersonId(ROSE))), replace(card, to=ToPerson(person=PersonId(ANNA)))]
    with units.begin() as unit:
        unit.outbox.add(request.id, [*lanes, Notice(to=TO_PAUL, text="after")], MONDAY_MORNING)
        paul, rose, anna = sorted(unit.outbox.claim_some(MONDAY_MORNING, LEASE, 9), key=lambda one: one.id)
        taken_over = unit.outbox.claim_lane(anna.lane, MONDAY_MORNING + LEASE, LEASE)
        shown = [(one, replace(SHOWN, platform_id=one.key)) for one in (paul, rose, anna)]

        assert unit.outbox.all_sent(shown, MONDAY_MORNING) == [paul, rose]
        assert set(unit.outbox.all_shown([request.id])) == {(request.id, paul.lane), (request.id, rose.lane)}
        assert unit.outbox.shown(request.id, paul.lane) == replace(SHOWN, platform_id=paul.key)
        assert taken_over
        assert unit.outbox.sent(taken_over, SHOWN, MONDAY_MORNING)
        assert [one.message for one in unit.outbox.claim_some(MONDAY_MORNING, LEASE, 9)] == [
            Notice(to=TO_PAUL, text="after")
        ]


def test_no_message_and_no_delivery_waits_for_a_time_from_before_the_clock_was_set_back(units: SqlUnitsOfWork) -> None:
    earlier = MONDAY_MORNING - timedelta(hours=1)
    with units.begin() as unit:
        unit.outbox.add(None, [Notice(to=TO_PAUL, text="one")], MONDAY_MORNING)
        unit.deliveries.keep(fact("one"), MONDAY_MORNING)

        assert unit.outbox.claim(earlier, LEASE)
        assert unit.deliveries.waiting(earlier)


def test_requests_are_looked_at_together(units: SqlUnitsOfWork) -> None:
    one, other = added(units), added(units)

    with units.look() as view:
        assert view.requests.peek_all([one.id, other.id]) == {one.id: one, other.id: other}


def test_of_units_committed_together_one_that_fails_is_undone_alone(units: SqlUnitsOfWork) -> None:
    with units.together():
        recorded(units, "a")
        with pytest.raises(RuntimeError):
            recorded(units, "b", fails=True)
        recorded(units, "c")

    with units.begin() as unit:
        assert [unit.deliveries.record(fact(key)) for key in ("a", "b", "c")] == [False, True, False]


def test_when_the_database_undid_everything_nothing_of_the_group_counts_as_committed(units: SqlUnitsOfWork) -> None:
    def committed() -> None:
        with units.together():
            recorded(units, "a")
            with pytest.raises(sa.exc.DBAPIError):
                undone_by_the_database(units)
            with pytest.raises(BotError):
                recorded(units, "b")

    with pytest.raises(BotError):
        committed()

    with units.begin() as unit:
        assert [unit.deliveries.record(fact(key)) for key in ("a", "b")] == [True, True]


def undone_by_the_database(units: SqlUnitsOfWork) -> None:
    """As SQLite does by itself when the disk is full."""
    with units.begin() as unit:
        unit._connection.exec_driver_sql("ROLLBACK")
        raise RuntimeError


def recorded(units: SqlUnitsOfWork, key: str, *, fails: bool = False) -> None:
    with units.begin() as unit:
        unit.deliveries.record(fact(key))
        if fails:
            raise RuntimeError(key)
        unit.commit()


def test_after_the_lease_the_message_is_in_doubt_and_the_old_holder_records_nothing(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        unit.outbox.add(None, [Notice(to=TO_PAUL, text="one")], MONDAY_MORNING)
        old = unit.outbox.claim(MONDAY_MORNING, LEASE)
        new = unit.outbox.claim(MONDAY_MORNING + LEASE, LEASE)

        assert old
        assert new
        assert (old.in_doubt_since, new.in_doubt_since) == (None, MONDAY_MORNING)
        assert new.key == old.key
        assert not unit.outbox.sent(old, SHOWN, MONDAY_MORNING)
        assert unit.outbox.sent(new, SHOWN, MONDAY_MORNING)


def test_a_newer_card_replaces_an_undelivered_one_and_stays_first(units: SqlUnitsOfWork) -> None:
    request = added(units)
    card = Card(to=TO_PAUL, view=View.OWNER)
    with units.begin() as unit:
        unit.outbox.add(
            request.id, [Notice(to=TO_PAUL, text="before"), replace(card, first=True), card], MONDAY_MORNING
        )
        claimed = unit.outbox.claim(MONDAY_MORNING, LEASE)

        assert claimed
        assert claimed.message == replace(card, first=True)
        assert unit.outbox.depth() == 2


def test_every_card_that_shows_a_request_is_refreshed(units: SqlUnitsOfWork) -> None:
    request = added(units)
    with units.begin() as unit:
        unit.outbox.add(request.id, [Card(to=TO_PAUL, view=View.OWNER, first=True)], MONDAY_MORNING)
        claimed = unit.outbox.claim(MONDAY_MORNING, LEASE)
        assert claimed
        unit.outbox.sent(claimed, SHOWN, MONDAY_MORNING)
        unit.outbox.refresh_cards(request.id, MONDAY_MORNING)
        again = unit.outbox.claim(MONDAY_MORNING, LEASE)

        assert again
        assert again.message == Card(to=TO_PAUL, view=View.OWNER)
        assert unit.outbox.shown(request.id, again.lane) == SHOWN


def test_the_timeline_can_only_grow(units: SqlUnitsOfWork, database: Database) -> None:
    request = added(units)
    with units.begin() as unit:
        unit.timeline.append(request.id, [TimelineEvent(kind="asked", at=MONDAY_MORNING)])
        unit.commit()

    for change in (sa.delete(tables.events), sa.update(tables.events).values(kind="other")):
        with database.write() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.execute(change)


def test_what_happened_since_an_event_is_told_in_order_and_only_that_much(units: SqlUnitsOfWork) -> None:
    first, second = added(units), added(units)
    with units.begin() as unit:
        assert unit.timeline.newest() == 0
        unit.timeline.append(first.id, [TimelineEvent(kind="asked", at=MONDAY_MORNING)])
        known = unit.timeline.newest()
        unit.timeline.append(second.id, [TimelineEvent(kind="asked", at=MONDAY_MORNING)])
        unit.timeline.append(first.id, [TimelineEvent(kind="take", at=MONDAY_MORNING)])

        told = [(noted.request, noted.event.kind) for noted in unit.timeline.since(known, limit=10)]

        assert told == [(second.id, "asked"), (first.id, "take")]
        assert [noted.number for noted in unit.timeline.since(known, limit=1)] == [known + 1]


def test_the_database_refuses_an_open_request_without_a_next_time(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit, pytest.raises(sa.exc.IntegrityError):
        unit.requests.add(replace(promised(), plan=()))


def test_migrations_give_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), tables.metadata)

    assert differences == []


def test_an_upgrade_is_harmless_when_there_is_nothing_to_do(units: SqlUnitsOfWork, database: Database) -> None:
    added(units)

    assert upgrade(database, MONDAY_MORNING) is None
    ensure_current(database)
    with units.look() as view:
        assert len(view.requests.newest(limit=9)) == 1


def test_a_database_newer_than_the_code_is_refused(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(BotError) as refused:
        schema_of(database)
    assert refused.value.code == "database_newer"


def sample() -> RoutingTable:
    draft, _ = read([SourceFile(name="routing.yaml", content=SAMPLE.read_bytes())])
    return merge(RoutingTable(), draft, replace=True)


def test_a_published_table_comes_back_whole(database: Database) -> None:
    routing = SqlRouting(database)

    version = routing.publish(sample(), base=0, author="test", now=MONDAY_MORNING)

    assert routing.published() == replace(sample(), version=version)


def test_publishing_over_a_version_that_is_no_longer_in_force_is_refused(database: Database) -> None:
    routing = SqlRouting(database)
    routing.publish(small_table(), base=0, author="test", now=MONDAY_MORNING)

    with pytest.raises(BotError) as refused:
        routing.publish(sample(), base=0, author="test", now=MONDAY_MORNING)

    assert refused.value.code == "table_changed_meanwhile"
    assert routing.published() == replace(small_table(), version=1)


def test_a_draft_that_was_never_published_leaves_no_trace(database: Database) -> None:
    routing = SqlRouting(database)
    routing.publish(small_table(), base=0, author="test", now=MONDAY_MORNING)
    with database.write() as connection:
        draft = {"version": 2, "base": 1, "created_at": MONDAY_MORNING, "author": "killed"}
        connection.execute(sa.insert(tables.routing_versions).values(**draft))
        connection.execute(sa.update(tables.routing_rows).values(until=2))
        connection.commit()

    assert routing.published() == replace(small_table(), version=1)
    routing.publish(sample(), base=1, author="test", now=MONDAY_MORNING)
    assert routing.published().topics == sample().topics


SLACK = ChannelName("slack")


def test_an_account_is_remembered_and_keeps_the_address_it_had(units: SqlUnitsOfWork) -> None:
    account = Account(channel=SLACK, account="U1", person=PersonId(ANNA), name="Anna", lang=Lang.FR, address="D1")

    with units.begin() as unit:
        unit.accounts.save(account)
        unit.accounts.save(replace(account, name="Anna Roy", address=""))
        unit.commit()

    with units.look() as view:
        assert view.accounts.get(SLACK, "U1") == replace(account, name="Anna Roy")
        assert view.accounts.of_person(SLACK, PersonId(ANNA)) == replace(account, name="Anna Roy")
        assert view.accounts.get(SLACK, "U2") is None


def test_somebody_seen_again_is_still_who_their_platform_said(units: SqlUnitsOfWork) -> None:
    seen = Account(channel=SLACK, account="U1", person=PersonId("slack:U1"), address="D1", introduced=False)
    guest = replace(
        seen, person=PersonId(ANNA), name="Anna", standing=Standing.GUEST, address="", introduced=True, lang=Lang.FR
    )

    with units.begin() as unit:
        for account in (seen, guest, replace(seen, address="D2", lang=Lang.EN)):
            unit.accounts.save(account)
        unit.commit()

    with units.look() as view:
        assert view.accounts.get(SLACK, "U1") == replace(guest, address="D2", lang=Lang.EN)
        assert view.accounts.of_person(SLACK, PersonId("slack:U1")) == view.accounts.get(SLACK, "U1")


def test_the_platform_somebody_last_wrote_from_is_remembered_with_the_one_before(units: SqlUnitsOfWork) -> None:
    anna, teams, later = PersonId(ANNA), ChannelName("teams"), MONDAY_MORNING + timedelta(hours=1)
    with units.begin() as unit:
        assert unit.people.door(anna, MONDAY_MORNING) is None
        for channel, at in ((SLACK, MONDAY_MORNING), (SLACK, MONDAY_MORNING + LEASE), (teams, later)):
            unit.people.came_by(anna, channel, at)

        assert [unit.people.door(anna, at) for at in (later - LEASE, later)] == [SLACK, teams]


def test_one_ledger_serves_one_organisation_a_platform(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        assert unit.accounts.bind(SLACK, "T1") == "T1"
        assert unit.accounts.bind(SLACK, "T2") == "T1"


def test_a_department_has_the_chat_channel_it_was_linked_to_last(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        unit.accounts.link(SLACK, DepartmentId("accueil"), "C1")
        unit.accounts.link(SLACK, DepartmentId("accueil"), "C2")
        assert unit.accounts.links(SLACK) == {"accueil": "C2"}


def test_everything_somebody_asked_is_found_oldest_first(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        stored = [unit.requests.add(promised()) for _ in range(2)]
        assert unit.requests.of_requester(PersonId(ANNA)) == stored
        assert unit.requests.of_requester(PersonId(PAUL)) == []


NOW, LATER = MONDAY_MORNING, MONDAY_MORNING + timedelta(hours=1)
SESSION = Session(mark="m", person=ANNA, name="Anna", seen_at=NOW, ends_at=NOW + LONGEST)
SIGN_IN = SignIn(mark="s", state="a", nonce="b", verifier="c", onward="/mine", ends_at=LATER)


def test_a_session_lasts_while_it_is_used_and_never_longer_than_it_may(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        unit.sessions.open(SESSION)
        assert unit.sessions.live("m", NOW + IDLE - LEASE) == SESSION
        assert unit.sessions.live("m", NOW + IDLE) is None
        assert unit.sessions.live("other", NOW) is None

        unit.sessions.used("m", LATER)
        assert unit.sessions.live("m", NOW + IDLE) == replace(SESSION, seen_at=LATER)
        unit.sessions.used("m", NOW + LONGEST)
        assert unit.sessions.live("m", NOW + LONGEST) is None


def test_only_what_has_ended_is_swept(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        unit.sessions.open(SESSION)
        unit.sessions.open(replace(SESSION, mark="used", seen_at=LATER))
        unit.sessions.begin(replace(SIGN_IN, ends_at=NOW + LONGEST))

        unit.sessions.sweep(NOW + IDLE)

        assert [unit.sessions.live(mark, NOW) is None for mark in ("m", "used")] == [True, False]
        assert unit.sessions.take("s", NOW) is not None


def test_a_sign_in_comes_back_once_and_not_too_late(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        unit.sessions.begin(SIGN_IN)
        unit.sessions.begin(replace(SIGN_IN, mark="late"))

        assert [unit.sessions.take("s", NOW), unit.sessions.take("s", NOW)] == [SIGN_IN, None]
        assert [unit.sessions.take("late", LATER), unit.sessions.take("late", NOW)] == [None, None]


def test_an_account_is_one_person_and_a_person_one_account_of_a_provider(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        known = [
            unit.sessions.recognise(issuer, subject, person, NOW)
            for issuer, subject, person in (
                ("https://a", "1", ANNA),
                ("https://a", "1", ANNA),
                ("https://a", "1", PAUL),
                ("https://a", "2", ANNA),
                ("https://a", "2", PAUL),
                ("https://b", "1", ANNA),
            )
        ]

        assert known == [True, True, False, False, True, True]
        assert unit.sessions.person_behind("https://a", "1") == ANNA
        assert unit.sessions.person_behind("https://b", "2") is None


def test_somebody_whose_account_is_forgotten_is_signed_out_and_another_may_be_theirs(units: SqlUnitsOfWork) -> None:
    with units.begin() as unit:
        unit.sessions.recognise("https://a", "1", ANNA, NOW)
        unit.sessions.open(SESSION)

        assert [unit.sessions.forget(ANNA), unit.sessions.forget(ANNA)] == [True, False]
        assert unit.sessions.live("m", NOW) is None
        assert unit.sessions.recognise("https://a", "2", ANNA, NOW)
