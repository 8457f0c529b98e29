"""Buttons, forms, commands and shortcuts to facts, pure. Slack never sends one of these again."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from bot.channels.slack.arrivals import Arrival, FormWanted, Note, Way
from bot.channels.slack.payload import Json, flag, items, number, part, word
from bot.channels.slack.places import SLACK, is_direct, message_id
from bot.channels.slack.words import typed
from handlers.accounts import unknown_person
from handlers.content import FieldName
from handlers.incoming import Actor, Misdirected, Place, QuestionAsked, Reference, Standing, VerbUsed
from handlers.verbs import Verb

ASK = "ask"
NOT_FOR_ME = "not_for_me"
VERB_FORM = "verb"
LONGEST_WORD = 200


def parse_interaction(body: Json, at: datetime) -> Arrival:
    """What somebody did with something of ours, or with a shortcut or the command."""
    match word(body, "type"):
        case "block_actions":
            return _click(body, at)
        case "view_submission":
            return _submission(body, at)
        case "shortcut" if word(body, "callback_id") == ASK:
            return _ask_form(body, Way.SHORTCUT)
        case "message_action" if word(body, "callback_id") == NOT_FOR_ME:
            return _not_for_me(body, at)
        case "" if word(body, "command"):
            return _command(body, at)
        case _:
            return Arrival(way=Way.EVENT)


def _click(body: Json, at: datetime) -> Arrival:
    action = part({"it": next(iter(items(body, "actions")), None)}, "it")
    verb = word(action, "action_id").partition(":")[0]
    if verb not in set(Verb):
        return Arrival(way=Way.CLICK)
    value = _object(word(action, "value")) or {"reference": word(action, "value")}
    actor, place = _actor(body), _place_of_click(body)
    reference, choice = Reference(word(value, "reference")[:LONGEST_WORD]), word(value, "choice")
    what: VerbUsed | FormWanted
    if flag(value, "form"):
        what = FormWanted(actor=actor, place=place, verb=Verb(verb), reference=reference, choice=choice)
    else:
        keys = (_trigger_key(body) or f"slack:click:{word(action, 'action_ts')}:{actor.person}",)
        what = VerbUsed(keys=keys, actor=actor, place=place, at=at, verb=Verb(verb), reference=reference, choice=choice)
    return Arrival(
        way=Way.CLICK, what=what, trigger=word(body, "trigger_id"), response_url=word(body, "response_url"), by=actor
    )


def _submission(body: Json, at: datetime) -> Arrival:
    """A form that was filled in."""
    view = part(body, "view")
    given = dict(_answers(view))
    meta, actor = _object(word(view, "private_metadata")), _actor(body)
    keys = (_trigger_key(body) or _view_key(view, given),)
    what: VerbUsed | QuestionAsked | None = None
    if word(view, "callback_id") == ASK:
        text = str(given.get(FieldName.TEXT, ""))
        what = QuestionAsked(keys=keys, actor=actor, place=_place_from(meta, actor), at=at, text=text)
    elif word(view, "callback_id") == VERB_FORM and word(meta, "verb") in set(Verb):
        what = _verb_of_form(keys, actor, meta, given, at)
    return Arrival(way=Way.FORM, what=what, blocks=tuple(part(view, "state", "values")), by=actor)


def _verb_of_form(
    keys: tuple[str, ...], actor: Actor, meta: Json, given: dict[str, str | datetime], at: datetime
) -> VerbUsed:
    when = given.get(FieldName.WHEN)
    return VerbUsed(
        keys=keys,
        actor=actor,
        place=_place_from(meta, actor),
        at=at,
        verb=Verb(word(meta, "verb")),
        reference=Reference(word(meta, "reference")[:LONGEST_WORD]),
        text=str(given.get(FieldName.TEXT, "")),
        choice=str(given.get(FieldName.CHOICE, "")) or word(meta, "choice"),
        when=when if isinstance(when, datetime) else None,
    )


def _command(body: Json, at: datetime) -> Arrival:
    """`/guichet words`; without words, the form for asking. Nobody saw the question: it is answered directly."""
    text = typed(word(body, "text"))
    if not text:
        return _ask_form(body, Way.COMMAND)
    actor = _actor(body)
    keys = (_trigger_key(body) or f"slack:command:{at.timestamp()}:{actor.person}",)
    what = QuestionAsked(keys=keys, actor=actor, place=_own_place(word(body, "user_id")), at=at, text=text)
    return Arrival(way=Way.COMMAND, what=what, response_url=word(body, "response_url"), by=actor)


def _ask_form(body: Json, way: Way) -> Arrival:
    actor = _actor(body)
    wanted = FormWanted(actor=actor, place=_own_place(_user(body)))
    return Arrival(
        way=way, what=wanted, trigger=word(body, "trigger_id"), response_url=word(body, "response_url"), by=actor
    )


def _not_for_me(body: Json, at: datetime) -> Arrival:
    """A message that came to the wrong person: its author's question, answered to its author."""
    message, actor = part(body, "message"), _actor(body)
    user, place = word(message, "user"), _place_of_click(body)
    author = Actor(
        person=unknown_person(SLACK, user),
        standing=_standing(word(message, "user_team") or word(message, "team"), body),
        known=False,
    )
    post = message_id(place.conversation, word(message, "ts"))
    what: Misdirected | Note
    if not user or word(message, "bot_id"):
        what = Note.NOT_A_PERSONS
    elif author.standing is Standing.GUEST:
        what = Note.OF_ANOTHER_TEAM
    else:
        keys, text = (f"slack:post:{post}",), typed(word(message, "text"))
        what = Misdirected(keys=keys, actor=actor, place=place, at=at, author=author, text=text, post=post)
    return Arrival(way=Way.SHORTCUT, what=what, response_url=word(body, "response_url"), by=actor)


def _answers(view: Json) -> Iterator[tuple[str, str | datetime]]:
    """What was filled in, by the name of its field; what was left empty is not there."""
    for name, inputs in part(view, "state", "values").items():
        for given in inputs.values() if isinstance(inputs, dict) else ():
            answer = _answer(given)
            if answer:
                yield name, answer


def _answer(given: object) -> str | datetime | None:
    seconds = number(given, "selected_date_time")
    if seconds is not None:
        return _instant(seconds)
    return word(given, "selected_option", "value") or word(given, "value")


def _instant(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _place_of_click(body: Json) -> Place:
    conversation = word(body, "channel", "id") or word(body, "container", "channel_id")
    thread = word(body, "message", "thread_ts") or word(body, "container", "thread_ts")
    return Place(channel=SLACK, conversation=conversation, thread=thread, direct=is_direct(conversation))


def _place_from(meta: Json, actor: Actor) -> Place:
    """Where the form was opened from; without that, their own conversation."""
    conversation = word(meta, "conversation")
    if not conversation:
        return _own_place(actor.person.partition(":")[2])
    return Place(channel=SLACK, conversation=conversation, thread=word(meta, "thread"), direct=is_direct(conversation))


def _own_place(user: str) -> Place:
    """Their direct conversation with us, by their account: the sender finds it."""
    return Place(channel=SLACK, conversation=user)


def _actor(body: Json) -> Actor:
    theirs = word(body, "user", "team_id")
    return Actor(person=unknown_person(SLACK, _user(body)), standing=_standing(theirs, body), known=False)


def _user(body: Json) -> str:
    return word(body, "user", "id") or word(body, "user_id")


def _standing(theirs: str, body: Json) -> Standing:
    ours = word(body, "team", "id") or word(body, "team_id")
    return Standing.GUEST if ours and theirs and ours != theirs else Standing.MEMBER


def _trigger_key(body: Json) -> str:
    trigger = word(body, "trigger_id")
    return f"slack:trigger:{trigger}" if trigger else ""


def _view_key(view: Json, given: dict[str, str | datetime]) -> str:
    """The same words in the same form are one delivery; other words in it, after a refusal, are another."""
    words = sha256(json.dumps(given, default=str, sort_keys=True).encode()).hexdigest()[:16]
    return f"slack:form:{word(view, 'id')}:{words}"


def _object(text: str) -> Json:
    try:
        return part({"it": json.loads(text)}, "it")
    except (ValueError, RecursionError):
        return {}
