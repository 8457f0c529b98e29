"""One suite for everything that makes vectors of sentences; the real one where the extra is installed."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.engines.remembered import Remembered
from bot.storage.workshop import Workshop
from knowledge.lexical.sense import Encoder
from tests.fakes.encoder import FakeEncoder
from tests.needs import needs_semantic


@pytest.fixture(params=["fake", "e5", "remembered"])
def encoder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Encoder]:
    match request.param:
        case "fake":
            yield FakeEncoder()
        case "e5":
            yield needs_semantic()
        case _:
            yield Remembered(FakeEncoder(), Workshop(tmp_path / "engine.db"))


ODD = ["", " ", "\x00", "\ud800", "👍", "a" * 100_000, "مرحبا", "-.-", "où sont les gants ?"]


@pytest.mark.parametrize("text", ODD)
def test_any_text_gets_a_vector_of_unit_length_or_nothing(encoder: Encoder, text: str) -> None:
    vector = encoder.encode(text)

    assert vector.shape == (encoder.width,)
    assert vector.dtype == np.float32
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-3) or not vector.any()


def test_the_same_text_gets_the_same_vector(encoder: Encoder) -> None:
    assert np.array_equal(encoder.encode("my pay is short"), encoder.encode("my pay is short"))


def test_what_means_the_same_lies_closer_than_what_does_not(encoder: Encoder) -> None:
    cold, freezing, coffee = (encoder.encode(text) for text in ("il fait froid", "it is freezing", "no more coffee"))

    assert cold @ freezing > cold @ coffee
