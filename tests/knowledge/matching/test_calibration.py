import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calibration import BLIND, FEWEST, Stakes, Standing, Trial, calibrate, standing


def trial(first: float, rank: int | None, *, covered: bool = True, heard: float = 1.0, foreign: bool = False) -> Trial:
    stands = Standing(first=first, shown=first, best=first, heard=heard)
    return Trial(standing=stands, rank=rank, covered=covered, foreign=foreign)


def test_a_table_that_says_too_little_answers_nothing_by_itself() -> None:
    calibration = calibrate([trial(1.0, 0)] * (FEWEST - 1))

    assert calibration == BLIND
    assert calibration.sure(trial(100.0, 0).standing) < calibration.answer


def test_sure_and_right_is_answered_and_doubtful_is_not() -> None:
    trials = [trial(2.0 + n / 100, 0) for n in range(60)] + [trial(0.3, None) for _ in range(30)]
    trials += [trial(0.3, None, covered=False) for _ in range(30)]

    calibration = calibrate(trials)

    assert calibration.sure(trial(2.3, 0).standing) >= calibration.answer
    assert calibration.sure(trial(0.3, 0).standing) < calibration.answer
    assert calibration.accuracy == pytest.approx(2 / 3)


@given(
    st.lists(
        st.builds(
            trial,
            st.floats(-5, 5),
            st.sampled_from([0, 1, 2, None]),
            covered=st.booleans(),
            heard=st.floats(0, 1),
        ),
        min_size=FEWEST,
        max_size=80,
    ),
    st.just(0.0) | st.floats(1e-6, 0.3),
)
def test_the_share_of_wrong_answers_among_the_trials_stays_within_the_budget(
    trials: list[Trial], budget: float
) -> None:
    calibration = calibrate(trials, Stakes(budget=budget, ask=0.5), uncovered=0.2)

    inside = max(sum(one.covered for one in trials), 1)
    outside = max(sum(not one.covered for one in trials), 1)
    total = 0.8 * min(sum(one.covered for one in trials), 1) + 0.2 * min(sum(not one.covered for one in trials), 1)
    wrong = sum(
        0.8 / inside if one.covered else 0.2 / outside
        for one in trials
        if one.rank != 0 and calibration.sure(one.standing) >= calibration.answer
    )
    assert wrong / total <= budget + 1e-9


def test_what_is_asked_in_words_nobody_knows_is_judged_by_a_curve_of_its_own() -> None:
    """By sense alone a right topic stands out less; the same lead then means more."""
    spoken = [trial(3.0, 0) for _ in range(60)] + [trial(0.0, None) for _ in range(60)]
    foreign = [trial(0.0, 0, heard=0.0, foreign=True) for _ in range(60)]
    foreign += [trial(-3.0, None, heard=0.0, foreign=True) for _ in range(60)]

    calibration = calibrate(spoken + foreign)

    assert calibration.sure(trial(0.0, 0, heard=0.0).standing) > 0.8
    assert calibration.sure(trial(0.0, 0, heard=1.0).standing) < 0.2


def test_a_topic_stands_by_its_share_of_all_scores_not_by_the_score_itself() -> None:
    loud, quiet = np.array([9.0, 6.0, 6.0, 6.0], np.float32), np.array([3.0, 0.0, 0.0, 0.0], np.float32)

    assert standing(loud, 1.0, of=4).first == standing(quiet, 1.0, of=4).first


def test_topics_left_out_of_a_trial_count_like_the_rest() -> None:
    some, all_ = np.array([3.0, 2.0, 1.0, 0.0], np.float32), np.array([3.0, 2.0, 1.0, 0.0, 0.0, 0.0], np.float32)

    assert standing(some, 1.0, of=12).first == pytest.approx(standing(all_, 1.0, of=6).first, abs=0.01)
