"""What somebody says of their own presence is read for its day; what they ask about others is a question."""

from datetime import date

import pytest

from handlers.away_words import AwayUntil, Back, day_in, presence_in

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("absent jusqu'au 12 décembre", date(2026, 12, 12)),
        ("Je serai absente jusqu’au 2026-12-24.", date(2026, 12, 24)),
        ("je suis en vacances jusqu'au vendredi 4 décembre", date(2026, 12, 4)),
        ("en congé jusqu'à demain", date(2026, 11, 24)),
        ("absent jusqu'à lundi", date(2026, 11, 30)),
        ("I'm away until Friday", date(2026, 11, 27)),
        ("out of office until December 1st", date(2026, 12, 1)),
        ("I will be on vacation until January 4, 2027!", date(2027, 1, 4)),
        ("away until 3 March", date(2027, 3, 3)),
        ("absent jusqu'au 31 février", None),
        ("away until the cows come home", None),
    ],
)
def test_an_absence_is_read_for_its_last_day(text: str, until: date | None) -> None:
    assert presence_in(text, MONDAY) == AwayUntil(until)


@pytest.mark.parametrize("text", ["de retour", "Je suis de retour !", "I'm back", "back at work."])
def test_a_return_is_a_return(text: str) -> None:
    assert presence_in(text, MONDAY) == Back()


@pytest.mark.parametrize(
    "text",
    [
        "Paul est absent jusqu'à vendredi, qui le remplace ?",
        "qui remplace Olga jusqu'au 12 décembre ?",
        "is Nora away until Friday?",
        "my badge came back broken",
        "absence non payée",
    ],
)
def test_words_about_others_are_a_question(text: str) -> None:
    assert presence_in(text, MONDAY) is None


def test_a_weekday_is_the_next_one_never_today() -> None:
    assert day_in("lundi", MONDAY) == date(2026, 11, 30)
    assert day_in("next tuesday", MONDAY) == date(2026, 11, 24)
