"""`guichet people`: who is away until when; what they keep is handed over at once."""

from datetime import datetime
from typing import Annotated

import typer

from bot.app import make_core
from bot.cli.open import ledger_at_hand, need_sound_table
from bot.cli.people import actor_for
from bot.cli.say import say
from bot.clock import SystemClock
from bot.core import Core
from bot.errors import BotError
from bot.presence import absence_of, come_back, hand_over_some
from handlers.incoming import Actor
from handlers.requests.duty import Absence

app = typer.Typer(no_args_is_help=True)
DAY = "%Y-%m-%d"
Until = Annotated[datetime | None, typer.Option("--until", formats=[DAY])]
Begins = Annotated[datetime | None, typer.Option("--from", formats=[DAY])]


@app.command()
def away(
    person: Annotated[str, typer.Argument()],
    *,
    until: Until = None,
    begins: Begins = None,
    back: Annotated[bool, typer.Option("--back")] = False,
) -> None:
    """Hand over what somebody keeps, now, and ask others until they are back."""
    with ledger_at_hand() as (settings, ledger):
        need_sound_table(ledger)
        core = make_core(settings, ledger, SystemClock())
        actor = _known(person, core)
        if back:
            come_back(core, actor.person)
            say("cli.people.back", settings.lang, person=actor.name)
            return
        absence = absence_of(core, actor, begins.date() if begins else None, until.date() if until else None)
        handed = _go_away(core, actor, absence)
        say("cli.people.away", settings.lang, person=actor.name, until=absence.until, count=handed)


def _known(name: str, core: Core) -> Actor:
    actor = actor_for(name, core.snapshots.current.table)
    if "@" not in actor.person:
        raise BotError("unknown_person", name=name)
    return actor


def _go_away(core: Core, actor: Actor, absence: Absence) -> int:
    total = 0
    while handed := hand_over_some(core, actor.person, absence):
        total += handed
    return total
