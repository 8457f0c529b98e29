"""`guichet people forget-account`: an account of the sign-in provider is no longer somebody's."""

from typing import Annotated

import typer

from bot.cli.open import ledger_at_hand
from bot.cli.say import say
from bot.errors import BotError
from knowledge.models import Email


def forget_account(person: Annotated[str, typer.Argument()]) -> None:
    """Sign somebody out everywhere, and let another account be theirs when it first signs in."""
    email = Email(person.strip().lower())
    with ledger_at_hand() as (settings, ledger):
        with ledger.units.begin() as unit:
            was_there = unit.sessions.forget(email)
            unit.commit()
        if not was_there:
            raise BotError("no_account", person=email)
        say("cli.people.account_forgotten", settings.lang, person=email)
