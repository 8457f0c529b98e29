"""Colleagues ask in the chat, choose, thank and correct; the command line says so, and the engine in force follows."""

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle

import pytest

from bot.clock import SystemClock
from bot.engines.fitting import Fitting
from bot.importing import sample_proposal
from bot.settings import EngineChoice
from bot.storage.workshop import workshop_beside
from bot.workers.learn import Learner
from handlers.requests.model import Request, State
from knowledge.calibration import Calibration
from knowledge.lexical.engine import LexicalEngine
from knowledge.models import RoutingTable, TopicId
from tests.bot.command import ROOT, CommandLine
from tests.bot.house import HouseUnderTest, StoppedClock, make_house, reopen_house
from tests.bot.web.windows import Window, window

pytestmark = pytest.mark.slow

QUESTIONS = ROOT / "bench" / "questions" / "unseen.jsonl"
MOST = 90


class Colleagues:
    """Many people who ask in turn and say what became of it, as people do who know what they meant."""

    def __init__(self, house: HouseUnderTest) -> None:
        table = house.core.snapshots.current.table
        names = [email.split("@")[0] for email in table.people if table.person(email).active]
        self._windows: Iterator[Window] = cycle([window(house, name) for name in names])

    def ask(self, text: str, meant: TopicId) -> None:
        asker = next(self._windows)
        request = asker.asks(text)
        if request.state is State.CLARIFYING and meant in request.choices:
            self._press(asker, request, "choose", meant)
        elif request.state is State.CLARIFYING:
            self._press(asker, request, "none_of_these")
        elif request.topic == meant:
            self._press(asker, request, "helped")
        elif request.topic:
            self._press(asker, request, "not_these_people")

    def _press(self, asker: Window, request: Request, verb: str, choice: str = "") -> None:
        asker.sends("/do", {"verb": verb, "reference": request.reference, "choice": choice})


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(SystemClock().now())  # the command line's own


@pytest.fixture
def fitting(guichet: CommandLine) -> Fitting:
    return Fitting(EngineChoice.LEXICAL, workshop_beside(guichet.folder / "guichet.db"))


@pytest.fixture
def house(guichet: CommandLine, clock: StoppedClock, fitting: Fitting) -> Iterator[HouseUnderTest]:
    table = sample_proposal(RoutingTable()).after
    house = make_house(guichet.folder, clock, table, fitting)
    yield house
    house.close()


def questions() -> list[tuple[str, TopicId]]:
    told = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    return [(one["text"], TopicId(one["topic"])) for one in told if one["topic"]]


def calibration(house: HouseUnderTest) -> Calibration:
    engine = house.core.snapshots.current.engine
    assert isinstance(engine, LexicalEngine)
    return engine.calibration


def works_in_the_background(house: HouseUnderTest) -> None:
    """What the workers do when they look in."""
    while house.core.snapshots.deepen():
        pass
    learner = Learner(house.core)
    while learner.learn_some():
        pass


def feedback_row(guichet: CommandLine) -> dict[str, object]:
    rows = json.loads(guichet("kb", "check", "--json").out)
    [row] = [row for row in rows if row["code"] == "feedback"]
    assert isinstance(row["data"], dict)
    return {"text": row["text"], **row["data"]}


def test_what_people_choose_and_correct_refines_the_thresholds(
    house: HouseUnderTest, guichet: CommandLine, clock: StoppedClock, fitting: Fitting
) -> None:
    colleagues, asked = Colleagues(house), questions()
    by_the_table = calibration(house)

    for text, meant in asked[:20]:
        colleagues.ask(text, meant)
    works_in_the_background(house)
    early = feedback_row(guichet)

    assert "to go. Until then the table alone decides" in str(early["text"])
    assert calibration(house) == by_the_table

    for text, meant in asked[20:MOST]:
        colleagues.ask(text, meant)
    clock.forward(timedelta(minutes=2))
    works_in_the_background(house)
    told = feedback_row(guichet)

    refined = calibration(house)
    assert refined != by_the_table
    assert "refine the thresholds" in str(told["text"])
    assert told["counted"] >= told["needed"]  # type: ignore[operator]  # both are numbers
    assert told["answer"]["after"] == pytest.approx(refined.answer, abs=1e-4)  # type: ignore[index]  # a pair
    assert told["ask"]["after"] == pytest.approx(refined.ask, abs=1e-4)  # type: ignore[index]  # a pair

    after_a_restart = reopen_house(guichet.folder, clock, fitting)
    assert calibration(after_a_restart) == refined
    after_a_restart.close()

    french = CommandLine(guichet.folder, {"GUICHET_LOCALE": "fr_CA"})("kb", "check").out
    assert "affinent les seuils" in french
