"""The two sides of a request as a card: what the requester reads, what the owner reads. Drawn from its state."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers.contacts import contact_of
from handlers.content import Button, Content
from handlers.forms import fields_of
from handlers.outgoing import View
from handlers.requests.announce import keeper_name
from handlers.requests.model import Request, State
from handlers.texts.voice import Voice
from handlers.verbs import Verb
from knowledge.models import HandOff, Topic, TopicId


def card(request: Request, view: View, voice: Voice, default_zone: str) -> Content:
    """The card of `request` as `view` shows it at this moment."""
    match view:
        case View.REQUESTER:
            content = _requester_card(request, voice, default_zone)
        case View.OWNER:
            content = _owner_card(request, voice)
        case View.OWNER_DISCREET:
            content = _discreet_card(request, voice)
    return replace(content, view=view, lang=voice.reader.lang)


def buttons_of(verbs: tuple[Verb, ...], voice: Voice) -> tuple[Button, ...]:
    """Plain buttons; those that need words ask for them."""
    return tuple(_button(verb, voice) for verb in verbs)


def _requester_card(request: Request, voice: Voice, default_zone: str) -> Content:
    shows_contact = request.state not in {State.CLARIFYING, State.CLOSED}
    return Content(
        title=_title(request, voice),
        reference=request.reference,
        body=_BODIES[request.state](request, voice),
        contact=contact_of(request.keeper, voice, default_zone) if shows_contact else None,
        buttons=_requester_buttons(request, voice),
    )


def _title(request: Request, voice: Voice) -> str:
    topic = _topic(request, voice)
    if topic and request.state is not State.CLOSED:
        return voice.best(topic.title)
    return voice.say(f"card.title.{request.state}")


def _answered(request: Request, voice: Voice) -> tuple[str, ...]:
    if request.answer:
        return (request.answer.text, voice.say("card.answered_by", name=request.answer.by_name))
    topic = _topic(request, voice)
    return (voice.best(topic.answer), voice.say("card.owner_is", name=_name(request, voice))) if topic else ()


def _routed(request: Request, voice: Voice) -> tuple[str, ...]:
    topic = _topic(request, voice)
    known = (voice.best(topic.answer),) if topic and topic.answer else ()
    return (*known, voice.say("card.routed", name=_name(request, voice), due=request.promise.due))


def _clarifying(request: Request, voice: Voice) -> tuple[str, ...]:
    return (
        voice.say("card.clarifying"),
        voice.say("card.clarifying_else", name=_name(request, voice), due=request.promise.due),
    )


def _closed(request: Request, voice: Voice) -> tuple[str, ...]:
    return (voice.say(f"card.closed.{request.closing_reason}"),)


def _in_progress(request: Request, voice: Voice) -> tuple[str, ...]:
    return (voice.say(f"card.{request.state}", name=_name(request, voice), due=request.promise.due),)


_BODIES: Mapping[State, Callable[[Request, Voice], tuple[str, ...]]] = {
    State.CLARIFYING: _clarifying,
    State.ROUTED: _routed,
    State.PROMISED: _in_progress,
    State.ACCEPTED: _in_progress,
    State.WAITING: _in_progress,
    State.ANSWERED: _answered,
    State.CLOSED: _closed,
}


def _requester_buttons(request: Request, voice: Voice) -> tuple[Button, ...]:
    match request.state:
        case State.CLARIFYING:
            choices = tuple(_choice(topic, voice) for topic in request.choices)
            return (*choices, _button(Verb.NONE_OF_THESE, voice))
        case State.ANSWERED:
            return buttons_of((Verb.HELPED, _second_step(request, voice)), voice)
        case State.ROUTED | State.PROMISED | State.ACCEPTED | State.WAITING:
            return buttons_of((Verb.HELPED, Verb.WITHDRAW), voice)
        case State.CLOSED:
            return ()


def _second_step(request: Request, voice: Voice) -> Verb:
    topic = _topic(request, voice)
    offers = topic and topic.effective_handoff is HandOff.OFFER and not request.answer
    return Verb.PASS_ON if offers else Verb.NOT_HELPED


def _owner_card(request: Request, voice: Voice) -> Content:
    return Content(
        title=voice.say("card.owner.title", name=request.requester.name or request.requester.person),
        reference=request.reference,
        quote=request.question,
        body=(*_about(request, voice), _status(request, voice)),
        buttons=buttons_of(_OWNER_VERBS.get(request.state, ()), voice),
    )


def _discreet_card(request: Request, voice: Voice) -> Content:
    body = (voice.say("card.owner.discreet", name=_name(request, voice)), _status(request, voice))
    return Content(title=voice.say("card.owner.discreet_title"), reference=request.reference, body=body)


_OWNER_VERBS: Mapping[State, tuple[Verb, ...]] = {
    State.CLARIFYING: (Verb.TAKE, Verb.ANSWER),
    State.ROUTED: (Verb.TAKE, Verb.ANSWER),
    State.PROMISED: (Verb.TAKE, Verb.ANSWER),
    State.ACCEPTED: (Verb.ANSWER,),
    State.WAITING: (Verb.ANSWER,),
}


def _about(request: Request, voice: Voice) -> tuple[str, ...]:
    topic = _topic(request, voice)
    return (voice.say("card.owner.topic", topic=voice.best(topic.title) or topic.id),) if topic else ()


def _status(request: Request, voice: Voice) -> str:
    if request.state is State.CLOSED:
        return voice.say(f"card.closed.{request.closing_reason}")
    return voice.say(f"card.owner.{request.state}", name=_name(request, voice), due=request.promise.due)


def _choice(topic_id: TopicId, voice: Voice) -> Button:
    topic = voice.table.topics.get(topic_id)
    label = (voice.best(topic.title) if topic else "") or topic_id
    return Button(verb=Verb.CHOOSE, label=label, choice=topic_id)


def _button(verb: Verb, voice: Voice) -> Button:
    return Button(verb=verb, label=voice.say(f"verb.{verb}"), fields=fields_of(verb, voice))


def _topic(request: Request, voice: Voice) -> Topic | None:
    return voice.table.topics.get(request.topic) if request.topic else None


def _name(request: Request, voice: Voice) -> str:
    return voice.written(keeper_name(voice.table, request.keeper))
