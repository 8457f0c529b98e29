from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.parse import LONGEST_TEXT, LONGEST_WORD, TooLong, Unreadable, question_of, verb_of
from bot.words import instant_of, readable
from handlers.incoming import Actor, PersonId, QuestionAsked, VerbUsed
from handlers.verbs import Verb
from knowledge.models import Lang

ANNA = Actor(person=PersonId("anna@atelier.example"), name="Anna")
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
PIECE = st.text(st.characters(exclude_categories=()), max_size=8)
UNFIT = st.sampled_from(("\0", "\ud800", "\udfff"))  # what no database takes: NUL, half a character
ANYTHING = PIECE | st.tuples(PIECE, UNFIT, PIECE).map("".join)
WHENS = ANYTHING | st.datetimes().map(datetime.isoformat)
ZONE = "America/Toronto"
FORMS = st.fixed_dictionaries(
    {"nonce": ANYTHING.filter(bool), "verb": st.sampled_from(Verb)},
    optional={
        "text": ANYTHING,
        "reference": ANYTHING | st.just("\0" * (LONGEST_WORD + 1)),
        "choice": ANYTHING | st.just("x" * (LONGEST_WORD + 1)),
        "when": WHENS,
    },
)
BUTTON = {"nonce": "n1", "verb": "take", "reference": "G-1042"}


@given(ANYTHING)
def test_whatever_is_typed_becomes_a_question_that_any_database_can_hold(text: str) -> None:
    fact = question_of({"nonce": "n1", "text": text}, ANNA, NOW)

    assert isinstance(fact, QuestionAsked)
    assert "\0" not in fact.text
    fact.text.encode("utf-8")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_ordinary_text_is_kept_to_the_letter(text: str) -> None:
    assert readable(text) == text


@given(FORMS)
def test_a_form_of_ours_with_anything_in_its_fields_becomes_a_fact_that_any_database_can_hold(
    form: dict[str, str],
) -> None:
    fact = verb_of(form, ANNA, NOW, ZONE)

    assert isinstance(fact, VerbUsed)
    assert (fact.verb, fact.actor) == (form["verb"], ANNA)
    words = (*fact.keys, fact.reference, fact.text, fact.choice)
    assert "\0" not in "".join(words)
    "".join(words).encode("utf-8")
    assert max(map(len, (fact.reference, fact.choice))) <= LONGEST_WORD
    assert fact.when is None or fact.when.utcoffset() == timedelta()


def test_the_nonce_is_what_a_second_sending_is_recognised_by() -> None:
    first = question_of({"nonce": "abc", "text": "gants ?"}, ANNA, NOW)
    second = question_of({"nonce": "abc", "text": "gants ?"}, ANNA, NOW)

    assert isinstance(first, QuestionAsked)
    assert isinstance(second, QuestionAsked)
    assert first.keys == second.keys == ("web:abc",)


@pytest.mark.parametrize("nonce", ["", "n" * (LONGEST_WORD + 1)])
def test_a_form_without_a_nonce_of_ours_is_not_one_of_ours(nonce: str) -> None:
    assert question_of({"nonce": nonce, "text": "gants ?"}, ANNA, NOW) == Unreadable("nonce")
    assert verb_of({**BUTTON, "nonce": nonce}, ANNA, NOW, ZONE) == Unreadable("nonce")


def test_a_nonce_may_be_as_long_as_a_word() -> None:
    assert isinstance(question_of({"nonce": "n" * LONGEST_WORD, "text": "gants ?"}, ANNA, NOW), QuestionAsked)
    assert isinstance(verb_of({**BUTTON, "nonce": "n" * LONGEST_WORD}, ANNA, NOW, ZONE), VerbUsed)


@pytest.mark.parametrize("form", [{}, {"nonce": "n1"}])
def test_a_form_without_what_every_form_of_ours_has_is_not_one_of_ours(form: dict[str, str]) -> None:
    assert isinstance(verb_of(form, ANNA, NOW, ZONE), Unreadable)


@pytest.mark.parametrize("verb", ["", "delete_everything", "Take", " take", "take\0", "t\ud800ke"])
def test_a_verb_nobody_knows_is_unreadable(verb: str) -> None:
    assert verb_of({**BUTTON, "verb": verb}, ANNA, NOW, ZONE) == Unreadable("verb")


@pytest.mark.parametrize("length", [LONGEST_TEXT, LONGEST_TEXT + 1])
def test_a_text_may_be_as_long_as_the_limit_and_no_longer(length: int) -> None:
    form = {"nonce": "n1", "text": "é" * length}

    assert isinstance(question_of(form, ANNA, NOW), TooLong) is (length > LONGEST_TEXT)
    assert isinstance(verb_of({**BUTTON, **form}, ANNA, NOW, ZONE), TooLong) is (length > LONGEST_TEXT)


@pytest.mark.parametrize(("given_lang", "understood"), [("en", Lang.EN), ("", None), ("tlh", None)])
def test_a_language_counts_only_when_it_was_chosen(given_lang: str, understood: Lang | None) -> None:
    fact = question_of({"nonce": "n1", "text": "gants ?", "lang": given_lang}, ANNA, NOW)

    assert isinstance(fact, QuestionAsked)
    assert fact.lang == understood


def test_a_date_and_time_are_those_of_whoever_fills_in_the_form() -> None:
    assert instant_of("2026-11-24T14:30", "America/Toronto") == datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
    assert instant_of("2026-11-24T14:30", "Europe/Paris") == datetime(2026, 11, 24, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize("when", ["", "tomorrow", "24:00", "2026-02-30T10:00", "9999-12-31T23:59", "2026-11-24T\ud800"])
def test_what_is_no_date_and_time_or_lies_beyond_all_of_them_is_none(when: str) -> None:
    assert instant_of(when, ZONE) is None


def test_before_the_first_date_and_time_there_is_none() -> None:
    assert instant_of("0001-01-01T00:00", "Asia/Tokyo") is None
