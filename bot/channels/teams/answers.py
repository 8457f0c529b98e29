"""What an action on a card or a message gets in the response itself, where the SDK's own answers break. Pure."""

from bot.channels.teams.markdown import escaped
from bot.channels.teams.parse import PASS_ON
from bot.channels.teams.render import CARD, VERSION
from bot.wire import Json

MESSAGE = "application/vnd.microsoft.activity.message"


def with_card(card: Json) -> Json:
    """The card takes the place of the one that was clicked, for whoever clicked."""
    return {"statusCode": 200, "type": CARD, "value": card}


def with_words(words: str) -> Json:
    """The card stays as it is, with a sentence under it."""
    return {"statusCode": 200, "type": MESSAGE, "value": words}


def with_dialog(title: str, explained: str, quoted: str, send: str) -> Json:
    """A dialog that shows what will be passed on, with one button."""
    body = [
        {"type": "TextBlock", "text": escaped(explained), "wrap": True},
        {
            "type": "Container",
            "style": "emphasis",
            "items": [{"type": "TextBlock", "text": escaped(quoted[:2_000]), "wrap": True}],
        },
    ]
    submit = {"type": "Action.Submit", "title": send, "data": {"command": PASS_ON}}
    card = {"type": "AdaptiveCard", "version": VERSION, "body": body, "actions": [submit]}
    value = {"title": title, "width": "medium", "height": "medium", "card": {"contentType": CARD, "content": card}}
    return {"task": {"type": "continue", "value": value}}


def with_last_word(words: str) -> Json:
    """The dialog ends with a sentence."""
    return {"task": {"type": "message", "value": words}}
