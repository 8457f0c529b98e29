"""`guichet ask`: a real request from the command line, and its first reply."""

import asyncio
import getpass
from typing import Annotated, Any
from uuid import uuid4

import typer

from bot.app import Ledger, make_bridge, make_core
from bot.bridge import Bridge
from bot.channel import Channels
from bot.channels.cli.send import NAME, CliChannel
from bot.cli.open import ledger_at_hand, need_sound_table
from bot.cli.people import actor_for
from bot.cli.say import print_json
from bot.clock import SystemClock
from bot.core import Core
from bot.settings import Settings
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions
from handlers.contacts import contact_of
from handlers.content import Content
from handlers.incoming import Place, QuestionAsked
from handlers.outgoing import ToPlace, lane_of
from handlers.requests.model import Request, State, id_of
from handlers.texts.voice import Reader
from knowledge.models import Lang


def ask(
    text: Annotated[str, typer.Argument()],
    *,
    person: Annotated[str, typer.Option("--as")] = "",
    lang: Annotated[Lang | None, typer.Option("--lang")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Ask a question: an owner, or a promise. Later news comes wherever the person is reached."""
    with ledger_at_hand() as (settings, ledger):
        need_sound_table(ledger)
        core = make_core(settings, ledger, SystemClock())
        core.snapshots.deepen_at_once()
        shown = asyncio.run(_ask(core, ledger, _fact(core, text, person or getpass.getuser(), lang)))
        if as_json:
            print_json(_reply(core, settings, shown))
        else:
            print("\n\n".join(content.as_text for content in shown))


def _fact(core: Core, text: str, person: str, lang: Lang | None) -> QuestionAsked:
    conversation = f"ask:{uuid4()}"
    return QuestionAsked(
        keys=(conversation,),
        actor=actor_for(person, core.snapshots.current.table),
        place=Place(channel=NAME, conversation=conversation),
        at=core.clock.now(),
        text=text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}"),
        lang=lang,
    )


async def _ask(core: Core, ledger: Ledger, fact: QuestionAsked) -> list[Content]:
    """Commit the question, then deliver what waits in this conversation; the rest is for `serve`."""
    shown: list[Content] = []
    bridge: Bridge = make_bridge(core, ledger)
    try:
        await bridge.receive(fact)
        channels = Channels([CliChannel(fact.place.conversation, shown.append)])
        courier = Courier(bridge, channels, Introductions(bridge, channels))
        lane = lane_of(ToPlace(place=fact.place, person=fact.actor.person))
        while await courier.deliver_one(lane):
            pass
    finally:
        bridge.close()
    return shown


def _reply(core: Core, settings: Settings, shown: list[Content]) -> dict[str, Any]:
    text = "\n\n".join(content.as_text for content in shown)
    reference = next((content.reference for content in shown if content.reference), None)
    request = _request(core, reference)
    return {**_about(core, settings, request), "text": text}


def _request(core: Core, reference: str | None) -> Request | None:
    request_id = id_of(reference) if reference else None
    if request_id is None:
        return None
    with core.units.look() as view:
        return view.requests.peek(request_id)


def _about(core: Core, settings: Settings, request: Request | None) -> dict[str, Any]:
    """The contract of DESIGN 7: nulls where there is nothing."""
    names = ("reference", "state", "outcome", "topic", "department", "person", "phone", "keeper", "due_at", "lang")
    if request is None:
        return dict.fromkeys(names)
    reader = Reader(lang=request.lang, timezone=settings.timezone, territory=settings.territory)
    contact = contact_of(request.keeper, core.voice(reader), settings.timezone)
    outcome = "ambiguous" if request.state is State.CLARIFYING else "matched" if request.topic else "unknown"
    is_owed = request.state is not State.ANSWERED
    return {
        "reference": request.reference,
        "state": request.state,
        "outcome": outcome,
        "topic": request.topic,
        "department": request.keeper.department,
        "person": request.keeper.person,
        "phone": contact.phone or None,
        "keeper": request.keeper.person or request.keeper.department,
        "due_at": request.promise.due.isoformat() if is_owed else None,
        "lang": request.lang,
    }
