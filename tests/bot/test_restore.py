"""Copies of the ledger through the command line, beside a server that runs."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.command import CommandLine
from tests.bot.test_serve import Served

pytestmark = pytest.mark.slow

ROUTING = """
people: [{email: rose@atelier.example, name: Rose Lam}]
departments:
  - {id: desk, name_en: Front desk, members: rose@atelier.example, hours: mon-fri 08:00-17:00, triage: "true"}
topics: [{id: gloves, department: desk, title_en: Nitrile gloves, answer_en: Shelf B-12-3}]
"""


@pytest.fixture
def guichet(tmp_path: Path) -> CommandLine:
    """An organisation with one question in its ledger."""
    (tmp_path / "routing.yaml").write_text(ROUTING)
    guichet = CommandLine(tmp_path, {})
    assert guichet("kb", "import", "routing.yaml").code == 0
    assert guichet("ask", "where do I park a helicopter?").code == 0
    return guichet


@pytest.fixture
def served(guichet: CommandLine, tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path, "serve")
    assert served.get("/readyz")[0] == 200
    yield served
    if served.process.poll() is None:
        served.end(signal.SIGKILL)


def references(guichet: CommandLine) -> list[str]:
    listed = guichet("requests", "list", "--json").out
    return sorted(json.loads(line)["reference"] for line in listed.splitlines())


def test_a_copy_can_be_made_while_the_house_is_open_and_put_back_only_once_it_is_shut(
    guichet: CommandLine, served: Served, tmp_path: Path
) -> None:
    assert guichet("db", "backup", "copy.db").code == 0
    guichet("ask", "who waters the ficus?")

    refused = guichet("db", "restore", "copy.db", "--yes")

    assert (refused.code, "Traceback" in refused.err) == (2, False)
    assert "guichet.db" in refused.err
    assert "already" in refused.err
    assert references(guichet) == ["G-1001", "G-1002"]
    assert served.get("/readyz")[0] == 200

    served.end(signal.SIGTERM)
    restored = guichet("db", "restore", "copy.db", "--yes")

    assert restored.code == 0
    assert references(guichet) == ["G-1001"]
    again = Served(tmp_path, "serve")
    assert again.get("/readyz")[0] == 200
    again.end(signal.SIGKILL)


def test_what_was_there_before_a_restore_is_kept_and_can_itself_be_put_back(
    guichet: CommandLine, tmp_path: Path
) -> None:
    guichet("db", "backup", "copy.db")
    guichet("ask", "who waters the ficus?")
    guichet("db", "restore", "copy.db", "--yes")
    (kept,) = tmp_path.glob("guichet.db.before-restore-*")

    assert guichet("db", "restore", kept, "--yes").code == 0

    assert references(guichet) == ["G-1001", "G-1002"]


@pytest.mark.parametrize("sure", [(), ("--yes",)])
def test_something_that_is_no_ledger_is_not_put_back(
    guichet: CommandLine, tmp_path: Path, sure: tuple[str, ...]
) -> None:
    (tmp_path / "notes.txt").write_text("shopping list")

    refused = guichet("db", "restore", "notes.txt", *sure)

    assert (refused.code, "Traceback" in refused.err) == (2, False)
    assert "notes.txt" in refused.err
    assert references(guichet) == ["G-1001"]
