"""A queued message as its reader sees it: cards from the state of this moment, notices as they were written."""

from handlers.buttons import buttons_of
from handlers.cards import card, view_of
from handlers.content import Content
from handlers.incoming import Standing
from handlers.outgoing import Card, Message, ToPerson, ToPlace, View
from handlers.requests.model import Request
from handlers.texts.voice import Voice


def content_of(message: Message, request: Request | None, voice: Voice, default_zone: str) -> Content | None:
    """What to show; None for a card whose request is gone, or turned out to be a guest's."""
    if isinstance(message, Card):
        if request is None or request.requester.standing is Standing.GUEST:
            return None
        return card(request, view_of(request, message, voice.table), voice, default_zone)
    return Content(
        reference=request.reference if request else None,
        body=(voice.say(message.text, **message.params),),
        buttons=buttons_of(message.verbs, voice, request, message.choice),
        lang=voice.reader.lang,
    )


def what_follows(message: Message, content: Content | None) -> Card | None:
    """What a neutral line stands for, directly to whoever asked; None where nothing was held back."""
    if content is None or content.view is not View.REQUESTER_DISCREET or not isinstance(message.to, ToPlace):
        return None
    return Card(to=ToPerson(person=message.to.person), view=View.REQUESTER, first=True)
