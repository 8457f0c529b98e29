import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calibration import BLIND, FEWEST, Trial, calibrate


def trial(best: float, rank: int | None, *, covered: bool = True) -> Trial:
    return Trial(best=best, second=0.2, rank=rank, covered=covered)


def test_a_table_that_says_too_little_answers_nothing_by_itself() -> None:
    calibration = calibrate([trial(1.0, 0)] * (FEWEST - 1))

    assert calibration == BLIND
    assert calibration.first.at(100.0, 0.0) < calibration.answer


def test_sure_and_right_is_answered_and_doubtful_is_not() -> None:
    trials = [trial(2.0 + n / 100, 0) for n in range(60)] + [trial(0.3, None) for _ in range(30)]
    trials += [trial(0.3, None, covered=False) for _ in range(30)]

    calibration = calibrate(trials)

    assert calibration.first.at(2.3, 0.2) >= calibration.answer
    assert calibration.first.at(0.3, 0.2) < calibration.answer
    assert calibration.accuracy == pytest.approx(2 / 3)


@given(
    st.lists(
        st.builds(
            Trial,
            best=st.floats(-5, 5),
            second=st.floats(-5, 5),
            rank=st.sampled_from([0, 1, 2, None]),
            covered=st.booleans(),
        ),
        min_size=FEWEST,
        max_size=80,
    ),
    st.floats(0.0, 0.3),
)
def test_the_share_of_wrong_answers_among_the_trials_stays_within_the_budget(
    trials: list[Trial], budget: float
) -> None:
    calibration = calibrate(trials, budget=budget, uncovered=0.2)

    inside = max(sum(one.covered for one in trials), 1)
    outside = max(sum(not one.covered for one in trials), 1)
    total = 0.8 * min(sum(one.covered for one in trials), 1) + 0.2 * min(sum(not one.covered for one in trials), 1)
    wrong = sum(
        0.8 / inside if one.covered else 0.2 / outside
        for one in trials
        if one.rank != 0 and calibration.first.at(one.best, one.second) >= calibration.answer
    )
    assert wrong / total <= budget + 1e-9
