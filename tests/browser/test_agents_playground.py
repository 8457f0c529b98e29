"""The whole loop in a client of Teams that Microsoft wrote: its Agents Playground, two windows, a real browser."""

from pathlib import Path

import pytest

from tests.needs import needs_agents_playground, needs_chromium
from tools.teams_windows import ENGLISH, FRENCH, Words, two_windows, whole_loop

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_asked_owned_answered_and_solved_in_two_windows(words: Words, tmp_path: Path) -> None:
    needs_agents_playground()

    with two_windows(tmp_path, needs_chromium(), words) as (asker, owner):
        whole_loop(asker, owner, words)

    log = (tmp_path / "guichet.log").read_text("utf-8")
    assert "Traceback" not in log
    assert "exception" not in log
