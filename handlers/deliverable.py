"""A queued message as its reader sees it: cards from the state of this moment, notices as they were written."""

from handlers.cards import buttons_of, card
from handlers.content import Content
from handlers.incoming import Standing
from handlers.outgoing import Card, Message
from handlers.requests.model import Request
from handlers.texts.voice import Voice


def content_of(message: Message, request: Request | None, voice: Voice, default_zone: str) -> Content | None:
    """What to show; None for a card whose request is gone, or turned out to be a guest's."""
    if isinstance(message, Card):
        is_shown = request and request.requester.standing is not Standing.GUEST
        return card(request, message.view, voice, default_zone) if request and is_shown else None
    return Content(
        reference=request.reference if request else None,
        body=(voice.say(message.text, **message.params),),
        buttons=buttons_of(message.verbs, voice),
        lang=voice.reader.lang,
    )
