"""Whom a caller asks for, in the words of whoever holds the phone; ordinary questions are no calls."""

import pytest

from handlers.calls import subject_of_call


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("j'ai un appel pour Paul Côté", "paul cote"),
        ("J’ai un appel pour la comptabilité", "comptabilite"),
        ("bonjour, j'ai un client au téléphone pour la garantie", "garantie"),
        ("appel pour l'informatique", "informatique"),
        ("appel Nora Diaz", "nora diaz"),
        ("I have a call for Nora Diaz", "nora diaz"),
        ("I've got a customer on the line for the warranty", "warranty"),
        ("there's someone on the phone asking for Olga", "olga"),
        ("j'ai un appel pour Paul, 514-555-0100", "paul"),
    ],
)
def test_a_caller_is_heard(text: str, subject: str) -> None:
    assert subject_of_call(text) == subject


@pytest.mark.parametrize(
    "text",
    [
        "comment transférer un appel ?",
        "qui appeler pour une fuite d'eau ?",
        "j'ai perdu ma carte d'accès",
        "how do I set up a call with a supplier?",
        "où sont les gants ?",
    ],
)
def test_a_question_is_no_call(text: str) -> None:
    assert subject_of_call(text) is None
