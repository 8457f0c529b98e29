from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.parse import LONGEST_TEXT, TooLong, Unreadable, question_of, verb_of
from bot.words import instant_of, readable
from handlers.incoming import Actor, PersonId, QuestionAsked, VerbUsed
from handlers.verbs import Verb
from knowledge.models import Lang

ANNA = Actor(person=PersonId("anna@atelier.example"), name="Anna")
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
ANYTHING = st.text(st.characters(exclude_categories=()))  # lone surrogates too
ZONE = "America/Toronto"
VERBS = ANYTHING | st.sampled_from(Verb)
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


@given(st.fixed_dictionaries(dict.fromkeys(("nonce", "text", "choice", "reference", "when"), ANYTHING)), VERBS)
def test_no_form_makes_the_parser_raise(fields: dict[str, str], verb: str) -> None:
    form = {**fields, "verb": verb}

    fact = verb_of(form, ANNA, NOW, ZONE)

    if isinstance(fact, VerbUsed):
        (fact.text + fact.choice + fact.reference + fact.keys[0]).encode("utf-8")


def test_the_nonce_is_what_a_second_sending_is_recognised_by() -> None:
    first = question_of({"nonce": "abc", "text": "gants ?"}, ANNA, NOW)
    second = question_of({"nonce": "abc", "text": "gants ?"}, ANNA, NOW)

    assert isinstance(first, QuestionAsked)
    assert isinstance(second, QuestionAsked)
    assert first.keys == second.keys == ("web:abc",)


def test_a_form_without_a_nonce_is_not_one_of_ours() -> None:
    assert question_of({"text": "gants ?"}, ANNA, NOW) == Unreadable("nonce")
    assert verb_of({**BUTTON, "nonce": ""}, ANNA, NOW, ZONE) == Unreadable("nonce")


def test_a_verb_nobody_knows_is_unreadable() -> None:
    assert verb_of({**BUTTON, "verb": "delete_everything"}, ANNA, NOW, ZONE) == Unreadable("verb")


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
    assert instant_of("tomorrow", ZONE) is None
