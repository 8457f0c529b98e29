"""A Content becomes an activity for Teams: plain words, or an Adaptive Card that works on every client. Pure."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.channels.teams.markdown import escaped, phone_link
from bot.wire import Json
from handlers.content import Button, Contact, Content, Field, FieldName, phone_of

CARD = "application/vnd.microsoft.card.adaptive"
VERSION = "1.5"
LARGEST = 28 * 1000  # bytes of a message that Teams takes
ROOM = 2_000  # for what surrounds the card
FEWEST_OPTIONS = 10  # a list to pick from is not cut below half of that
BESIDE = 5  # buttons in sight; the others go behind "..."


def activity_of(content: Content, *, drawn: str, hint: str = "") -> Json:
    """The message. `drawn` names this drawing of the card, so that two clicks on it are known as one."""
    if not (content.title or content.buttons or content.contact):
        return _fitting(content, _sentence)
    return {
        "type": "message",
        "summary": content.as_text[:200],
        "attachments": [{"contentType": CARD, "content": card_of(content, drawn=drawn, hint=hint)}],
    }


def card_of(content: Content, *, drawn: str, hint: str = "") -> Json:
    """The card, its longest words shortened until Teams takes it."""
    return _fitting(content, lambda one: _card(one, drawn, hint))


def _fitting(content: Content, draw: Callable[[Content], Json]) -> Json:
    drawing = draw(content)
    while _size(drawing) > LARGEST - ROOM and (shorter := _shortened(content)) != content:
        content = shorter
        drawing = draw(content)
    return drawing


def _sentence(content: Content) -> Json:
    """Plain words, which no client reads as anything else."""
    return {"type": "message", "textFormat": "plain", "text": _words(content), "summary": content.as_text[:200]}


def _card(content: Content, drawn: str, hint: str) -> Json:
    return {
        "type": "AdaptiveCard",
        "version": VERSION,
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "fallbackText": content.as_text[:2_000],
        "body": [
            *_head(content),
            *_quote(content),
            *map(_paragraph, filter(None, content.body)),
            *_contact(content),
            *_hint(hint),
        ],
        "actions": [_action(content, button, place, drawn) for place, button in enumerate(content.buttons)],
    }


def _head(content: Content) -> Iterator[Json]:
    """The title, and the reference that every card bears."""
    if content.title:
        yield {**_paragraph(content.title), "weight": "Bolder", "size": "Medium", "style": "heading"}
    if content.reference:
        yield {**_paragraph(content.reference), "isSubtle": True, "spacing": "None", "size": "Small"}


def _quote(content: Content) -> Iterator[Json]:
    if content.quote:
        yield {"type": "Container", "style": "emphasis", "items": [_paragraph(content.quote)]}


def _contact(content: Content) -> Iterator[Json]:
    if content.contact:
        yield {"type": "Container", "separator": True, "spacing": "Medium", "items": list(_lines(content.contact))}


def _lines(contact: Contact) -> Iterator[Json]:
    if contact.person:
        yield {**_paragraph(contact.person), "weight": "Bolder"}
    yield {**_paragraph(contact.department), "spacing": "Small"}
    if contact.phone:
        number = phone_link(phone_of(contact), contact.phone, contact.extension)
        yield {"type": "TextBlock", "text": f"☎ {number}", "wrap": True, "spacing": "Small"}
    if contact.location:
        yield {**_paragraph(contact.location), "spacing": "Small"}
    if contact.reach:
        yield {**_paragraph(contact.reach), "spacing": "Small", "isSubtle": True}


def _hint(hint: str) -> Iterator[Json]:
    if hint:
        yield {**_paragraph(hint), "size": "Small", "isSubtle": True, "spacing": "Medium"}


def _paragraph(text: str) -> Json:
    return {"type": "TextBlock", "text": escaped(text), "wrap": True}


def _action(content: Content, button: Button, place: int, drawn: str) -> Json:
    """A click, or a small form that opens under the card."""
    secondary = {"mode": "secondary"} if place >= BESIDE else {}
    if not button.fields:
        return {**_execute(content, button, place, drawn), **secondary}
    form = {
        "type": "AdaptiveCard",
        "body": [part for field in button.fields for part in _inputs(button, field)],
        "actions": [_execute(content, button, place, drawn)],
    }
    return {"type": "Action.ShowCard", "title": button.label, "card": form, **secondary}


def _execute(content: Content, button: Button, place: int, drawn: str) -> Json:
    """Execute, and the Submit that older clients do in its place: both carry all that is needed."""
    data = {"verb": button.verb, "reference": content.reference or "", "choice": button.choice, "drawn": drawn}
    data = {**data, "view": content.view} if content.view else data
    common = {"title": button.label, "data": {name: str(value) for name, value in data.items()}}
    fallback = {"type": "Action.Submit", **common}
    return {
        "type": "Action.Execute",
        "id": f"{button.verb}:{place}",
        "verb": str(button.verb),
        **common,
        "fallback": fallback,
    }


def _inputs(button: Button, field: Field) -> Iterator[Json]:
    """What is filled in; ids are unique on the card, as each verb has inputs of its own."""
    name = f"{button.verb}_{field.name}"
    common = {"label": field.label, "isRequired": field.required, "errorMessage": field.label}
    match field.name:
        case FieldName.TEXT:
            yield {"type": "Input.Text", "id": name, **common, "isMultiline": True}
        case FieldName.CHOICE:
            choices = [{"title": option.label, "value": option.value} for option in field.options]
            yield {"type": "Input.ChoiceSet", "id": name, **common, "style": "compact", "choices": choices}
        case FieldName.WHEN:
            yield {"type": "Input.Date", "id": f"{button.verb}_date", **common}
            yield {"type": "Input.Time", "id": f"{button.verb}_time", "label": field.label, "value": "09:00"}


def _words(content: Content) -> str:
    """A sentence that stands alone says which request it is about."""
    text = "\n\n".join((content.quote, *content.body) if content.quote else content.body)
    is_named = not content.reference or content.reference in text
    return text if is_named else f"{content.reference} · {text}"


def _size(card: Json) -> int:
    return len(json.dumps(card, ensure_ascii=False).encode())


def _shortened(content: Content) -> Content:
    """Half of whatever is longest, else of the longest list to pick from; the same when nothing long is left."""
    longest = max((content.quote, *content.body), key=len, default="")
    if len(longest) < ROOM // 10:
        return _with_fewer_options(content)
    cut = longest[: len(longest) // 2].rstrip() + "…"
    body = tuple(cut if paragraph is longest else paragraph for paragraph in content.body)
    return replace(content, quote=cut if content.quote is longest else content.quote, body=body)


def _with_fewer_options(content: Content) -> Content:
    """The first half of the longest list: nearest first, and there are words for everybody else."""
    longest = max((len(field.options) for button in content.buttons for field in button.fields), default=0)
    if longest < FEWEST_OPTIONS:
        return content
    return replace(content, buttons=tuple(_cut(button, longest) for button in content.buttons))


def _cut(button: Button, longest: int) -> Button:
    fields = [
        replace(field, options=field.options[: longest // 2]) if len(field.options) == longest else field
        for field in button.fields
    ]
    return replace(button, fields=tuple(fields))
