"""A preview in its reader's words: what each way means, who has it, until when, and how they are reached."""

from dataclasses import dataclass

from handlers.contacts import contact_of
from handlers.content import Contact
from handlers.preview import Way
from handlers.requests.announce import keeper_name
from handlers.requests.model import Request, State
from handlers.texts.voice import Voice
from handlers.verbs import TOPIC

NOBODY = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class WayShown:
    """`value` is what a form sends for it; empty when there is nothing to pick."""

    value: str
    title: str
    line: str
    contact: Contact


def shown(way: Way, voice: Voice, default_zone: str) -> WayShown:
    request, call = way.request, way.request.memory.call
    keeper = call.wanted if call else request.keeper
    name = keeper_name(voice.table, keeper)
    return WayShown(
        value=_value(way),
        title=_title(request, voice),
        line=voice.say(f"chat.preview.{_kind(request)}", name=name, due=request.promise.due),
        contact=contact_of(keeper, voice, default_zone),
    )


def _value(way: Way) -> str:
    if way.pick is None:
        return ""
    return f"{TOPIC}{way.pick.topic}" if way.pick.topic else NOBODY


def _kind(request: Request) -> str:
    if request.memory.call:
        return "call"
    return "answered" if request.state is State.ANSWERED else "routed" if request.topic else "promised"


def _title(request: Request, voice: Voice) -> str:
    topic = voice.table.topics.get(request.topic) if request.topic else None
    return (voice.best(topic.title) or topic.id) if topic else voice.say("chat.preview.nobody")
