import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import LONGEST, fold, words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Où est l'Équipe ?", ("ou", "est", "equipe")),
        ("qu’est-ce que j'ai", ("est", "ce", "que", "ai")),
        ("aujourd'hui", ("aujourdhui",)),
        ("lorsqu'il s'agit d'achat", ("il", "agit", "achat")),
        ("I don't know what's up", ("i", "dont", "know", "whats", "up")),
        ("cœur et Ægir", ("coeur", "et", "aegir")),
        ("B-12-3 ou F-28", ("b123", "ou", "f28")),
        ("fin de week-end", ("fin", "de", "week", "end")),
        ("appelle 819-555-0100", ("appelle", "8195550100")),
        ("\u202eabc\u202c \x00 d\u200bef", ("abc", "def")),
        ("\ud800 seul", ("seul",)),
        ("👍 🎉", ()),
    ],
)
def test_accents_case_elisions_and_odd_characters_fold_away(typed: str, read: tuple[str, ...]) -> None:
    assert words(fold(typed)) == read


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    assert len(fold("mot " * 25_000)) <= LONGEST


@given(st.text(alphabet=st.characters(), max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = words(fold(text))

    assert words(" ".join(once)) == once or not " ".join(once).isascii()
