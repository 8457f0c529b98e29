"""What is said at once: in Slack's own response, or, after the acknowledgement, under the message and in a form.

Nothing here carries a promise; all of it may be lost.
"""

import asyncio
import json
from collections.abc import Coroutine
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt import BoltResponse

from bot.channels.slack.api import Api, Done
from bot.channels.slack.arrivals import Arrival, FormWanted, Note, Way
from bot.channels.slack.directory import Directory
from bot.channels.slack.forms import modal, said_modal
from bot.channels.slack.render import Block
from bot.reception import Reception
from handlers.content import Field, FieldName
from handlers.incoming import Actor, Misdirected, QuestionAsked
from handlers.outcome import Outcome
from handlers.outgoing import Line

NOTHING = BoltResponse(status=HTTPStatus.OK)
FINISH_SECONDS = 5.0

log = structlog.get_logger()


class Replies:
    """Says things to whoever acted, and to nobody else."""

    def __init__(self, api: Api, reception: Reception, directory: Directory) -> None:
        self._api = api
        self._reception = reception
        self._directory = directory
        self._under_way: set[asyncio.Task[None]] = set()

    async def finish(self) -> None:
        """Wait a little for what is being said."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=FINISH_SECONDS)

    def noted(self, arrival: Arrival, note: Note) -> BoltResponse:
        """It concerns nobody; whoever did it is told why."""
        self._later(self._whisper(arrival, Line(text=note)))
        return NOTHING

    def opening(self, arrival: Arrival, wanted: FormWanted) -> BoltResponse:
        """The form comes by itself, within the three seconds that its trigger is good for."""
        self._later(self._open(arrival, wanted))
        return NOTHING

    async def received(self, arrival: Arrival, outcome: Outcome) -> BoltResponse:
        """It is committed."""
        line = outcome.line or _about(arrival, outcome)
        if line is None or arrival.way is Way.EVENT:
            return NOTHING
        return await self._said(arrival, line, refused=outcome.refused)

    async def not_recorded(self, arrival: Arrival) -> BoltResponse:
        """It could not be committed. Slack sends an event again; anything else has to be said to whoever did it."""
        if arrival.way is Way.EVENT:
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return await self._said(arrival, Line(text="page.not_recorded"), refused=True)

    async def _said(self, arrival: Arrival, line: Line, *, refused: bool) -> BoltResponse:
        if arrival.way in {Way.CLICK, Way.SHORTCUT}:
            self._later(self._whisper(arrival, line))
            return NOTHING
        text = await self._say(line, arrival.by)
        if arrival.way is Way.COMMAND:
            return _json({"response_type": "ephemeral", "text": text})
        if refused and arrival.blocks:
            return _json({"response_action": "errors", "errors": {arrival.blocks[0]: text}})
        title = await self._say(Line(text="slack.name"), arrival.by)
        return _json({"response_action": "update", "view": said_modal(title, text)})

    async def _open(self, arrival: Arrival, wanted: FormWanted) -> None:
        view = await self._form(wanted)
        if isinstance(view, Line):
            await self._whisper(arrival, view)
            return
        answer = await self._api.write("views.open", trigger_id=arrival.trigger, view=view)
        if not isinstance(answer, Done):
            log.warning("slack_form_not_opened", answer=str(answer))
            await self._whisper(arrival, Line(text="slack.form_not_opened"))

    async def _form(self, wanted: FormWanted) -> Block | Line:
        actor = await self._identified(wanted.actor)
        send = await self._reception.say(Line(text="page.send"), actor)
        if wanted.verb is None or wanted.reference is None:
            title = await self._reception.say(Line(text="page.ask"), actor)
            label = await self._reception.say(Line(text="page.your_question"), actor)
            return modal(title, (Field(name=FieldName.TEXT, label=label),), wanted, send)
        form = await self._reception.form(actor, wanted.verb, wanted.reference, alone=wanted.place.direct)
        return form if isinstance(form, Line) else modal(form.title, form.fields, wanted, send)

    async def _whisper(self, arrival: Arrival, line: Line) -> None:
        """Under the message, seen by whoever acted; a global shortcut has nowhere to say anything."""
        if not arrival.response_url:
            return
        if not await self._api.respond(arrival.response_url, await self._say(line, arrival.by)):
            log.warning("slack_not_said", line=line.text)

    async def _say(self, line: Line, actor: Actor | None) -> str:
        if actor is None:
            return ""
        return await self._reception.say(line, self._directory.named(actor))

    async def _identified(self, actor: Actor) -> Actor:
        return await self._reception.identified(self._directory.named(actor))

    def _later(self, what: Coroutine[Any, Any, None]) -> None:
        """After the acknowledgement; held until it is done, or it could be collected half-way."""
        task = asyncio.create_task(what)
        self._under_way.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._under_way.discard(task)
        if not task.cancelled() and task.exception():
            log.error("slack_reply_failed", error=repr(task.exception()))


def _about(arrival: Arrival, outcome: Outcome) -> Line | None:
    """A question from a command or a form is answered elsewhere; a message may have been passed on before: say so."""
    if isinstance(arrival.what, Misdirected) and outcome.duplicate:
        return Line(text="slack.known_already")
    return Line(text="slack.answered_directly") if isinstance(arrival.what, QuestionAsked) else None


def _json(body: Block) -> BoltResponse:
    return BoltResponse(
        status=HTTPStatus.OK, body=json.dumps(body, ensure_ascii=False), headers={"content-type": ["application/json"]}
    )
