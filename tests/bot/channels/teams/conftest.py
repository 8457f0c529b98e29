"""One cloud for the module, one organisation for each test."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.models import DepartmentId, RoutingTable
from tests.bot.channels.teams.cloud import Cloud
from tests.bot.channels.teams.stage import Someone, TeamsStage
from tests.bot.house import ANNA, PAUL, small_table

STORES = DepartmentId("magasin")


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    cloud = Cloud()
    yield cloud
    cloud.close()


@pytest.fixture
def stage(tmp_path: Path, cloud: Cloud) -> Iterator[TeamsStage]:
    cloud.conversations.clear()
    cloud.people.clear()
    cloud.faults.clear()
    stage = TeamsStage(tmp_path, cloud, company())
    yield stage
    stage.close()


@pytest.fixture
def anna(stage: TeamsStage) -> Someone:
    return stage.person("anna", ANNA)


@pytest.fixture
def paul(stage: TeamsStage) -> Someone:
    return stage.person("paul", PAUL)


def company() -> RoutingTable:
    """Paul heads the stores, which own the lost badges too."""
    table = small_table()
    stores = replace(table.departments[STORES], head=PAUL)
    topics = {key: replace(topic, department=STORES, person=PAUL) for key, topic in table.topics.items()}
    return replace(table, departments={**table.departments, STORES: stores}, topics=topics)
