from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.lexical import fit, refit
from knowledge.lexical.engine import LexicalEngine
from knowledge.lexical.keeping import packed, unpacked
from knowledge.lexical.sense import Encoder, NoEncoder
from knowledge.models import TopicId
from tests.fakes.encoder import FakeEncoder

from .company import company

QUESTIONS = ("où sont les gants", "password", "my pay is short again", "imprimente", "ME21N", "brrr", "wombat", "")
TABLE = company()


@pytest.fixture(scope="module")
def kept(engine: LexicalEngine) -> bytes:
    return packed(engine)


@pytest.mark.parametrize("encoder", [NoEncoder(), FakeEncoder()])
def test_a_kept_engine_gives_the_same_answers(encoder: Encoder) -> None:
    fitted = fit(TABLE, encoder=encoder)

    again = unpacked(packed(fitted), TABLE, encoder)

    assert again is not None
    assert [again.match(text) for text in QUESTIONS] == [fitted.match(text) for text in QUESTIONS]
    assert (again.calibration, again.alike) == (fitted.calibration, fitted.alike)
    assert again.self_test() == fitted.self_test()


def test_a_kept_engine_can_be_refitted(kept: bytes) -> None:
    engine = unpacked(kept, TABLE, NoEncoder())
    taught = replace(TABLE.topics[TopicId("coffee")], phrasings_en=("the wombat is thirsty",))

    assert engine is not None
    after = refit(engine, replace(TABLE, topics={**TABLE.topics, taught.id: taught}))

    assert after is not None
    assert after.match("thirsty wombat").candidates[0].topic == "coffee"


def test_an_engine_of_another_table_or_encoder_is_none(kept: bytes) -> None:
    fewer = replace(TABLE, topics=dict(list(TABLE.topics.items())[:5]))

    assert unpacked(kept, fewer, NoEncoder()) is None
    assert unpacked(kept, TABLE, FakeEncoder()) is None


@settings(max_examples=25)
@given(where=st.integers(0, 1_000_000), flip=st.integers(1, 255))
def test_a_damaged_one_is_none_or_as_large_as_the_table_never_an_error(kept: bytes, where: int, flip: int) -> None:
    at = where % len(kept)
    damaged = kept[:at] + bytes([kept[at] ^ flip]) + kept[at + 1 :]

    engine = unpacked(damaged, TABLE, NoEncoder())

    assert engine is None or engine.match("gants").candidates is not None


@pytest.mark.parametrize("content", [b"", b"PK", b"\x80\x04."])
def test_what_is_no_kept_engine_is_none(content: bytes) -> None:
    assert unpacked(content, TABLE, NoEncoder()) is None


def test_half_a_file_is_none(kept: bytes) -> None:
    assert unpacked(kept[: len(kept) // 2], TABLE, NoEncoder()) is None
