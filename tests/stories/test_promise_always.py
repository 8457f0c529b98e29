"""The promise under anything: facts, repeats, kills, a clock that jumps, in any order; P1 to P4 hold throughout."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from handlers.incoming import Actor, ChannelName, Fact, PersonId, Place, QuestionAsked, Reference, VerbUsed
from handlers.verbs import Verb
from knowledge.models import DepartmentId, Email, Lang, Person, RoutingTable, Topic, TopicId
from tests.bot.house import ANNA, PAUL, ROSE, empty_ledger, small_table
from tests.contracts.databases import empty_ledger_on
from tests.fakes.channel import Fate
from tests.fakes.engine import GREETING
from tests.stories import promise_rules as rules
from tests.stories.trial import CHAT, Sight, Trial

OLGA, LEO = Email("olga.petit@atelier.example"), Email("leo.stranger@elsewhere.example")
EVERYBODY = (ANNA, PAUL, ROSE, OLGA, LEO)
WORDS = ("gants", "badge", "gants badge", "personne ne sait", GREETING, " ", "G-1001", "g-9999 ?")
PEOPLE = st.sampled_from(EVERYBODY)
FATES = st.lists(st.sampled_from(Fate), max_size=6)
LIVING = st.lists(st.sampled_from([Fate.ARRIVES, Fate.LATER, Fate.LOST, Fate.ARRIVES_UNHEARD]), max_size=4)
ANY_NUMBER = st.integers(0, 10_000)


def company() -> RoutingTable:
    """Olga and Paul keep the stores, Paul heads them, Rose is their backup and the front desk with Olga."""
    table = small_table()
    stores, desk = table.departments[DepartmentId("magasin")], table.departments[DepartmentId("accueil")]
    departments = (
        replace(stores, members=(OLGA, PAUL), head=PAUL, backup=str(ROSE)),
        replace(desk, members=(ROSE, OLGA), head=PAUL),
    )
    people = {**table.people, OLGA: Person(email=OLGA, name="Olga Petit", lang=Lang.FR)}
    return replace(table, people=people, departments={each.id: each for each in departments})


class Promise(RuleBasedStateMachine):
    """What may happen, in any order."""

    fresh_ledger: Callable[[], str]  # the address of one that is there and empty

    def __init__(self) -> None:
        super().__init__()
        self._numbers = count(1)
        self.asked: list[str] = []  # the words of every question that was acknowledged and opens a request
        self.taken: list[Fact] = []  # acknowledged facts
        self.unheard: list[Fact] = []  # those whose platform never heard back, and will send again

    @initialize(blind=st.booleans())
    def begin(self, blind: bool) -> None:
        self.blind = blind
        self.trial = Trial(self.fresh_ledger(), company(), blind=blind)
        self.seen = self.trial.sight()

    @rule(who=PEOPLE, words=st.sampled_from(WORDS), chat=st.booleans(), direct=st.booleans())
    def asks(self, who: Email, words: str, chat: bool, direct: bool) -> None:
        self._send(self._question(who, words, chat=chat, direct=direct))

    @rule(who=PEOPLE, words=st.sampled_from(WORDS))
    def asks_what_cannot_be_decided(self, who: Email, words: str) -> None:
        self._send(self._question(who, words, chat=True, direct=True), poisoned=True)

    @rule(
        who=PEOPLE,
        verb=st.sampled_from(Verb),
        which=ANY_NUMBER,
        text=st.sampled_from(["", "Au local 12.", "2026-12-01", "paul.cote@atelier.example"]),
        choice=st.sampled_from(["", "gants", "badge", "magasin", "accueil", "2026-12-01T15:00", PAUL, OLGA]),
    )
    def uses_a_button(self, who: Email, verb: Verb, which: int, text: str, choice: str) -> None:
        self._send(self._button(who, verb, self._reference(which), text, choice))

    @rule(who=PEOPLE, verb=st.sampled_from([Verb.TAKE, Verb.ANSWER, Verb.HELPED, Verb.PASS_ON, Verb.CHOOSE]))
    def uses_a_common_button(self, who: Email, verb: Verb) -> None:
        self._send(self._button(who, verb, self._reference(-1), "Au local 12.", "gants"))

    @rule(who=PEOPLE, words=st.sampled_from(WORDS), before=st.booleans())
    def the_process_ends_while_it_decides(self, who: Email, words: str, before: bool) -> None:
        self.trial.doom(before=1 if before else None, after=None if before else 1)
        fact = self._question(who, words, chat=False, direct=True)
        assert self.trial.receive(fact) is None
        self.trial.doom()
        self.unheard.append(fact)
        if not before:
            self._remember(fact)

    @precondition(lambda self: self.unheard)
    @rule()
    def a_platform_that_heard_nothing_sends_again(self) -> None:
        fact = self.unheard.pop(0)
        outcome = self.trial.receive(fact)
        assert outcome is not None
        assert outcome.duplicate is (fact in self.taken)
        if fact not in self.taken:
            self._remember(fact)

    @precondition(lambda self: self.taken)
    @rule(which=ANY_NUMBER, fresh=st.booleans())
    def a_fact_arrives_again(self, which: int, fresh: bool) -> None:
        fact = self.taken[which % len(self.taken)]
        keys = (self._key(), fact.keys[which % len(fact.keys)]) if fresh else fact.keys
        outcome = self.trial.receive(replace(fact, keys=keys))
        assert outcome is not None
        assert outcome.duplicate
        assert self.trial.sight() == self.seen

    @rule(chat=FATES, web=LIVING)
    def messages_are_delivered(self, chat: list[Fate], web: list[Fate]) -> None:
        self.trial.deliver(chat, web)

    @rule(commit=st.integers(1, 4), before=st.booleans())
    def the_process_ends_while_it_delivers(self, commit: int, before: bool) -> None:
        self.trial.doom(before=commit if before else None, after=None if before else commit)
        self.trial.deliver()
        self.trial.doom()

    @rule()
    def the_process_is_restarted(self) -> None:
        self.trial.restart()

    @rule(minutes=st.sampled_from([1, 9, 10, 30, 31, 120, 185, 60 * 18, 60 * 24, 60 * 24 * 5]))
    def time_passes(self, minutes: int) -> None:
        """The timers fire when their time comes, as they do within a second."""
        until = self.trial.clock.now() + timedelta(minutes=minutes)
        self._fire(in_time=False)
        while (due := self.trial.next_due()) and due <= until:
            self.trial.clock.at = max(due, self.trial.clock.now())
            self._fire(in_time=True)
        self.trial.clock.at = until

    @rule(minutes=st.sampled_from([-90, 20, 300, 60 * 24 * 3]))
    def the_clock_jumps(self, minutes: int) -> None:
        self.trial.clock.forward(timedelta(minutes=minutes))
        self._fire(in_time=False)

    @rule()
    def what_was_kept_is_decided(self) -> None:
        self.trial.decide_kept()

    @rule(who=st.sampled_from([PAUL, ROSE, OLGA]), away=st.booleans(), active=st.booleans())
    def somebody_is_away_or_back(self, who: Email, away: bool, active: bool) -> None:
        until = date(2027, 1, 1) if away else None
        person = replace(self.trial.table.people[who], away_until=until, active=active)
        self.trial.edit(replace(self.trial.table, people={**self.trial.table.people, who: person}))

    @rule(which=st.sampled_from(["gants", "badge"]), department=st.sampled_from(["magasin", "accueil"]))
    def a_topic_changes_hands(self, which: str, department: str) -> None:
        topic = self.trial.table.topics[TopicId(which)]
        self._edit(replace(topic, department=DepartmentId(department), person=None))

    @rule(which=st.sampled_from(["gants", "badge"]), active=st.booleans(), confidential=st.booleans())
    def a_topic_is_archived_or_made_confidential(self, which: str, active: bool, confidential: bool) -> None:
        self._edit(replace(self.trial.table.topics[TopicId(which)], active=active, confidential=confidential))

    @invariant()
    def the_rules_hold(self) -> None:
        before, self.seen = self.seen, self.trial.sight()
        rules.every_open_request_has_a_keeper(self.seen, self.trial.table)
        rules.nothing_is_lost_or_doubled(self.seen, self.asked)
        rules.timelines_only_grow(before, self.seen)

    def teardown(self) -> None:
        try:
            self._end()
        finally:
            self.trial.close()

    def _end(self) -> None:
        """Everything works again: whatever was promised is kept."""
        while self.unheard:
            self.a_platform_that_heard_nothing_sends_again()
        self.trial.settle()
        sight, arrivals = self.trial.sight(), [*self.trial.chat.arrivals, *self.trial.web.arrivals]
        rules.everything_was_delivered(sight)
        rules.nothing_is_lost_or_doubled(sight, self.asked)
        rules.each_first_reply_names_somebody(sight, arrivals, self.trial.table)
        rules.no_due_time_has_passed(sight)
        rules.nothing_arrived_twice(self.trial.web.arrivals if self.blind else arrivals)

    def _edit(self, topic: Topic) -> None:
        self.trial.edit(replace(self.trial.table, topics={**self.trial.table.topics, topic.id: topic}))

    def _fire(self, *, in_time: bool) -> None:
        before: Sight = self.trial.sight()
        self.trial.fire()
        after = self.trial.sight()
        rules.every_moved_promise_was_announced(before, after, in_time=in_time)
        rules.no_due_time_has_passed(after)

    def _send(self, fact: Fact, *, poisoned: bool = False) -> None:
        outcome = self.trial.receive(fact, poisoned=poisoned)
        assert outcome is not None
        assert not outcome.duplicate
        self._remember(fact)

    def _remember(self, fact: Fact) -> None:
        self.taken.append(fact)
        if isinstance(fact, QuestionAsked) and _opens(fact.text):
            self.asked.append(fact.text)

    def _question(self, who: Email, words: str, *, chat: bool, direct: bool) -> QuestionAsked:
        number = next(self._numbers)
        text = words if not _opens(words) else f"{words} {number}"
        place = Place(
            channel=CHAT if chat else ChannelName("web"),
            conversation=f"person:{who}" if direct else "channel:help",
            thread="" if direct else str(number),
            direct=direct,
        )
        return QuestionAsked(
            keys=self._keys(),
            actor=_actor(who),
            place=place,
            at=self.trial.clock.now(),
            text=text,
            post=f"post:{len(self.seen.requests) + 1}",
        )

    def _button(self, who: Email, verb: Verb, reference: Reference, text: str, choice: str) -> VerbUsed:
        place = Place(channel=CHAT, conversation=f"person:{who}")
        return VerbUsed(
            keys=self._keys(),
            actor=_actor(who),
            place=place,
            at=self.trial.clock.now(),
            verb=verb,
            reference=reference,
            text=text,
            choice=choice,
        )

    def _reference(self, which: int) -> Reference:
        """A request of now, mostly; else one that does not exist."""
        known = [request.reference for request in self.seen.requests]
        return known[which % len(known)] if known else Reference("G-1001")

    def _keys(self) -> tuple[str, ...]:
        return (self._key(), self._key())

    def _key(self) -> str:
        return f"key:{next(self._numbers)}"


@pytest.fixture
def fresh_sqlite(tmp_path: Path) -> Callable[[], str]:
    """A copy of one migrated file each time."""
    numbers = count(1)

    def fresh() -> str:
        copy = tmp_path / f"ledger-{next(numbers)}.db"
        shutil.copyfile(empty_ledger(), copy)
        return f"sqlite:///{copy}"

    return fresh


@pytest.fixture
def fresh_postgres(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """One database, emptied each time."""
    with empty_ledger_on("postgresql", tmp_path) as database:

        def fresh() -> str:
            with database.write() as connection:
                every = sa.inspect(connection).get_table_names()
                names = ", ".join(each for each in every if each != "alembic_version")
                connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
                connection.commit()
            return database.url.render_as_string(hide_password=False)

        yield fresh


def tried(fresh_ledger: Callable[[], str], *, examples: int, steps: int) -> None:
    on_this = type("Promise", (Promise,), {"fresh_ledger": staticmethod(fresh_ledger)})
    house = settings(
        max_examples=examples,
        stateful_step_count=steps,
        phases=(Phase.reuse, Phase.generate),  # shrinking takes minutes: add Phase.shrink to look into a failure
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(on_this, settings=house)


def test_the_promise_holds_whatever_happens(fresh_sqlite: Callable[[], str]) -> None:
    tried(fresh_sqlite, examples=12, steps=15)


@pytest.mark.slow
def test_the_promise_holds_over_long_histories(fresh_sqlite: Callable[[], str]) -> None:
    tried(fresh_sqlite, examples=10, steps=40)


@pytest.mark.slow
def test_the_promise_holds_on_postgresql(fresh_postgres: Callable[[], str]) -> None:
    tried(fresh_postgres, examples=6, steps=30)


def test_what_became_confidential_on_its_way_to_a_channel_follows_directly(fresh_sqlite: Callable[[], str]) -> None:
    trial = Trial(fresh_sqlite(), company(), blind=False)
    place = Place(channel=CHAT, conversation="channel:help", thread="1", direct=False)
    at = trial.clock.now()
    trial.receive(QuestionAsked(keys=("a",), actor=_actor(ANNA), place=place, at=at, text="gants"))

    gloves = trial.table.topics[TopicId("gants")]
    secret = {**trial.table.topics, gloves.id: replace(gloves, confidential=True)}
    trial.edit(replace(trial.table, topics=secret))
    trial.deliver()

    told = {arrival.address: arrival.content.as_text for arrival in trial.chat.arrivals}
    assert "B-12-3" not in told["channel:help"]
    assert "B-12-3" in told[f"person:{ANNA}"]
    trial.close()


def _opens(words: str) -> bool:
    return bool(words.strip()) and words != GREETING and not words.lower().startswith("g-")


def _actor(who: Email) -> Actor:
    return Actor(person=PersonId(who), name=who.split("@")[0].split(".")[0].title())
