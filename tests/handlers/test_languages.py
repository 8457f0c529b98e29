"""Which language somebody is answered in, and when statistics are asked at all."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handlers.incoming import Actor, AwayDeclared, ChannelName, Fact, Misdirected, PersonId, Place, QuestionAsked
from handlers.languages import Signs, Spoken, spoken, undecided_words
from knowledge.models import Lang
from tests.bot.house import ANNA, small_table

FR, EN, NONE = Lang.FR, Lang.EN, None
HERE = Place(channel=ChannelName("web"), conversation="here")
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
STRANGER = Actor(person=PersonId("web:somebody"))


@pytest.mark.parametrize(
    ("chosen", "words", "profile", "likely", "house", "answered_in"),
    [
        (EN, FR, FR, FR, FR, EN),
        (FR, EN, EN, EN, EN, FR),
        (NONE, EN, FR, FR, FR, EN),
        (NONE, NONE, EN, FR, FR, EN),
        (NONE, NONE, NONE, EN, FR, EN),
        (NONE, NONE, NONE, NONE, FR, FR),
        (NONE, NONE, NONE, NONE, EN, EN),
    ],
)
def test_the_surest_sign_decides(
    chosen: Lang | None, words: Lang | None, profile: Lang | None, likely: Lang | None, house: Lang, answered_in: Lang
) -> None:
    answered = spoken(Signs(chosen=chosen, words=words, profile=profile, likely=likely, house=house))

    assert answered == Spoken(answered_in, guessed=chosen is None)


@pytest.mark.parametrize(
    ("text", "writer", "undecided"),
    [
        ("stapler", STRANGER, True),
        ("où est l'agrafeuse ?", STRANGER, False),
        ("where is the stapler?", STRANGER, False),
        ("stapler", replace(STRANGER, lang=Lang.FR), False),
        ("stapler", Actor(person=PersonId(ANNA)), False),
    ],
)
def test_statistics_are_asked_only_about_words_of_which_nothing_surer_tells(
    text: str, writer: Actor, undecided: bool
) -> None:
    asked = QuestionAsked(keys=("1",), actor=writer, place=HERE, at=AT, text=text)
    passed_on = Misdirected(
        keys=("1",), actor=Actor(person=PersonId(ANNA)), author=writer, place=HERE, at=AT, text=text
    )

    expected = text if undecided else None

    assert [undecided_words(fact, small_table()) for fact in (asked, passed_on)] == [expected, expected]


@pytest.mark.parametrize(
    "fact",
    [
        QuestionAsked(keys=("1",), actor=STRANGER, place=HERE, at=AT, text="stapler", lang=Lang.EN),
        AwayDeclared(keys=("1",), actor=STRANGER, place=HERE, at=AT, until=None),
    ],
)
def test_nothing_is_guessed_where_the_language_was_said(fact: Fact) -> None:
    assert undecided_words(fact, small_table()) is None
