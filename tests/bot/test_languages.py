"""What statistics make of a few words that no rule reads."""

import pytest

from bot.languages import likely_language
from knowledge.language import guess
from knowledge.models import Lang


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("imprimante couleur", Lang.FR),
        ("tickets resto", Lang.FR),
        ("stationnement", Lang.FR),
        ("paie", Lang.FR),
        ("printer toner", Lang.EN),
        ("payroll", Lang.EN),
        ("lost badge", Lang.EN),
        ("parking", None),
        ("budget 2026", None),
        ("RTT", None),
        ("", None),
        ("😀" * 5000, None),
    ],
)
def test_words_alone_say_their_language_or_nothing(words: str, lang: Lang | None) -> None:
    assert guess(words) is None
    assert likely_language(words) is lang
