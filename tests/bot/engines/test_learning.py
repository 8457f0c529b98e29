"""What became of questions, learned from a ledger: when, by which engine, for how long."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot.engines.fitting import Fitted, Fitting, parts
from bot.engines.learning import MANY, Learning
from bot.engines.told import told
from bot.settings import EngineChoice
from bot.snapshots import Snapshots
from bot.storage.database import Database
from bot.storage.routing import SqlRouting
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.workshop import Workshop
from handlers.incoming import Actor, PersonId
from handlers.requests.events import TimelineEvent
from handlers.requests.model import ClosingReason, Request, State
from handlers.verbs import Verb
from knowledge.feedback import FEWEST, Refinement
from knowledge.models import DepartmentId, Email, RoutingTable, Topic, TopicId
from tests.bot.house import MONDAY_MORNING, WEEK
from tests.contracts.test_ledger import promised
from tests.fakes.encoder import FakeEncoder
from tests.knowledge.matching.company import company

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)
NEVER_IN = "zut, encore "  # before a phrasing: a question that the table has not word for word


def table() -> RoutingTable:
    """The company of the matching tests, with a front desk that owns nothing."""
    small = company()
    house = small.departments[DepartmentId("house")]
    desk = replace(house, id=DepartmentId("desk"), members=(Email("paul@house.example"),), hours=WEEK)
    other = replace(house, triage=False)
    return replace(small, departments={other.id: other, desk.id: desk})


TABLE = table()


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger with a table, and what stands on it."""

    units: SqlUnitsOfWork
    workshop: Workshop
    encoder: FakeEncoder

    def fitting(self, choice: EngineChoice = EngineChoice.LEXICAL) -> Fitting:
        return Fitting(choice, self.workshop, lambda: self.encoder)

    def ends(self, count: int, *, is_right: bool, people: int = 50, prefix: str = NEVER_IN) -> None:
        """So many questions, each near a phrasing of a topic: it helped, or these were not the right people."""
        topics = TABLE.active_topics
        with self.units.begin() as unit:
            for number in range(count):
                topic = topics[number % len(topics)]
                phrasing = topic.phrasings[number // len(topics) % len(topic.phrasings)]
                text = f"{prefix}{phrasing} {spelled(number)}"
                stored = unit.requests.add(ended(text, f"p{number % people}@house.example", topic, is_right=is_right))
                kind = Verb.HELPED if is_right else Verb.NOT_THESE_PEOPLE
                unit.timeline.append(stored.id, [TimelineEvent(kind=kind, at=MONDAY_MORNING)])
            unit.commit()

    def forget_the_words(self) -> None:
        """As an erasure does."""
        with self.units.begin() as unit:
            for request in unit.requests.newest(limit=10_000):
                unit.requests.save(replace(request, question=""))
            unit.commit()


def spelled(number: int) -> str:
    """A number as a word that no table knows."""
    syllables = ("ba", "lo", "mi", "du", "fe", "gou", "pi", "ra", "no", "tu")
    return "".join(syllables[int(digit)] for digit in f"{number:04}")


def ended(text: str, who: str, topic: Topic, *, is_right: bool) -> Request:
    asked = replace(promised(), question=text, requester=Actor(person=PersonId(who)))
    if not is_right:
        return asked.remembering(excluded=(topic.id,))
    closed = replace(asked, state=State.CLOSED, plan=(), closed_at=MONDAY_MORNING)
    return replace(closed, topic=topic.id, closing_reason=ClosingReason.SOLVED)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    database = Database(f"sqlite:///{tmp_path / 'guichet.db'}")
    upgrade(database, MONDAY_MORNING)
    SqlRouting(database).publish(TABLE, base=0, author="test", now=MONDAY_MORNING)
    yield Ledger(SqlUnitsOfWork(database, uuid4), Workshop(tmp_path / "engine.db"), FakeEncoder())
    database.close()


@pytest.fixture
def published(ledger: Ledger) -> RoutingTable:
    return ledger.units.routing.published()


def silent(done: int, of: int) -> None: ...


def learned(ledger: Ledger, table: RoutingTable, fitting: Fitting, days: int = 0) -> Fitted:
    engine = fitting.best(table, silent)
    return Learning(ledger.units, fitting).learned(table, engine, MONDAY_MORNING + days * DAY, silent)


def answers_from(engine: Fitted) -> float:
    return parts(engine)[-1].calibration.answer


def test_few_endings_change_nothing_and_the_next_step_is_told(ledger: Ledger, published: RoutingTable) -> None:
    ledger.ends(FEWEST // 2, is_right=True)

    engine = learned(ledger, published, ledger.fitting())

    assert told(engine).key == "feedback.too_few"
    assert told(engine).counted == FEWEST // 2
    assert told(engine).counts["missing"] == FEWEST // 2
    assert parts(engine)[0].calibration == parts(engine)[0].own_calibration


@pytest.mark.parametrize("choice", [EngineChoice.LEXICAL, EngineChoice.SEMANTIC])
def test_complaints_make_every_engine_more_careful_and_thanks_less(
    ledger: Ledger, published: RoutingTable, choice: EngineChoice
) -> None:
    fitting = ledger.fitting(choice)

    ledger.ends(200, is_right=True)
    content = learned(ledger, published, fitting)
    ledger.ends(400, is_right=False, prefix="bon, alors ")
    annoyed = learned(ledger, published, fitting, days=2)

    assert len(parts(content)) == (1 if choice is EngineChoice.LEXICAL else 2)
    for happy, sad in zip(parts(content), parts(annoyed), strict=True):
        assert happy.refinement.answer < 0 < sad.refinement.answer
        assert happy.refinement.first.of(2.0) > sad.refinement.first.of(2.0)
    assert told(content).answer.after < told(content).answer.before
    assert told(annoyed).answer.after > told(annoyed).answer.before
    assert (told(content).right or 0) > (told(annoyed).right or 0)


def test_what_was_learned_is_there_at_the_next_start(ledger: Ledger, published: RoutingTable) -> None:
    ledger.ends(200, is_right=True)
    before = learned(ledger, published, ledger.fitting())

    after = ledger.fitting().best(published, silent)

    assert parts(after)[0].refinement == parts(before)[0].refinement
    assert parts(after)[0].refinement.is_enough


def test_nothing_is_tried_again_before_a_day_has_passed_or_much_is_new(ledger: Ledger, published: RoutingTable) -> None:
    fitting = ledger.fitting()
    ledger.ends(FEWEST, is_right=True)
    engine = learned(ledger, published, fitting)
    learning = Learning(ledger.units, fitting)

    assert not learning.is_due(published, engine, MONDAY_MORNING + DAY / 2)
    assert learning.is_due(published, engine, MONDAY_MORNING + DAY)
    assert learning.is_due(published, engine, MONDAY_MORNING - DAY)  # the clock was set back
    ledger.ends(MANY - 1, is_right=True)
    assert not learning.is_due(published, engine, MONDAY_MORNING + DAY / 2)
    ledger.ends(1, is_right=True)
    assert learning.is_due(published, engine, MONDAY_MORNING + DAY / 2)


def test_words_that_were_erased_have_no_say_any_more_and_were_never_kept(
    ledger: Ledger, published: RoutingTable
) -> None:
    fitting = ledger.fitting(EngineChoice.SEMANTIC)
    ledger.ends(200, is_right=True)
    learned(ledger, published, fitting)
    assert ledger.workshop.path is not None
    kept = ledger.workshop.path.read_bytes()
    vectors = len(ledger.encoder.asked)

    ledger.forget_the_words()
    engine = learned(ledger, published, fitting, days=1)

    assert vectors > 200
    assert NEVER_IN.encode() not in kept
    assert (told(engine).counted, parts(engine)[-1].refinement.is_enough) == (0, False)


def test_a_question_accepted_as_a_phrasing_counts_no_more(ledger: Ledger, published: RoutingTable) -> None:
    ledger.ends(60, is_right=True)
    before = learned(ledger, published, ledger.fitting())
    with ledger.units.look() as view:
        asked = view.requests.newest(limit=60)
    topics = dict(published.topics)
    for request in asked:
        topic = topics[request.topic or TopicId("")]
        topics[topic.id] = replace(topic, phrasings_fr=(*topic.phrasings_fr, request.question))
    ledger.units.routing.publish(
        replace(published, topics=topics), base=published.version, author="admin", now=MONDAY_MORNING
    )

    after = learned(ledger, ledger.units.routing.published(), ledger.fitting())

    assert (told(before).counted, told(after).counted) == (60, 0)


def test_one_persons_thousand_clicks_open_nothing(ledger: Ledger, published: RoutingTable) -> None:
    ledger.ends(300, is_right=True, people=1)

    engine = learned(ledger, published, ledger.fitting())

    assert told(engine).key == "feedback.too_few"
    assert answers_from(engine) == parts(engine)[-1].own_calibration.answer


@pytest.mark.parametrize("choice", [EngineChoice.LEXICAL, EngineChoice.SEMANTIC])
def test_an_edit_leaves_what_was_learned_in_force_until_it_was_tried_again(
    ledger: Ledger, published: RoutingTable, choice: EngineChoice
) -> None:
    ledger.ends(200, is_right=True)
    fitting = ledger.fitting(choice)
    snapshots = Snapshots(ledger.units.routing, fitting)
    made(snapshots)
    snapshots.take(snapshots.current.table, learned(ledger, published, fitting))
    refinements = refinements_of(snapshots)
    fewer = replace(published, topics=dict(list(published.topics.items())[:-1]))

    ledger.units.routing.publish(fewer, base=published.version, author="admin", now=MONDAY_MORNING)
    snapshots.refresh()
    at_once = refinements_of(snapshots)
    made(snapshots)

    assert all(one.is_enough for one in refinements)
    assert at_once == refinements[:1]
    assert refinements_of(snapshots) == refinements
    tried_again = learned(ledger, snapshots.current.table, fitting)
    assert [part.refinement.is_enough for part in parts(tried_again)] == [True] * len(refinements)
    assert [part.refinement for part in parts(tried_again)] != refinements


def test_what_was_learned_on_another_version_is_not_put_in_force(ledger: Ledger, published: RoutingTable) -> None:
    ledger.ends(200, is_right=True)
    fitting = ledger.fitting()
    snapshots = Snapshots(ledger.units.routing, fitting)
    late = learned(ledger, published, fitting)
    fewer = replace(published, topics=dict(list(published.topics.items())[:-1]))
    ledger.units.routing.publish(fewer, base=published.version, author="admin", now=MONDAY_MORNING)
    before = snapshots.current.table
    snapshots.refresh()

    snapshots.take(before, late)

    assert not any(one.is_enough for one in refinements_of(snapshots))


def made(snapshots: Snapshots) -> None:
    while snapshots.deepen():
        pass


def refinements_of(snapshots: Snapshots) -> list[Refinement]:
    engine = snapshots.current.engine
    assert isinstance(engine, Fitted)
    return [part.refinement for part in parts(engine)]
