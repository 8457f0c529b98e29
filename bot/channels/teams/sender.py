"""Who acted and where, and the keys by which what they did is known again: read off an activity. Pure."""

from hashlib import sha256

from bot.channels.teams import whereabouts
from bot.channels.teams.activity import tenant_of
from bot.channels.teams.whereabouts import NAME, Whereabouts, base_of, message_id, thread_of
from bot.wire import Json, at, objects_at, text_at
from bot.words import known_zone
from handlers.accounts import Account, unknown_person
from handlers.incoming import Actor, Place
from knowledge.models import Lang

LONGEST_NAME = 200


def seen_in(activity: Json) -> Account | None:
    """Who acted and where they are reached, not introduced yet; None for bots and for nobody."""
    if is_bots(activity) or not account_id(activity):
        return None
    account, conversation = account_id(activity), text_at(activity, "conversation", "id")
    reached = Whereabouts(
        service_url=text_at(activity, "serviceUrl"),
        tenant=tenant_of(activity),
        bot=text_at(activity, "recipient", "id"),
        user=text_at(activity, "from", "id"),
        conversation=conversation if is_direct(activity) else "",
        seen_in=base_of(conversation),
    )
    return Account(
        channel=NAME,
        account=account,
        person=unknown_person(NAME, account),
        name=text_at(activity, "from", "name")[:LONGEST_NAME],
        lang=_lang_of(activity),
        timezone=_timezone_of(activity),
        address=whereabouts.dump(reached),
        introduced=False,
    )


def actor_of(activity: Json) -> Actor:
    return Actor(
        person=unknown_person(NAME, account_id(activity)),
        name=text_at(activity, "from", "name")[:LONGEST_NAME],
        lang=_lang_of(activity),
        timezone=_timezone_of(activity),
        known=False,
    )


def account_id(activity: Json) -> str:
    """The person's id in the organisation's directory; the id for this bot where there is none."""
    return text_at(activity, "from", "aadObjectId") or text_at(activity, "from", "id")


def place_of(activity: Json) -> Place:
    """A personal chat, a group chat, or a thread of a channel: the one the message hangs on or begins."""
    conversation = text_at(activity, "conversation", "id")
    if is_direct(activity):
        return Place(channel=NAME, conversation=conversation)
    is_channel = text_at(activity, "conversation", "conversationType") == "channel"
    own = text_at(activity, "id") if is_channel and text_at(activity, "type").startswith("message") else ""
    thread = thread_of(conversation) or own
    return Place(channel=NAME, conversation=base_of(conversation), thread=thread, direct=False)


def channel_of(activity: Json) -> Whereabouts:
    return Whereabouts(
        service_url=text_at(activity, "serviceUrl"),
        tenant=tenant_of(activity),
        bot=text_at(activity, "recipient", "id"),
        conversation=base_of(text_at(activity, "conversation", "id")),
    )


def is_direct(activity: Json) -> bool:
    kind = text_at(activity, "conversation", "conversationType")
    return kind == "personal" if kind else not at(activity, "conversation", "isGroup")


def is_bots(activity: Json) -> bool:
    return text_at(activity, "from", "role") == "bot" or text_at(activity, "from", "id").startswith("28:")


def key_of(activity: Json) -> str:
    number = text_at(activity, "id") or digest(text_at(activity, "timestamp"), text_at(activity, "text"))
    return f"{NAME}:{tenant_of(activity)}:{text_at(activity, 'conversation', 'id')}:{number}"


def post_of(activity: Json) -> str:
    return message_id(text_at(activity, "conversation", "id"), text_at(activity, "id"))


def digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:32]


def _lang_of(activity: Json) -> Lang | None:
    spoken = text_at(activity, "locale") or _client_info(activity, "locale")
    code = spoken[:2].lower()
    return Lang(code) if code in set(Lang) else None


def _timezone_of(activity: Json) -> str:
    return known_zone(text_at(activity, "localTimezone") or _client_info(activity, "timezone"))


def _client_info(activity: Json, name: str) -> str:
    infos = (entity for entity in objects_at(activity, "entities") if text_at(entity, "type") == "clientInfo")
    return next((text_at(info, name) for info in infos), "")
