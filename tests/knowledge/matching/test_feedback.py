import math
import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calibration import BLIND, Calibration, Curve, Standing, log_odds, probability
from knowledge.feedback import (
    BUDGET,
    FEWEST,
    Ending,
    Lesson,
    Refinement,
    Stood,
    answer_moved,
    ask_moved,
    lessons,
    refine,
    refined,
)
from knowledge.lexical import fit
from knowledge.lexical.engine import LexicalEngine, refit
from knowledge.models import RoutingTable, TopicId

from .company import company

A, B, C = TopicId("a"), TopicId("b"), TopicId("c")
ODDS = np.linspace(-4, 4, 161)
PLAIN = Curve(plain=(0.0, 1.0, 0.0, 0.0))  # the probability is that of the log-odds themselves


def calibrated() -> Calibration:
    """A table whose questions lie evenly over the log-odds, and which is right as often as it says."""
    wrong = np.cumsum([1 - probability(odds) for odds in ODDS[::-1]]) / len(ODDS)
    risk = tuple((probability(odds), share / BUDGET) for odds, share in zip(ODDS[::-1], wrong, strict=True))
    answer = min(sure for sure, spent in risk if spent <= 1)
    return Calibration(first=PLAIN, shown=PLAIN, answer=answer, doubtless=0.95, risk=risk)


TABLE = calibrated()


def came_true(of: Callable[[float], float], questions: float) -> list[Lesson]:
    """So many questions spread like the table's, right as often as `of` says of their log-odds."""
    each = questions / len(ODDS)
    found = []
    for odds in map(float, ODDS):
        right = of(odds)
        for is_right, share in ((True, right), (False, 1 - right)):
            found.append(Lesson(first_odds=odds, shown_odds=odds, first=is_right, shown=is_right, weight=each * share))
    return found


def expected_wrong(refinement: Refinement, of: Callable[[float], float]) -> float:
    """The share of wrong answers among all questions, once refined."""
    from_there = log_odds(TABLE.answer) + refinement.answer
    return float(np.mean([(1 - of(odds)) * (odds >= from_there - 1e-9) for odds in map(float, ODDS)]))


questions = st.floats(FEWEST * 2, 3_000)
error = st.floats(0.4, 2.5)


@given(questions)
def test_endings_that_bear_the_table_out_move_next_to_nothing(count: float) -> None:
    found = refine(came_true(probability, count), TABLE)

    assert found.answer == pytest.approx(0, abs=0.06)
    assert found.ask == pytest.approx(0, abs=0.02)
    assert (found.first.level, found.first.slope) == pytest.approx((0, 1), abs=0.02)


@given(questions, error)
def test_a_table_too_sure_of_itself_answers_less_and_is_wrong_less_often(count: float, error: float) -> None:
    def truth(odds: float) -> float:
        return probability(odds - error)

    found = refine(came_true(truth, count), TABLE)

    moved = answer_moved(TABLE, found)
    assert moved.after > moved.before
    assert expected_wrong(found, truth) < expected_wrong(Refinement(), truth)
    assert found.ask > 0
    assert refined(TABLE, found).sure(Standing(first=1.0, shown=1.0, best=0.0, heard=0.0)) < probability(1.0)


@given(questions, error)
def test_a_table_too_modest_answers_more_and_stays_within_the_budget(count: float, error: float) -> None:
    def truth(odds: float) -> float:
        return probability(odds + error)

    found = refine(came_true(truth, count), TABLE)

    moved = answer_moved(TABLE, found)
    assert moved.after < moved.before
    at_the_edge = 1 / len(ODDS)  # one question of the grid may fall on either side by its last digit
    assert expected_wrong(found, truth) <= BUDGET + at_the_edge
    assert found.ask < 0


@given(error)
def test_the_influence_of_endings_grows_with_their_number(error: float) -> None:
    def truth(odds: float) -> float:
        return probability(odds - error)

    few, more, many = (refine(came_true(truth, count), TABLE).answer for count in (50, 200, 2_000))

    assert 0 < few < more < many


lesson = st.builds(
    Lesson,
    first_odds=st.floats(-14, 14),
    shown_odds=st.floats(-14, 14),
    first=st.sampled_from([True, False, None]),
    shown=st.sampled_from([True, False, None]),
    weight=st.floats(0.01, 2.0),
)
weighty = st.builds(replace, lesson, first=st.booleans(), weight=st.floats(1.0, 2.0))  # so many count for certain


@given(st.lists(weighty, min_size=FEWEST, max_size=3 * FEWEST), st.randoms(use_true_random=False))
def test_whatever_is_clicked_thresholds_stay_in_bounds_and_the_order_says_nothing(
    told: list[Lesson], chance: random.Random
) -> None:
    found = refine(told, TABLE)
    others = list(told)
    chance.shuffle(others)

    assert found.is_enough
    assert refine(others, TABLE) == found
    for shift in (found.answer, found.doubtless, found.ask):
        assert -0.75 <= shift <= 1.5
    after = refined(TABLE, found)
    assert all(math.isfinite(value) for value in (after.answer, after.doubtless, after.ask))
    assert after.doubtless >= after.answer


@given(st.lists(lesson, max_size=30))
def test_a_few_odd_clicks_change_nothing_at_all(told: list[Lesson]) -> None:
    few = [one for one in told if one.weight <= 1]

    assert refined(TABLE, refine(few, TABLE)) == TABLE


def test_a_table_that_answers_nothing_by_itself_is_left_alone() -> None:
    assert refined(BLIND, refine(came_true(probability, 500), BLIND)) == BLIND


def stands(*shown: TopicId, odds: float = 1.0) -> Stood:
    return Stood(standing=Standing(first=odds, shown=odds, best=0.0, heard=0.0), shown=shown)


def taught(endings: list[Ending], stood: Stood | None) -> list[Lesson]:
    return lessons(endings, {ending.text: stood for ending in endings}, TABLE)


def ending(
    text: str = "q", asker: str = "anna", right: TopicId | None = None, wrong: set[TopicId] | None = None
) -> Ending:
    return Ending(text=text, asker=asker, right=right, wrong=frozenset(wrong or ()))


@pytest.mark.parametrize(
    ("one", "first", "shown"),
    [
        (ending(right=A), True, True),
        (ending(right=B), False, True),
        (ending(right=C), False, False),
        (ending(wrong={A}), False, None),
        (ending(wrong={A, B}), False, False),
    ],
)
def test_an_ending_is_tried_on_what_would_be_shown_today(one: Ending, first: bool, shown: bool | None) -> None:
    [told] = taught([one], stands(A, B))

    assert (told.first, told.shown) == (first, shown)


def test_that_another_topic_was_wrong_says_nothing_of_todays() -> None:
    assert taught([ending(wrong={B})], stands(A, B)) == []


def test_what_words_alone_decide_teaches_nothing() -> None:
    assert taught([ending(right=A)], None) == []


def weight_of(told: list[Lesson]) -> float:
    return math.fsum(one.weight for one in told)


def test_the_same_question_a_hundred_times_counts_three_times() -> None:
    others = [ending(text=f"q{n}", asker=f"p{n}", right=A) for n in range(60)]
    repeated = [ending(text="Où est le ficus ?", asker=f"r{n}", right=A) for n in range(50)]
    repeated += [ending(text="ou est le FICUS", asker=f"s{n}", right=A) for n in range(50)]

    assert weight_of(taught([*others, *repeated], stands(A))) == pytest.approx(60 + 3)


def test_one_person_alone_never_is_enough() -> None:
    told = taught([ending(text=f"q{n}", asker="mallory", right=A) for n in range(300)], stands(A))

    assert not refine(told, TABLE).is_enough


def test_one_person_among_others_weighs_a_tenth_at_most() -> None:
    honest = [ending(text=f"q{n}", asker=f"p{n}", right=A) for n in range(100)]
    loud = [ending(text=f"m{n}", asker="mallory", wrong={A}) for n in range(100)]

    told = taught([*honest, *loud], stands(A))

    assert math.fsum(one.weight for one in told if not one.first) == pytest.approx(20)


@pytest.fixture(scope="module")
def table() -> RoutingTable:
    return company()


@pytest.fixture(scope="module")
def engine(table: RoutingTable) -> LexicalEngine:
    return fit(table)


def test_a_question_that_became_a_phrasing_teaches_nothing(engine: LexicalEngine, table: RoutingTable) -> None:
    topic = table.active_topics[0]

    assert engine.stood(topic.phrasings[0].upper() + " !") is None
    assert engine.stood(f"{topic.phrasings[0]} chez le dentiste") is not None


def test_an_engine_refined_says_other_confidences_and_an_edit_leaves_it_so(
    engine: LexicalEngine, table: RoutingTable
) -> None:
    text = f"{table.active_topics[0].phrasings[0]} chez le dentiste"
    too_sure = refine(came_true(lambda odds: probability(odds - 2), 1_000), engine.model.calibration)

    doubting = engine.with_refinement(too_sure)
    edited = refit(doubting, table)

    assert edited is not None
    for one in (doubting, edited):
        assert one.match(text).candidates[0].confidence < engine.match(text).candidates[0].confidence
        assert one.calibration.answer > answer_moved(engine.model.calibration, too_sure).before
    assert engine.calibration == engine.model.calibration


def test_thresholds_before_and_after_are_on_one_scale() -> None:
    found = refine(came_true(lambda odds: probability(odds + 1), 1_000), TABLE)

    assert refined(TABLE, found).answer == answer_moved(TABLE, found).after
    assert refined(TABLE, found).ask == pytest.approx(TABLE.ask, abs=0.1)
    assert ask_moved(TABLE, found).before > ask_moved(TABLE, found).after
