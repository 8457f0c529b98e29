"""Events to facts, pure. A post is one delivery, however many events Slack makes of it."""

from datetime import datetime

from bot.channels.slack.arrivals import Arrival, Myself, Way
from bot.channels.slack.interact import parse_interaction
from bot.channels.slack.payload import Json, flag, items, part, word
from bot.channels.slack.places import SLACK, is_direct, message_id
from bot.channels.slack.words import mentions, typed
from handlers.accounts import unknown_person
from handlers.incoming import Actor, Fact, Place, QuestionAsked, QuestionEdited, Replied, Standing

WRITTEN = frozenset({"", "file_share", "thread_broadcast", "me_message"})  # subtypes of what a person posts
SLACKBOT = "USLACKBOT"


def parse(body: Json, me: Myself, help_channels: frozenset[str], at: datetime) -> Arrival:
    """What the delivery is. `help_channels` are ids: there every post is a question."""
    if word(body, "type") != "event_callback":
        return parse_interaction(body, at)
    event = part(body, "event")
    me = Myself(user=me.user or _own_user(body), bot=me.bot, team=me.team or word(body, "team_id"))
    if word(event, "type") not in {"message", "app_mention"}:
        return Arrival(way=Way.EVENT)
    if word(event, "subtype") == "message_changed":
        return Arrival(way=Way.EVENT, what=_edit(body, event, me, help_channels, at))
    if word(event, "subtype") not in WRITTEN or not _is_persons(event, me):
        return Arrival(way=Way.EVENT)
    return Arrival(way=Way.EVENT, what=_post(body, event, me, help_channels, at))


def _post(body: Json, event: Json, me: Myself, help_channels: frozenset[str], at: datetime) -> Fact | None:
    """A question, or a reply in a thread; None for talk among people that is none of ours."""
    conversation, stamp = word(event, "channel"), word(event, "ts")
    thread = word(event, "thread_ts")
    is_reply = bool(thread) and thread != stamp
    is_called = mentions(word(event, "text"), me.user) or word(event, "type") == "app_mention"
    if not conversation or not stamp:
        return None
    if not is_reply and not (is_called or is_direct(conversation) or conversation in help_channels):
        return None
    post = message_id(conversation, stamp)
    actor, place, text = _author(event, body), _place(event, stamp), typed(word(event, "text"), me.user)
    keys = (f"slack:post:{post}", *_event_key(body))
    if is_reply:
        root, to_bot = message_id(conversation, thread), is_called or place.direct
        return Replied(keys=keys, actor=actor, place=place, at=at, text=text, root=root, to_bot=to_bot, post=post)
    return QuestionAsked(keys=keys, actor=actor, place=place, at=at, text=text, post=post)


def _edit(body: Json, event: Json, me: Myself, help_channels: frozenset[str], at: datetime) -> QuestionEdited | None:
    """Somebody changed the words of a post; a preview that Slack adds to it is no edit."""
    message, before = part(event, "message"), part(event, "previous_message")
    conversation, stamp, edited = word(event, "channel"), word(message, "ts"), word(message, "edited", "ts")
    texts = word(message, "text"), word(before, "text")
    concerns_us = (
        is_direct(conversation)
        or conversation in help_channels
        or bool(word(message, "thread_ts"))
        or any(mentions(text, me.user) for text in texts)
    )
    if not (stamp and edited and concerns_us and texts[0] != texts[1] and _is_persons(message, me)):
        return None
    post = message_id(conversation, stamp)
    message = {**message, "channel": conversation}
    return QuestionEdited(
        keys=(f"slack:edit:{post}:{edited}", *_event_key(body)),
        actor=_author(message, body),
        place=_place(message, stamp),
        at=at,
        text=typed(texts[0], me.user),
        post=post,
    )


def _is_persons(message: Json, me: Myself) -> bool:
    """Whether a person wrote it: not us, and no other bot or app, or two bots would talk for ever."""
    user = word(message, "user")
    is_apps = bool(word(message, "bot_id") or word(message, "app_id") or part(message, "bot_profile"))
    return bool(user) and not is_apps and user not in {me.user, SLACKBOT}


def _author(message: Json, body: Json) -> Actor:
    user = word(message, "user")
    return Actor(person=unknown_person(SLACK, user), standing=_standing(message, body), known=False)


def _standing(message: Json, body: Json) -> Standing:
    """A guest is somebody of another team, in a channel that is shared with it."""
    ours = word(body, "team_id")
    theirs = word(message, "user_team") or word(message, "source_team") or word(message, "team")
    return Standing.GUEST if ours and theirs and theirs != ours else Standing.MEMBER


def _place(message: Json, stamp: str) -> Place:
    """In a channel, the thread of the post; in a direct conversation, the conversation, or the thread written in."""
    conversation, thread = word(message, "channel"), word(message, "thread_ts")
    if is_direct(conversation):
        return Place(channel=SLACK, conversation=conversation, thread=thread if thread != stamp else "")
    return Place(channel=SLACK, conversation=conversation, thread=thread or stamp, direct=False)


def _event_key(body: Json) -> tuple[str, ...]:
    event_id = word(body, "event_id")
    return (f"slack:event:{event_id}",) if event_id else ()


def _own_user(body: Json) -> str:
    """The bot user that this event was sent to, as the event itself says."""
    own = (word(one, "user_id") for one in items(body, "authorizations") if flag(one, "is_bot"))
    return next(own, "")
