"""What a verb needs besides the click, and whether its form may be opened now. Nothing is stored."""

from handlers.content import Field, FieldName, Form
from handlers.incoming import Actor, Reference
from handlers.outgoing import Line
from handlers.permissions import refusal_for
from handlers.requests.machine import hindrance
from handlers.requests.model import Request
from handlers.texts.voice import Voice
from handlers.verbs import Verb

_TEXTS = {Verb.ANSWER: "ask.answer"}


def fields_of(verb: Verb, voice: Voice) -> tuple[Field, ...]:
    """The fields in the reader's language; none for a verb that is one click."""
    label = _TEXTS.get(verb)
    return (Field(name=FieldName.TEXT, label=voice.say(label)),) if label else ()


def form_for(actor: Actor, verb: Verb, reference: Reference, request: Request | None, voice: Voice) -> Form | Line:
    """The form of `verb` on the request behind `reference`, or why `actor` cannot use it there now."""
    refused = refusal_for(actor, verb, reference, request, voice.table)
    if request and not refused:
        refused = hindrance(request, verb, voice.table)
    if refused:
        return refused
    return Form(verb=verb, reference=reference, title=voice.say(f"verb.{verb}"), fields=fields_of(verb, voice))
