"""The whole loop on Teams: asked in a chat or a channel, owned in another, everything over HTTP and the ledger."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.requests.model import ClosingReason, State
from knowledge.models import DepartmentId, RoutingTable
from tests.bot.channels.teams.cloud import Cloud
from tests.bot.channels.teams.stage import CHANNEL, Someone, TeamsStage, actions_of, cards_in
from tests.bot.house import ANNA, PAUL, small_table

STORES = DepartmentId("magasin")
GLOVES = "où sont les gants en nitrile ?"


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    cloud = Cloud()
    yield cloud
    cloud.close()


def company() -> RoutingTable:
    """Paul heads the stores, which own the lost badges too."""
    table = small_table()
    stores = replace(table.departments[STORES], head=PAUL)
    topics = {key: replace(topic, department=STORES, person=PAUL) for key, topic in table.topics.items()}
    return replace(table, departments={**table.departments, STORES: stores}, topics=topics)


@pytest.fixture
def stage(tmp_path: Path, cloud: Cloud) -> Iterator[TeamsStage]:
    cloud.conversations.clear()
    stage = TeamsStage(tmp_path, cloud, company())
    yield stage
    stage.close()


@pytest.fixture
def anna(stage: TeamsStage) -> Someone:
    return stage.person("anna", ANNA)


@pytest.fixture
def paul(stage: TeamsStage) -> Someone:
    return stage.person("paul", PAUL)


BADGE = "j'ai perdu ma carte d'accès"


def test_a_known_answer_comes_with_the_owner_and_a_number_to_tap(anna: Someone) -> None:
    assert anna.writes(GLOVES).status_code == 200

    assert "B-12-3" in anna.reads()
    assert "Paul Côté" in anna.reads()
    assert "(tel:8195550125;ext=212)" in anna.reads()
    assert "G-1001" in anna.reads()


def test_the_whole_loop_from_a_chat_to_the_departments_channel_and_back(
    stage: TeamsStage, anna: Someone, paul: Someone
) -> None:
    stage.channel(anna, paul)
    paul.mentions("relier magasin")
    anna.writes(BADGE)
    assert BADGE in anna.reads(CHANNEL)
    assert BADGE in paul.reads()

    taken = paul.clicks("take")
    assert taken["type"] == "application/vnd.microsoft.card.adaptive"
    assert "Paul Côté" in anna.reads()
    paul.clicks("answer", answer_text="Passez me voir au local 12.")
    assert "Passez me voir au local 12." in anna.reads()
    anna.clicks("helped")

    request = stage.the_request()
    assert (request.state, request.closing_reason) == (State.CLOSED, ClosingReason.SOLVED)
    for card in (cards_in(stage.cloud, anna.chat)[0], *cards_in(stage.cloud, CHANNEL)):
        assert {action["verb"] for action in actions_of(card)} <= {"reopen", "thanks", "rate"}
