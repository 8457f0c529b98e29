import numpy as np
import pytest

from knowledge.calibration import Standing, Trial, calibrate
from knowledge.lexical.nearness import nearest, nearness

EAST, NORTH = np.array([1, 0], np.float32), np.array([0, 1], np.float32)
SENSES = np.stack([EAST, NORTH, EAST, NORTH, EAST])
TOPICS = np.array([0, 1, 0, 1, 1], np.int32)


def test_a_question_is_as_near_to_a_topic_as_to_its_nearest_lines() -> None:
    near = nearness(SENSES, TOPICS, 2)

    assert near.to(0, EAST) == pytest.approx(1)
    assert near.to(1, EAST) == pytest.approx(1 / 3)


def test_nothing_is_near_to_a_topic_without_lines_nor_where_nothing_makes_sense_of_sentences() -> None:
    assert nearness(SENSES, TOPICS, 3).to(2, EAST) == 0
    assert nearness(np.zeros((5, 0), np.float32), TOPICS, 2).to(1, np.zeros(0, np.float32)) == 0
    assert nearest(np.zeros(0, np.float32)) == 0


def test_a_narrowed_one_knows_the_topics_that_are_left() -> None:
    near = nearness(SENSES, TOPICS, 2).narrowed([1])

    assert near.to(0, NORTH) == pytest.approx(2 / 3)
    assert len(near.narrowed([]).senses) == 0


def test_a_stranger_that_scores_as_well_but_lies_near_nothing_is_less_sure() -> None:
    trials = [
        Trial(standing=_standing(1 if n % 2 else 0.2), rank=0 if n % 2 else None, covered=True) for n in range(80)
    ]

    calibration = calibrate(trials)

    assert calibration.sure(_standing(1)) > 1 / 2 > calibration.sure(_standing(0.2))


def _standing(near: float) -> Standing:
    return Standing(first=1, shown=1, best=1, heard=1, near=near)
