"""Two questions in one breath: each gets its own request; what is one question stays one."""

import pytest

from handlers.parts import parts_of
from knowledge.matcher import NoMatch, WhyNot
from tests.fakes.engine import PlainEngine
from tests.stories.company import company

ENGINE = PlainEngine(company())
UNSURE = NoMatch(why=WhyNot.UNSURE)


@pytest.mark.parametrize(
    "text",
    [
        "où est garantie et qui s'occupe de harcelement ?",
        "où est garantie, pis c'est quoi harcelement",
        "what is garantie and where is harcelement",
        "garantie ? harcelement !",
        "garantie et aussi harcelement",
    ],
)
def test_two_questions_are_two(text: str) -> None:
    assert [part.match.candidates[0].topic for part in parts_of(text, UNSURE, ENGINE.match)] == [
        "garantie",
        "harcelement",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "garantie et harcelement",
        "où est garantie et qui paie ?",
        "j'ai perdu garantie et je cherche encore garantie",
    ],
)
def test_what_is_not_two_sure_questions_stays_one(text: str) -> None:
    assert parts_of(text, UNSURE, ENGINE.match) == ()
