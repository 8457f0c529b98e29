import json
from collections.abc import Iterator

import pytest
import structlog

from bot.log import configure_logging

SECRET = "combien gagne mon chef ?"


@pytest.fixture
def _as_before() -> Iterator[None]:
    yield
    configure_logging()


def fails_over(question: str) -> None:
    raise RuntimeError("poisoned")


@pytest.mark.usefixtures("_as_before")
def test_a_failure_is_logged_with_its_place_and_without_what_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()

    try:
        fails_over(SECRET)
    except RuntimeError:
        structlog.get_logger().exception("fact_not_decided", channel="web")

    line = capsys.readouterr().err
    assert SECRET not in line
    assert json.loads(line)["exception"][0]["frames"][-1]["name"] == "fails_over"
