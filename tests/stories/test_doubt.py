"""A platform took a message, or did not, and nobody heard: it is looked up before it is sent again (P4).

Where it cannot be, a reply may show twice and a nudge not at all.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.incoming import Actor, PersonId, Place, QuestionAsked
from tests.bot.house import ANNA, ROSE, empty_ledger, small_table
from tests.fakes.channel import Fate
from tests.stories.trial import CHAT, Trial

ANNAS, ROSES = f"person:{ANNA}", f"person:{ROSE}"
OpenTrial = Callable[..., Trial]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenTrial]:
    """A house whose chat can, or cannot, tell whether a message is there."""
    with ExitStack() as stack:

        def open_trial(*, blind: bool) -> Trial:
            shutil.copyfile(empty_ledger(), tmp_path / "ledger.db")
            trial = Trial(f"sqlite:///{tmp_path / 'ledger.db'}", small_table(), blind=blind)
            stack.callback(trial.close)
            return trial

        yield open_trial


def asks(trial: Trial, text: str) -> None:
    place = Place(channel=CHAT, conversation=ANNAS)
    anna = Actor(person=PersonId(ANNA), name="Anna")
    trial.receive(QuestionAsked(keys=(text,), actor=anna, place=place, at=trial.clock.now(), text=text))


def goes_on(trial: Trial) -> None:
    """An hour without anything out of the ordinary."""
    for _ in range(10):
        trial.clock.forward(timedelta(minutes=6))
        trial.deliver()


def read_by(trial: Trial, address: str) -> list[str]:
    return [arrival.content.as_text for arrival in trial.chat.arrivals if arrival.address == address]


def test_what_may_have_arrived_is_looked_up_and_not_sent_again(opened: OpenTrial) -> None:
    trial = opened(blind=False)
    asks(trial, "gants")
    trial.deliver([Fate.ARRIVES_UNHEARD])
    goes_on(trial)

    assert len(read_by(trial, ANNAS)) == 1


def test_what_is_looked_up_and_not_there_is_sent_again(opened: OpenTrial) -> None:
    trial = opened(blind=False)
    asks(trial, "gants")
    trial.deliver([Fate.LOST])
    assert read_by(trial, ANNAS) == []
    goes_on(trial)

    assert len(read_by(trial, ANNAS)) == 1


@pytest.mark.parametrize(("fate", "shown"), [(Fate.ARRIVES_UNHEARD, 2), (Fate.LOST, 1)])
def test_a_reply_that_cannot_be_looked_up_may_show_twice_and_never_not_at_all(
    opened: OpenTrial, fate: Fate, shown: int
) -> None:
    trial = opened(blind=True)
    asks(trial, "gants")
    trial.deliver([fate])
    goes_on(trial)

    assert len(read_by(trial, ANNAS)) == shown


@pytest.mark.parametrize(("fate", "shown"), [(Fate.ARRIVES_UNHEARD, 1), (Fate.LOST, 0)])
def test_a_nudge_that_cannot_be_looked_up_shows_at_most_once(opened: OpenTrial, fate: Fate, shown: int) -> None:
    trial = opened(blind=True)
    asks(trial, "badge")
    trial.deliver()
    trial.clock.forward(timedelta(minutes=30))
    trial.fire()
    cards = [Fate.ARRIVES] * 3  # the desk's, Rose's and Anna's, drawn anew before the reminder
    trial.deliver([*cards, fate])
    goes_on(trial)

    assert sum("waiting for your answer" in words for words in read_by(trial, ROSES)) == shown
