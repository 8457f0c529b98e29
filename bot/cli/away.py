"""`guichet people`: who is away until when; what they keep is handed over at once."""

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.app import make_core
from bot.cli.open import ledger_at_hand, need_sound_table
from bot.cli.people import actor_for
from bot.cli.say import say
from bot.clock import SystemClock
from bot.core import Core
from bot.errors import BotError
from handlers.away import set_away
from handlers.incoming import Actor
from handlers.requests.duty import Absence

app = typer.Typer(help="People: who is away.", no_args_is_help=True)
DAY = "%Y-%m-%d"
Until = Annotated[datetime | None, typer.Option("--until", formats=[DAY], help="The last day away, as 2026-12-24.")]
Begins = Annotated[datetime | None, typer.Option("--from", formats=[DAY], help="The first day away; today otherwise.")]


@app.command()
def away(
    person: Annotated[str, typer.Argument(help="An e-mail, or a name in the table.")],
    *,
    until: Until = None,
    begins: Begins = None,
    back: Annotated[bool, typer.Option("--back", help="They are back: forget the absence.")] = False,
) -> None:
    """Hand over what somebody keeps, now, and ask others until they are back."""
    with ledger_at_hand() as (settings, ledger):
        need_sound_table(ledger)
        core = make_core(settings, ledger, SystemClock())
        actor = _known(person, core)
        if back:
            _come_back(core, actor)
            say("cli.people.back", settings.lang, person=actor.name)
            return
        absence = _absence(core, actor, until, begins)
        handed = _go_away(core, actor, absence)
        say("cli.people.away", settings.lang, person=actor.name, until=absence.until, count=handed)


def _known(name: str, core: Core) -> Actor:
    actor = actor_for(name, core.snapshots.current.table)
    if "@" not in actor.person:
        raise BotError("unknown_person", name=name)
    return actor


def _absence(core: Core, actor: Actor, until: datetime | None, begins: datetime | None) -> Absence:
    """Raises BotError `absence_without_end` or `absence_ends_before_it_begins`."""
    if until is None:
        raise BotError("absence_without_end")
    today = core.clock.now().astimezone(ZoneInfo(actor.timezone or core.house.timezone)).date()
    first = begins.date() if begins else today
    if until.date() < first or until.date() < today - timedelta(days=1):
        raise BotError("absence_ends_before_it_begins", until=until.date())
    return Absence(begins=first, until=until.date())


def _go_away(core: Core, actor: Actor, absence: Absence) -> int:
    """In slices, so that nobody waits long for the ledger."""
    scene, total = core.scene(), 0
    while True:
        with core.units.begin() as unit:
            handed = set_away(actor.person, absence, unit, scene)
            unit.commit()
        total += handed
        if not handed:
            return total


def _come_back(core: Core, actor: Actor) -> None:
    with core.units.begin() as unit:
        unit.people.set_back(actor.person)
        unit.commit()
