"""Forms to facts, pure. A form's nonce is its delivery key, so a form sent twice acts once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channel import LAST_RESORT
from bot.words import instant_of, readable
from handlers.incoming import Actor, Pick, Place, QuestionAsked, Reference, VerbUsed
from handlers.previews import NOBODY
from handlers.verbs import TOPIC, Verb
from knowledge.models import Lang, TopicId

LONGEST_TEXT = 100_000
LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A form that no page of ours sends."""

    field: str


@dataclass(frozen=True, slots=True)
class TooLong:
    """More text than anybody would read."""

    limit: int = LONGEST_TEXT


Form = Mapping[str, str]


def question_of(form: Form, actor: Actor, at: datetime) -> QuestionAsked | Unreadable | TooLong:
    """The question of the chat's form."""
    nonce, text = form.get("nonce", ""), readable(form.get("text", ""))
    if not 0 < len(nonce) <= LONGEST_WORD:
        return Unreadable("nonce")
    if len(text) > LONGEST_TEXT:
        return TooLong()
    return QuestionAsked(
        keys=(f"web:{readable(nonce)}",),
        actor=actor,
        place=place_of(actor),
        at=at,
        text=text,
        lang=Lang(form["lang"]) if form.get("lang") in set(Lang) else None,
        pick=_pick_of(readable(form.get("pick", ""))),
        private=bool(form.get("private")),
    )


def verb_of(form: Form, actor: Actor, at: datetime, zone: str) -> VerbUsed | Unreadable | TooLong:
    """The button of a card, with what was written or picked; `zone` is the house's, for people without one."""
    nonce, text = form.get("nonce", ""), readable(form.get("text", ""))
    if not 0 < len(nonce) <= LONGEST_WORD:
        return Unreadable("nonce")
    if form.get("verb") not in set(Verb):
        return Unreadable("verb")
    if len(text) > LONGEST_TEXT:
        return TooLong()
    return VerbUsed(
        keys=(f"web:{readable(nonce)}",),
        actor=actor,
        place=place_of(actor),
        at=at,
        verb=Verb(form["verb"]),
        reference=Reference(readable(form.get("reference", ""))[:LONGEST_WORD]),
        text=text,
        choice=readable(form.get("choice", ""))[:LONGEST_WORD],
        when=instant_of(form.get("when", ""), actor.timezone or zone),
    )


def _pick_of(value: str) -> Pick | None:
    """What was picked in the preview; anything else picks nothing."""
    if value == NOBODY:
        return Pick(topic=None)
    topic = value.removeprefix(TOPIC)[:LONGEST_WORD]
    return Pick(topic=TopicId(topic)) if topic and value.startswith(TOPIC) else None


def place_of(actor: Actor) -> Place:
    """A person's own conversation."""
    return Place(channel=LAST_RESORT, conversation=f"person:{actor.person}")
