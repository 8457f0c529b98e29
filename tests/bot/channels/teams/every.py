"""Every card that a request can show, on both sides, in a language: driven through the states by real facts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from handlers.cards import card
from handlers.content import Content
from handlers.outgoing import View
from handlers.requests.model import ClosingReason, State
from handlers.texts.voice import Reader
from handlers.verbs import Verb
from knowledge.models import Lang
from tests.bot.channels.teams.conftest import company
from tests.bot.house import ANNA, PAUL
from tests.stories.stage import Stage

ZONE = "America/Toronto"


def every_card(folder: Path, lang: Lang) -> Iterator[tuple[str, Content]]:
    """The name of the card and what it holds."""
    stage = Stage(folder, company())
    voice = stage.house.core.voice(Reader(lang=lang, timezone=ZONE, territory="CA"))
    stage.person(ANNA).asks("j'ai perdu ma carte d'accès")
    stage.person(PAUL).does(Verb.TAKE)
    request = stage.the_request()
    for state in State:
        choices = tuple(stage.house.core.snapshots.current.table.topics)
        closing_reason = ClosingReason.SOLVED if state is State.CLOSED else None
        changed = replace(request, state=state, choices=choices, closing_reason=closing_reason)
        for view in View:
            yield f"{state} {view}", card(changed, view, voice, ZONE)
    stage.house.close()
