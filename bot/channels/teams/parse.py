"""What Teams delivers becomes what was heard: a fact of the house, and who was seen where. Pure."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.teams import whereabouts
from bot.channels.teams.activity import tenant_of
from bot.channels.teams.mentions import calls_bot, plain, words_of
from bot.channels.teams.sender import (
    account_id,
    actor_of,
    channel_of,
    digest,
    is_bots,
    is_direct,
    key_of,
    place_of,
    post_of,
    seen_in,
)
from bot.channels.teams.whereabouts import NAME, Whereabouts, message_id
from bot.wire import Json, at, object_at, objects_at, text_at
from bot.words import instant_of
from handlers.accounts import Account, unknown_person
from handlers.content import FieldName
from handlers.incoming import (
    Actor,
    ChannelOffered,
    Fact,
    Misdirected,
    Place,
    QuestionAsked,
    QuestionEdited,
    Reference,
    Replied,
    VerbUsed,
)
from handlers.outgoing import View
from handlers.verbs import OWNER_VERBS, Verb
from knowledge.models import Lang

PASS_ON = "pass_on_message"  # noqa: S105 - the command of the message action, no password
LONGEST_TEXT = 100_000
LONGEST_WORD = 200
_LINK = re.compile(r"(?:(?P<fr>relier)|link)\s+(?P<department>\S{1,100})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Somebody wrote something, or changed it."""

    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button of a card. `fact` is None for a button that this version does not know; `stamp` names the click."""

    actor: Actor
    place: Place
    reference: Reference
    view: View
    stamp: str
    fact: VerbUsed | None
    wants_card: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOnAsked:
    """Somebody chose "it came to the wrong person" on a message, and is to be shown what will happen."""

    actor: Actor
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """They confirmed: it becomes its author's question. None when the message has no words or no human author."""

    actor: Actor
    fact: Misdirected | None
    author: Account | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The bot was added to a team: its members can be reached from now on."""

    team: Whereabouts


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownInvoke:
    """A request for something that Guichet does not do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Nothing that concerns anybody's request."""


Heard = Said | Pressed | PassOnAsked | PassedOn | Installed | UnknownInvoke | Ignored


def heard_in(activity: Json, now: datetime, zone: str) -> Heard:
    """What the activity means; `zone` is for people who did not tell theirs."""
    if is_bots(activity):
        return Ignored()
    match text_at(activity, "type"):
        case "message" if _is_submit(activity):
            return _pressed(activity, object_at(activity, "value"), now, zone, wants_card=False)
        case "message":
            return _said(activity, now)
        case "messageUpdate" if text_at(activity, "channelData", "eventType") in {"editMessage", ""}:
            return _edited(activity, now)
        case "invoke":
            return _invoked(activity, now, zone)
        case "conversationUpdate" | "installationUpdate":
            return _installed(activity)
        case _:
            return Ignored()


def _said(activity: Json, now: datetime) -> Heard:
    text, place = words_of(activity)[:LONGEST_TEXT], place_of(activity)
    actor, keys, post = actor_of(activity), (key_of(activity),), post_of(activity)
    is_called = calls_bot(activity)
    asked_to_link = _LINK.fullmatch(text) if is_called and not place.direct else None
    if asked_to_link:
        offered = ChannelOffered(
            keys=keys,
            actor=actor,
            place=place,
            at=now,
            department=asked_to_link["department"],
            address=whereabouts.dump(channel_of(activity)),
            lang=Lang.FR if asked_to_link["fr"] else Lang.EN,
        )
        return Said(fact=offered)
    if place.thread and place.thread != text_at(activity, "id"):
        root = message_id(place.conversation, place.thread)
        return Said(
            fact=Replied(keys=keys, actor=actor, place=place, at=now, text=text, root=root, to_bot=is_called, post=post)
        )
    if not place.direct and not is_called:
        return Ignored()
    return Said(fact=QuestionAsked(keys=keys, actor=actor, place=place, at=now, text=text, post=post))


def _is_submit(activity: Json) -> bool:
    """What a client sends for a button when it knows no Execute: a message that carries the button's data."""
    value = object_at(activity, "value")
    return bool(value) and (bool(text_at(value, "verb")) or not text_at(activity, "text").strip())


def _edited(activity: Json, now: datetime) -> Heard:
    """The same message with other words: a key of its own, the post that it was asked in."""
    text = words_of(activity)[:LONGEST_TEXT]
    keys = (f"{key_of(activity)}:{digest(text_at(activity, 'timestamp'), text)}",)
    return Said(
        fact=QuestionEdited(
            keys=keys, actor=actor_of(activity), place=place_of(activity), at=now, text=text, post=post_of(activity)
        )
    )


def _invoked(activity: Json, now: datetime, zone: str) -> Heard:
    match text_at(activity, "name"):
        case "adaptiveCard/action":
            action = object_at(activity, "value", "action")
            data = {"verb": at(action, "verb"), **object_at(action, "data")}
            return _pressed(activity, data, now, zone, wants_card=True)
        case "composeExtension/fetchTask" if text_at(activity, "value", "commandId") == PASS_ON:
            return PassOnAsked(actor=actor_of(activity), text=_passed_text(activity))
        case "composeExtension/submitAction" if text_at(activity, "value", "commandId") == PASS_ON:
            return _passed_on(activity, now)
        case _:
            return UnknownInvoke()


def _pressed(activity: Json, data: Json, now: datetime, zone: str, *, wants_card: bool) -> Pressed:
    """A click is known by the card as it was drawn, the action, what was filled in, and the person."""
    name, reference, choice = text_at(data, "verb"), text_at(data, "reference"), text_at(data, "choice")
    actor, place = actor_of(activity), place_of(activity)
    text, when = _filled(data, name, FieldName.TEXT), _filled_when(data, name)
    choice = choice or _filled(data, name, FieldName.CHOICE)
    drawn = text_at(data, "drawn") or text_at(activity, "replyToId")
    stamp = digest(place.conversation, drawn, name, reference, choice, text, when, account_id(activity))
    verb = Verb(name) if name in set(Verb) else None
    fact = VerbUsed(
        keys=(f"{NAME}:{tenant_of(activity)}:click:{stamp}",),
        actor=actor,
        place=place,
        at=now,
        verb=verb or Verb.TAKE,
        reference=Reference(reference[:LONGEST_WORD]),
        text=text[:LONGEST_TEXT],
        choice=choice[:LONGEST_WORD],
        when=instant_of(when, actor.timezone or zone) if when else None,
    )
    return Pressed(
        actor=actor,
        place=place,
        reference=fact.reference,
        view=_view_of(data, verb),
        stamp=stamp,
        fact=fact if verb else None,
        wants_card=wants_card,
    )


def _passed_on(activity: Json, now: datetime) -> PassedOn:
    message, actor, text = object_at(activity, "value", "messagePayload"), actor_of(activity), _passed_text(activity)
    author = text_at(message, "from", "user", "id")
    if not author or not text:
        return PassedOn(actor=actor, fact=None, author=None)
    seen = seen_in(activity)
    name = text_at(message, "from", "user", "displayName")[:LONGEST_WORD]
    fact = Misdirected(
        keys=(f"{NAME}:{tenant_of(activity)}:passed:{text_at(message, 'id') or digest(author, text)}",),
        actor=actor,
        place=place_of(activity),
        at=now,
        author=Actor(person=unknown_person(NAME, author), name=name, known=False),
        text=text,
    )
    return PassedOn(actor=actor, fact=fact, author=_as_author(seen, author, name) if seen else None)


def _as_author(seen: Account, author: str, name: str) -> Account:
    """Somebody who did nothing here yet: reached through the same service, by their id in the directory."""
    mine = whereabouts.load(seen.address)
    reached = whereabouts.dump(replace(mine, user=author, conversation="", seen_in="")) if mine else ""
    person = unknown_person(NAME, author)
    return Account(channel=NAME, account=author, person=person, name=name, address=reached, introduced=False)


def _passed_text(activity: Json) -> str:
    message = object_at(activity, "value", "messagePayload")
    return plain(text_at(message, "body", "content"), text_at(message, "body", "contentType"))[:LONGEST_TEXT]


def _installed(activity: Json) -> Heard:
    bot = text_at(activity, "recipient", "id")
    came = any(text_at(member, "id") == bot for member in objects_at(activity, "membersAdded"))
    is_added = came or text_at(activity, "action") in {"add", "add-upgrade"}
    return Installed(team=channel_of(activity)) if is_added and not is_direct(activity) else Ignored()


def _view_of(data: Json, verb: Verb | None) -> View:
    """The side the card showed; a button under a notice belongs to the side whose verb it is."""
    view = text_at(data, "view")
    if view in set(View):
        return View(view)
    return View.OWNER if verb in OWNER_VERBS else View.REQUESTER


def _filled(data: Json, verb: str, field: FieldName) -> str:
    """What was filled in under the verb's own input, whose name is unique on the card."""
    return text_at(data, f"{verb}_{field}") or text_at(data, field)


def _filled_when(data: Json, verb: str) -> str:
    """A local date and time: Teams asks for them apart. Without a time it is the start of the working day."""
    day, time = text_at(data, f"{verb}_date"), text_at(data, f"{verb}_time")
    return f"{day}T{time or '08:00'}" if day else ""
