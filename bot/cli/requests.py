"""`guichet requests`: what is owed to whom, and a request's whole story."""

import sys
import textwrap
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.app import make_core
from bot.cli.open import ledger_at_hand
from bot.cli.say import print_json, say
from bot.clock import SystemClock
from bot.core import Core
from bot.errors import BotError
from handlers.requests.announce import keeper_name
from handlers.requests.events import TimelineEvent
from handlers.requests.model import Request, id_of
from handlers.story import Side, state_of, told
from handlers.texts.voice import Reader, Voice

MOST_OF_QUESTION = 60  # characters
WIDE = 200  # columns where nobody's screen is the measure

app = typer.Typer(no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json")]


@app.command("list")
def list_(
    *,
    everything: Annotated[bool, typer.Option("--all")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: AsJson = False,
) -> None:
    """The open requests by due time."""
    with ledger_at_hand() as (settings, ledger):
        core = make_core(settings, ledger, SystemClock())
        with ledger.units.look() as view:
            found = view.requests.newest(limit=limit, only_open=not everything)
    if as_json:
        for request in found:
            print_json(_data(request))
    elif found:
        _print_table(found, _voice(core))
    else:
        say("cli.requests.none", settings.lang)


@app.command()
def show(
    reference: Annotated[str, typer.Argument()],
    *,
    as_json: AsJson = False,
) -> None:
    """One request with its timeline."""
    with ledger_at_hand() as (settings, ledger):
        core = make_core(settings, ledger, SystemClock())
        request_id = id_of(reference)
        with ledger.units.look() as view:
            request = view.requests.peek(request_id) if request_id else None
            timeline = view.timeline.of(request.id) if request else []
        if request is None:
            raise BotError("unknown_request", reference=reference)
        if as_json:
            print_json({**_data(request), "timeline": [_event_data(event) for event in timeline]})
            return
        voice = _voice(core)
        _print_table([request], voice)
        for line in told(timeline, voice, Side.KEEPER):
            print(f"  {voice.dated(line.at)}  {line.sentence} {line.words}".rstrip())


def _voice(core: Core) -> Voice:
    house = core.house
    return core.voice(Reader(lang=house.lang, timezone=house.timezone, territory=house.territory))


def _print_table(found: Sequence[Request], voice: Voice) -> None:
    """A row each, as wide as the screen, or as it takes where a program reads."""
    table = Table(box=None, pad_edge=False)
    for name in ("reference", "due", "keeper"):
        table.add_column(voice.say(f"cli.requests.{name}"), no_wrap=True)
    for name in ("state", "question"):
        table.add_column(voice.say(f"cli.requests.{name}"), overflow="fold")
    for request in found:
        table.add_row(*map(Text, _row(request, voice)))
    Console(width=None if sys.stdout.isatty() else WIDE, highlight=False).print(table)


def _row(request: Request, voice: Voice) -> tuple[str, ...]:
    keeper = voice.written(keeper_name(voice.table, request.keeper))
    due = voice.when(request.promise.due) if request.is_open else ""
    question = textwrap.shorten(request.question, MOST_OF_QUESTION, placeholder=" …")
    return request.reference, due, keeper, state_of(request, Side.KEEPER, voice), question


def _data(request: Request) -> dict[str, Any]:
    return {
        "reference": request.reference,
        "state": request.state,
        "turn": request.turn,
        "requester": request.requester.person,
        "question": request.question,
        "topic": request.topic,
        "department": request.keeper.department,
        "person": request.keeper.person,
        "due_at": request.promise.due.isoformat(),
        "original_due_at": request.promise.original.isoformat(),
        "next_at": request.next_at.isoformat() if request.next_at else None,
        "opened_at": request.opened_at.isoformat(),
        "closed_at": request.closed_at.isoformat() if request.closed_at else None,
        "closing_reason": request.closing_reason,
    }


def _event_data(event: TimelineEvent) -> dict[str, Any]:
    return {
        "at": event.at.isoformat(),
        "kind": event.kind,
        "actor": event.actor,
        "text": event.text,
        "internal": event.internal,
    }
