"""The two sides of a request as a card: what the requester reads, what the owner reads. Drawn from its state."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers.buttons import buttons_of, choice_button, was_about_button
from handlers.calling import call_lines, reach_of_call
from handlers.coming import what_comes
from handlers.contacts import contact_of
from handlers.content import Button, Content
from handlers.incoming import Actor
from handlers.outgoing import Card, ToDepartment, ToPlace, View
from handlers.permissions import sees
from handlers.requests.announce import keeper_name
from handlers.requests.model import Request, Said, SaidKind, State
from handlers.requests.privacy import is_discreet, is_fit_for_channel
from handlers.requests.wording import UNHEARD, wording_of
from handlers.texts.voice import Voice
from handlers.verbs import Verb
from knowledge.models import HandOff, RoutingTable, Topic

LONGEST_SAID = 400  # characters of what was added that a card shows


def card(request: Request, view: View, voice: Voice, default_zone: str) -> Content:
    """The card of `request` as `view` shows it at this moment."""
    match view:
        case View.REQUESTER:
            content = _requester_card(request, voice, default_zone)
        case View.OWNER:
            content = _owner_card(request, voice)
        case View.REQUESTER_DISCREET:
            content = _neutral_card(request, voice)
        case View.OWNER_DISCREET:
            content = _discreet_card(request, voice)
    return replace(content, view=view, lang=voice.reader.lang)


def view_of(request: Request, message: Card, table: RoutingTable) -> View:
    """The side to show, or as much of it as others may read."""
    match message.to:
        case ToDepartment():
            return before_others(request, message.view, table)
        case ToPlace(place=place) if not place.direct:
            return before_others(request, message.view, table)
        case _:
            return message.view


def before_others(request: Request, view: View, table: RoutingTable) -> View:
    """As much of a side as a whole channel may read at this moment (P8)."""
    if view is View.OWNER and not is_fit_for_channel(table, request):
        return View.OWNER_DISCREET
    if view is View.REQUESTER and is_discreet(table, request):
        return View.REQUESTER_DISCREET
    return view


def card_for(
    actor: Actor, request: Request, view: View, voice: Voice, default_zone: str, *, alone: bool
) -> Content | None:
    """The card as it is now; None for those who may not see the request. Not `alone`: before a whole channel (P8)."""
    if not sees(actor, request, voice.table):
        return None
    shown = view if alone else before_others(request, view, voice.table)
    return card(request, shown, voice, default_zone)


def _requester_card(request: Request, voice: Voice, default_zone: str) -> Content:
    call = request.memory.call if request.state is State.ANSWERED else None
    shows_contact = request.state not in {State.CLARIFYING, State.CLOSED}
    shown = call.wanted if call else request.keeper
    contact = contact_of(shown, voice, default_zone) if shows_contact else None
    body = call_lines(call, voice, default_zone) if call else _BODIES[request.state](request, voice)
    return Content(
        title=_title(request, voice),
        reference=request.reference,
        body=(*_warmly(request, voice), *body, *_besides(request, voice)),
        contact=replace(contact, reach=reach_of_call(call, voice))
        if call and contact and not call.is_wanted_there
        else contact,
        next=what_comes(request, voice),
        buttons=_requester_buttons(request, voice),
    )


def _warmly(request: Request, voice: Voice) -> tuple[str, ...]:
    """A kind first sentence for somebody who wrote in anger."""
    is_waiting = request.state not in {State.CLOSED, State.WAITING}
    return (voice.say("card.angry"),) if request.memory.angry and is_waiting else ()


def _title(request: Request, voice: Voice) -> str:
    if request.memory.call and request.state is State.ANSWERED:
        call = request.memory.call
        key = "card.title.call" if call.on_the_line else "card.title.reach"
        return voice.say(key, name=keeper_name(voice.table, call.wanted))
    topic = _topic(request, voice)
    if topic and request.state is not State.CLOSED:
        return voice.best(topic.title)
    return voice.say(f"card.title.{request.state}")


def _answered(request: Request, voice: Voice) -> tuple[str, ...]:
    if request.answer:
        return (request.answer.text, voice.say("card.answered_by", name=request.answer.by_name))
    topic = _topic(request, voice)
    known = (voice.best(topic.answer),) if topic and topic.answer else ()
    return (*known, voice.say("card.owner_is", name=_name(request, voice)))


def _routed(request: Request, voice: Voice) -> tuple[str, ...]:
    if request.memory.slip:
        return (voice.say("notice.slip", name=_name(request, voice), due=request.promise.due),)
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
    wording, values = wording_of(request, voice.table)
    return (voice.say(f"card.{wording}", **values),)


_BODIES: Mapping[State, Callable[[Request, Voice], tuple[str, ...]]] = {
    State.CLARIFYING: _clarifying,
    State.ROUTED: _routed,
    State.PROMISED: _in_progress,
    State.ACCEPTED: _in_progress,
    State.WAITING: _in_progress,
    State.ANSWERED: _answered,
    State.CLOSED: _closed,
}


def _besides(request: Request, voice: Voice) -> tuple[str, ...]:
    """An agreed call, what was said, where it comes from."""
    memory = request.memory
    slot = _slot(request, voice)
    heard = tuple(_said(words, voice) for words in memory.said if words.kind is not SaidKind.NOTE)
    linked = (voice.say("card.linked", reference=memory.linked),) if memory.linked else ()
    beside = (voice.say("card.beside", reference=memory.beside),) if memory.beside else ()
    return (*slot, *heard, *linked, *beside)


def _said(words: Said, voice: Voice) -> str:
    shortened = words.text if len(words.text) <= LONGEST_SAID else f"{words.text[:LONGEST_SAID]}…"
    return voice.say(f"card.said.{words.kind}", name=words.by_name, words=shortened)


def _requester_buttons(request: Request, voice: Voice) -> tuple[Button, ...]:
    choices = tuple(choice_button(topic, voice) for topic in request.choices)
    other = request.memory.maybe_about if request.is_open and request.state is not State.ACCEPTED else None
    about = (was_about_button(other, voice),) if other else ()
    return choices + buttons_of(_requester_verbs(request, voice), voice, request) + about


def _requester_verbs(request: Request, voice: Voice) -> tuple[Verb, ...]:
    private: tuple[Verb, ...] = () if is_discreet(voice.table, request) else (Verb.KEEP_PRIVATE,)
    private += (Verb.LANG,) if request.memory.guessed_lang else ()
    if request.memory.call and request.state is State.ANSWERED:
        return (Verb.HELPED, Verb.CALL_BACK, *private)
    late = (Verb.NUDGE,) if request.promise.due > request.promise.original else ()
    unsure = (Verb.NOT_A_REQUEST,) if request.topic is None and not request.place.direct else ()
    match request.state:
        case State.CLARIFYING:
            return (Verb.NONE_OF_THESE, *unsure, *private)
        case State.ANSWERED:
            return (Verb.HELPED, _second_step(request, voice), Verb.NOT_THESE_PEOPLE, *private)
        case State.ROUTED:
            return (Verb.ADD, *late, Verb.HELPED, Verb.NOT_THESE_PEOPLE, Verb.WITHDRAW, *private)
        case State.PROMISED | State.ACCEPTED:
            return (Verb.ADD, *late, Verb.HELPED, Verb.WITHDRAW, *unsure, *private)
        case State.WAITING:
            return (Verb.ADD, Verb.HELPED, Verb.WITHDRAW, *private)
        case State.CLOSED:
            return (Verb.REOPEN,)


def _second_step(request: Request, voice: Voice) -> Verb:
    topic = _topic(request, voice)
    offers = topic and topic.effective_handoff is HandOff.OFFER and not request.answer
    return Verb.PASS_ON if offers else Verb.NOT_HELPED


def _owner_card(request: Request, voice: Voice) -> Content:
    about, slot = _about(request, voice), _slot(request, voice)
    return Content(
        title=voice.say("card.owner.title", name=request.requester.name or request.requester.person),
        reference=request.reference,
        quote=request.question,
        body=(*about, *_heard(request, voice), _status(request, voice), *slot),
        buttons=buttons_of(_OWNER_VERBS[request.state], voice, request),
    )


def owner_details(request: Request, voice: Voice) -> tuple[str, ...]:
    """What the owner's card tells besides the question and where it stands: for lists that show those themselves."""
    return (*_about(request, voice), *_heard(request, voice), *_slot(request, voice))


def _discreet_card(request: Request, voice: Voice) -> Content:
    body = (voice.say("card.owner.discreet", name=_name(request, voice)), _status(request, voice, discreet=True))
    return Content(title=voice.say("card.owner.discreet_title"), reference=request.reference, body=body)


def _neutral_card(request: Request, voice: Voice) -> Content:
    return Content(reference=request.reference, body=(voice.say("card.neutral", reference=request.reference),))


_IN_HAND = (Verb.ANSWER, Verb.ASK_BACK, Verb.CALL_BACK, Verb.LATER, Verb.HAND_OVER, Verb.NOT_OURS, Verb.NOTE)
_OWNER_VERBS: Mapping[State, tuple[Verb, ...]] = {
    State.CLARIFYING: (Verb.TAKE, Verb.ANSWER),
    State.ROUTED: (Verb.TAKE, *_IN_HAND),
    State.PROMISED: (Verb.TAKE, *_IN_HAND),
    State.ACCEPTED: _IN_HAND,
    State.WAITING: (Verb.ANSWER, Verb.NOTE),
    State.ANSWERED: (),
    State.CLOSED: (),
}


def _about(request: Request, voice: Voice) -> tuple[str, ...]:
    topic = _topic(request, voice)
    return (voice.say("card.owner.topic", topic=voice.best(topic.title) or topic.id),) if topic else ()


def _status(request: Request, voice: Voice, *, discreet: bool = False) -> str:
    """Where it stands; `discreet`: without whom its topic was known to belong to, which would tell the topic (P8)."""
    if request.state is State.CLOSED:
        return voice.say(f"card.closed.{request.closing_reason}")
    wording, values = wording_of(request, voice.table)
    return voice.say(f"card.owner.{State.ROUTED if discreet and wording == UNHEARD else wording}", **values)


def _heard(request: Request, voice: Voice) -> tuple[str, ...]:
    """Everything that was said, notes among colleagues too."""
    return tuple(_said(words, voice) for words in request.memory.said)


def _slot(request: Request, voice: Voice) -> tuple[str, ...]:
    return (voice.say("card.slot", slot=request.memory.slot),) if request.memory.slot else ()


def _topic(request: Request, voice: Voice) -> Topic | None:
    return voice.table.topics.get(request.topic) if request.topic else None


def _name(request: Request, voice: Voice) -> str:
    return voice.written(keeper_name(voice.table, request.keeper))
