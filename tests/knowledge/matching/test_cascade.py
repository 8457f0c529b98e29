import pytest

from knowledge.cascade import Cascade, is_doubtful
from knowledge.lexical import fit
from knowledge.lexical.engine import LexicalEngine
from knowledge.matcher import Matched, NoMatch, WhyNot
from tests.fakes.encoder import FakeEncoder

from .company import company


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def cascade(engine: LexicalEngine, encoder: FakeEncoder) -> Cascade:
    made = Cascade(engine, fit(company(), encoder=encoder))
    encoder.asked.clear()
    return made


def test_what_the_words_do_not_tell_the_sense_may(engine: LexicalEngine, cascade: Cascade) -> None:
    assert "heating" not in [found.topic for found in engine.match("glagla").candidates[:1]]
    assert cascade.match("glagla").candidates[0].topic == "heating"


@pytest.mark.parametrize("typed", ["no more coffee", "ME21N", "bonjour", "👍", "ME29N"])
def test_what_is_written_in_the_table_or_is_no_question_asks_nobody_slower(
    engine: LexicalEngine, cascade: Cascade, encoder: FakeEncoder, typed: str
) -> None:
    assert cascade.match(typed) == engine.match(typed)
    assert encoder.asked == []


def test_a_doubtful_question_is_looked_at_once_more(cascade: Cascade, encoder: FakeEncoder) -> None:
    cascade.match("quelque chose de tout autre")

    assert encoder.asked == ["quelque chose de tout autre"]


def test_the_slower_one_reads_a_slip_of_the_keyboard_as_the_word_it_was_meant_to_be(
    cascade: Cascade, encoder: FakeEncoder
) -> None:
    cascade.thorough.match("le chaufage du Deuxième, ça fait quoi")

    assert encoder.asked == ["le chauffage du Deuxième, ça fait quoi"]


def test_when_the_thorough_engine_fails_the_quick_answer_stands(
    engine: LexicalEngine, cascade: Cascade, encoder: FakeEncoder
) -> None:
    encoder.broken = True

    assert cascade.match("glagla") == engine.match("glagla")


def test_doubt_ends_where_a_second_opinion_would_change_nothing(engine: LexicalEngine) -> None:
    sure = engine.match("il fait trop froid dans le bureau")

    assert isinstance(sure, Matched)
    assert not is_doubtful(sure, doubtless=sure.candidates[0].confidence)
    assert is_doubtful(sure, doubtless=1.0)
    assert is_doubtful(NoMatch(why=WhyNot.UNSURE), doubtless=0.0)
    assert not is_doubtful(NoMatch(why=WhyNot.SMALL_TALK), doubtless=0.0)


def test_likeness_and_its_threshold_come_from_the_same_vectors(cascade: Cascade) -> None:
    _, same, other = cascade.likenesses(["glagla", "it is freezing in here", "je veux des vacances"])[0]

    assert same > other
    assert 0 <= cascade.alike <= 1
