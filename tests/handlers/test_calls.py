"""Whom a caller asks for, in the words of whoever holds the phone; ordinary questions are no calls."""

import pytest

from handlers.calls import Name, name_sought, subject_of_call


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("je cherche Paul Côté", "paul cote"),
        ("Je voudrais parler à Nathalie svp", "nathalie"),
        ("comment joindre l'informatique ?", "informatique"),
        ("c'est quoi le numéro des achats", "achats"),
        ("le poste de Réjean", "rejean"),
        ("où est le magasin ?", "magasin"),
        ("I'm looking for Nora Diaz", "nora diaz"),
        ("what's the number for payroll?", "payroll"),
        ("how do I reach the quality team", "quality"),
    ],
)
def test_whoever_looks_for_somebody_is_heard(text: str, name: str) -> None:
    assert name_sought(text) == Name(name, asked=True)


def test_a_name_alone_may_be_somebody_who_is_looked_for() -> None:
    assert name_sought("Paul Côté ?") == Name("paul cote", asked=False)
