"""A card drawn for a response: what others in a channel may read is decided now, not when it was posted."""

from pathlib import Path

import pytest

from handlers.incoming import Actor, PersonId
from handlers.outgoing import View
from handlers.verbs import Verb
from tests.bot.house import ANNA, ROSE, small_table
from tests.stories.stage import Stage

BADGE = "j'ai perdu ma carte d'accès"


@pytest.mark.parametrize("view", [View.OWNER, View.REQUESTER])
def test_what_has_become_private_is_not_redrawn_before_a_channel(tmp_path: Path, view: View) -> None:
    stage = Stage(tmp_path, small_table())
    anna, rose = stage.person(ANNA), Actor(person=PersonId(ROSE))
    anna.asks(BADGE)
    anna.does(Verb.KEEP_PRIVATE)
    reference = stage.the_request().reference

    alone = stage.house.core.card(rose, view, reference, alone=True)
    before_others = stage.house.core.card(rose, view, reference, alone=False)

    stage.house.close()
    assert alone
    assert before_others
    assert alone.view is view
    assert BADGE not in before_others.as_text
    assert "Carte d'accès" not in before_others.as_text
