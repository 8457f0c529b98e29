"""A form as a Slack modal, and what is said in one. Pure."""

import json
from collections.abc import Iterator
from typing import Any

from bot.channels.slack.arrivals import FormWanted
from bot.channels.slack.interact import ASK, VERB_FORM
from bot.channels.slack.render import Block, plain
from bot.channels.slack.words import escape
from handlers.content import Field, FieldName, Option

TITLE_CHARS = 24
LABEL_CHARS = 2000
OPTION_CHARS = 75
VALUE_CHARS = 150
OPTIONS = 100
GROUPS = 100
TEXT_CHARS = 3000
SAID_CHARS = 2000


def modal(title: str, fields: tuple[Field, ...], wanted: FormWanted, submit: str) -> Block:
    """The form, with everything needed to know what it was for when it comes back."""
    return {
        "type": "modal",
        "callback_id": VERB_FORM if wanted.verb else ASK,
        "private_metadata": _metadata(wanted),
        "title": plain(title, TITLE_CHARS),
        "submit": plain(submit, TITLE_CHARS),
        "blocks": [_input(field) for field in fields if _can_be_filled(field)],
    }


def said_modal(title: str, text: str) -> Block:
    """A sentence in the place of the form that was sent."""
    section = {"type": "section", "text": {"type": "mrkdwn", "text": escape(text)[:SAID_CHARS]}}
    return {"type": "modal", "title": plain(title, TITLE_CHARS), "blocks": [section]}


def _metadata(wanted: FormWanted) -> str:
    place = wanted.place
    meta: dict[str, str] = {
        "verb": wanted.verb or "",
        "reference": wanted.reference or "",
        "choice": wanted.choice,
        "conversation": place.conversation,
        "thread": place.thread,
    }
    return json.dumps(meta, ensure_ascii=False)


def _can_be_filled(field: Field) -> bool:
    """A list needs something to pick."""
    return field.name is not FieldName.CHOICE or any(map(_fits, field.options))


def _input(field: Field) -> Block:
    return {
        "type": "input",
        "block_id": field.name,
        "label": plain(field.label, LABEL_CHARS),
        "optional": not field.required,
        "element": {**_element(field), "action_id": field.name},
    }


def _element(field: Field) -> Block:
    match field.name:
        case FieldName.TEXT:
            return {"type": "plain_text_input", "multiline": True, "max_length": TEXT_CHARS}
        case FieldName.CHOICE:
            return {"type": "static_select", **_choices([option for option in field.options if _fits(option)])}
        case FieldName.WHEN:
            return {"type": "datetimepicker"}


def _choices(options: list[Option]) -> dict[str, Any]:
    """A plain list while Slack takes it whole, else groups named by what they begin and end with."""
    if len(options) <= OPTIONS:
        return {"options": [_option(option) for option in options]}
    return {"option_groups": list(_groups(options))[:GROUPS]}


def _groups(options: list[Option]) -> Iterator[Block]:
    for start in range(0, len(options), OPTIONS):
        group = options[start : start + OPTIONS]
        label = f"{group[0].label[:30]} – {group[-1].label[:30]}"
        yield {"label": plain(label, OPTION_CHARS), "options": [_option(option) for option in group]}


def _option(option: Option) -> Block:
    return {"text": plain(option.label, OPTION_CHARS), "value": option.value}


def _fits(option: Option) -> bool:
    return 0 < len(option.value) <= VALUE_CHARS
