"""The semantic engine with its real model, through the command line: import, doctor, match."""

import json
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from knowledge.exchange import write_yaml
from knowledge.models import OpenHours, RoutingTable
from tests.bot.command import CommandLine
from tests.knowledge.matching.company import company
from tests.needs import needs_semantic

pytestmark = pytest.mark.slow

QUESTION = "my wages are too low this month"  # none of the table's words, nor the lexicon's


def kept() -> RoutingTable:
    """The small company, with somebody to keep its promises."""
    table = company()
    (paul,) = table.people
    (house,) = table.departments.values()
    open_all_week = tuple(OpenHours(weekday=day, opens=time(8), closes=time(17)) for day in range(5))
    return replace(table, departments={house.id: replace(house, members=(paul,), head=paul, hours=open_all_week)})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    needs_semantic()
    folder = tmp_path_factory.mktemp("semantic")
    (folder / "table.yaml").write_bytes(write_yaml(kept()))
    ran = CommandLine(folder, {"GUICHET_ENGINE": "semantic"})("kb", "import", "table.yaml")
    assert ran.code == 0, ran.err
    return folder


@pytest.mark.parametrize(("engine", "outcome"), [("semantic", "matched"), ("auto", "matched"), ("lexical", "unknown")])
def test_a_question_in_other_words_is_understood_by_its_sense(folder: Path, engine: str, outcome: str) -> None:
    guichet = CommandLine(folder, {"GUICHET_ENGINE": engine})

    told = json.loads(guichet("kb", "match", stdin=json.dumps({"text": QUESTION}).encode()).out)

    assert told["outcome"] == outcome
    assert engine == "lexical" or told["candidates"][0]["topic"] == "pay"


def test_doctor_says_which_engine_answers(folder: Path) -> None:
    assert "Engine: semantic, behind the lexical one." in CommandLine(folder, {"GUICHET_ENGINE": "auto"})("doctor").out
    assert "Engine: semantic" not in CommandLine(folder, {"GUICHET_ENGINE": "lexical"})("doctor").out
