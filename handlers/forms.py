"""What a verb needs besides the click, and whether its form may be opened now. Nothing is stored."""

from collections.abc import Callable, Mapping

from handlers.content import Field, FieldName, Form, Option
from handlers.incoming import Actor, PersonId, Reference
from handlers.outgoing import Line
from handlers.permissions import refusal_for
from handlers.requests.machine import hindrance
from handlers.requests.model import Request
from handlers.requests.people import colleagues, people_of
from handlers.requests.routing import nearest_topics
from handlers.texts.voice import Voice
from handlers.verbs import TOPIC, Verb
from knowledge.models import Topic

MOST_OPTIONS = 100  # what the narrowest platform can list


def fields_of(verb: Verb, voice: Voice, request: Request) -> tuple[Field, ...]:
    """The fields in the reader's language; none for a verb that is one click."""
    fields = _FIELDS.get(verb)
    return fields(voice, request) if fields else ()


def form_for(
    actor: Actor, verb: Verb, reference: Reference, request: Request | None, voice: Voice, *, alone: bool
) -> Form | Line:
    """The form of `verb` on the request behind `reference`, or why `actor` cannot use it there now."""
    refused = refusal_for(actor, verb, reference, request, voice.table, alone=alone)
    if request and not refused:
        refused = hindrance(request, verb, voice.table)
    if request is None or refused:
        return refused or Line(text="line.unknown_reference", params={"reference": reference})
    title = voice.say(f"verb.{verb}")
    return Form(verb=verb, reference=reference, title=title, fields=fields_of(verb, voice, request))


def _text(key: str, *, required: bool = True) -> Callable[[Voice, Request], tuple[Field, ...]]:
    def fields(voice: Voice, request: Request) -> tuple[Field, ...]:
        return (Field(name=FieldName.TEXT, label=voice.say(key), required=required),)

    return fields


def _not_ours(voice: Voice, request: Request) -> tuple[Field, ...]:
    """Whose it is, as far as they know, and why. Whoever finds out for others may name the topic at once."""
    is_for_triage = request.memory.desk == voice.table.triage.id
    topics = [_topic_option(topic, voice) for topic in nearest_topics(request, voice.table)] if is_for_triage else []
    departments = [
        Option(value=department.id, label=voice.best(department.name) or department.id)
        for department in voice.table.departments.values()
        if department.id not in (request.memory.desk, *request.memory.refused)
    ]
    whose = Field(
        name=FieldName.CHOICE,
        label=voice.say("ask.whose"),
        options=tuple([*topics, *departments][:MOST_OPTIONS]),
        required=False,
    )
    return (whose, Field(name=FieldName.TEXT, label=voice.say("ask.why")))


def _topic_option(topic: Topic, voice: Voice) -> Option:
    owner = voice.table.departments[topic.department]
    title, name = voice.best(topic.title) or topic.id, voice.best(owner.name) or owner.id
    return Option(value=f"{TOPIC}{topic.id}", label=voice.say("ask.topic", topic=title, department=name))


def _hand_over(voice: Voice, request: Request) -> tuple[Field, ...]:
    """To whom, colleagues first; a name or an e-mail where there are more people than a list can hold."""
    near = colleagues(request.memory.desk or request.keeper.department, voice.table)
    everybody = {person.email: person for person in (*near, *people_of(voice.table))}
    not_them = (request.requester.person, request.keeper.person)
    people = [person for person in everybody.values() if PersonId(person.email) not in not_them]
    fits = len(people) <= MOST_OPTIONS
    options = tuple(Option(value=person.email, label=person.shown_name) for person in people[:MOST_OPTIONS])
    who = Field(name=FieldName.CHOICE, label=voice.say("ask.who"), options=options, required=fits)
    reason = voice.say("ask.reason" if fits else "ask.who_else")
    return (who, Field(name=FieldName.TEXT, label=reason, required=False))


def _later(voice: Voice, request: Request) -> tuple[Field, ...]:
    when = Field(name=FieldName.WHEN, label=voice.say("ask.when"))
    return (when, Field(name=FieldName.TEXT, label=voice.say("ask.cause")))


def _call_back(voice: Voice, request: Request) -> tuple[Field, ...]:
    """A time to agree on; for whoever holds the phone, a slip."""
    if request.memory.call:
        return (Field(name=FieldName.TEXT, label=voice.say("ask.slip")),)
    return (Field(name=FieldName.WHEN, label=voice.say("ask.slot")),)


_FIELDS: Mapping[Verb, Callable[[Voice, Request], tuple[Field, ...]]] = {
    Verb.ANSWER: _text("ask.answer"),
    Verb.ASK_BACK: _text("ask.question"),
    Verb.NOT_OURS: _not_ours,
    Verb.HAND_OVER: _hand_over,
    Verb.LATER: _later,
    Verb.NOTE: _text("ask.note"),
    Verb.CALL_BACK: _call_back,
    Verb.ADD: _text("ask.detail"),
    Verb.THANKS: _text("ask.thanks", required=False),
}
