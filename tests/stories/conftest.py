"""The cast of the stories, each for the length of one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.house import ANNA, PAUL, ROSE
from tests.stories.company import HUGO, MARC, NORA, OLGA, company
from tests.stories.stage import Someone, Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path, company())
    yield stage
    stage.house.close()


@pytest.fixture
def anna(stage: Stage) -> Someone:
    return stage.person(ANNA)


@pytest.fixture
def marc(stage: Stage) -> Someone:
    return stage.person(MARC)


@pytest.fixture
def paul(stage: Stage) -> Someone:
    return stage.person(PAUL)


@pytest.fixture
def rose(stage: Stage) -> Someone:
    return stage.person(ROSE)


@pytest.fixture
def olga(stage: Stage) -> Someone:
    return stage.person(OLGA)


@pytest.fixture
def hugo(stage: Stage) -> Someone:
    return stage.person(HUGO)


@pytest.fixture
def nora(stage: Stage) -> Someone:
    return stage.person(NORA)
