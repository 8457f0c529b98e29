import pytest

from knowledge.evaluation import Confusion, Labelled, evaluate, health
from knowledge.lexical import fit
from knowledge.matcher import Ambiguous, Candidate, Match, Matched, NoMatch, Reason, ReasonKind, WhyNot
from knowledge.models import Lang, TopicId

from .company import company

A, B, C = TopicId("a"), TopicId("b"), TopicId("c")


def candidate(topic: TopicId, confidence: float) -> Candidate:
    return Candidate(topic=topic, confidence=confidence, reason=Reason(kind=ReasonKind.WORDS))


class Scripted:
    """An engine that says what it was given."""

    def __init__(self, answers: dict[str, Match]) -> None:
        self._answers = answers

    def match(self, text: str) -> Match:
        return self._answers[text]


def test_figures_count_what_a_colleague_would_notice() -> None:
    engine = Scripted(
        {
            "right": Matched(candidates=(candidate(A, 1.0),)),
            "wrong": Matched(candidates=(candidate(B, 1.0), candidate(A, 0.1))),
            "asked": Ambiguous(candidates=(candidate(B, 0.5), candidate(C, 0.3), candidate(A, 0.2))),
            "promised": NoMatch(why=WhyNot.UNSURE),
            "nobody's": Matched(candidates=(candidate(C, 1.0),)),
        }
    )
    questions = [Labelled(text=text, accepted=frozenset({A})) for text in ("right", "wrong", "asked", "promised")]

    report = evaluate(engine, [*questions, Labelled(text="nobody's")])

    assert (report.questions, report.covered) == (5, 4)
    assert (report.top1, report.top3, report.useful, report.resolved) == (0.25, 0.75, 0.25, 0.5)
    assert (report.wrong, report.asked) == (0.4, 0.2)
    assert set(report.confusions) == {Confusion(right=A, said=B, count=1), Confusion(right=None, said=C, count=1)}


def test_confidence_that_comes_true_has_no_calibration_error() -> None:
    engine = Scripted({"q": Matched(candidates=(candidate(A, 1.0),)), "r": NoMatch(why=WhyNot.UNSURE)})

    report = evaluate(engine, [Labelled(text="q", accepted=frozenset({A})), Labelled(text="r")])

    assert report.calibration_error == pytest.approx(0.0)
    assert report.risk == ((0.5, 0.0), (1.0, 0.5))


def test_no_questions_give_zeros() -> None:
    assert evaluate(Scripted({}), []).useful == 0.0


def test_health_names_topics_with_few_phrasings_and_predicts_by_language() -> None:
    table = company()

    found = health(table, fit(table))

    assert 0 < found.accuracy < 1
    assert set(found.by_lang) == {Lang.FR, Lang.EN}
    assert "coffee" in found.few_phrasings


def test_likeness_tells_the_same_question_from_another() -> None:
    engine = fit(company())

    questions = ["l'imprimante est en panne", "Imprimante en panne!!", "je veux des vacances"]
    _, same, other = engine.likenesses(questions)[0]

    assert same > engine.alike > other
