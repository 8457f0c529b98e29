"""A message as Slack shows it: Block Kit for the eyes, plain text for notifications and screen readers. Pure.

Limits: https://docs.slack.dev/reference/block-kit/blocks and chat.postMessage.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.channels.slack.words import CUT, chunks, escape, short, tel_link
from handlers.content import Button, Contact, Content, phone_of
from handlers.verbs import Verb

Block = dict[str, Any]

SECTION_CHARS = 3000
LABEL_CHARS = 75
CELL_CHARS = 100
BUTTONS_IN_BLOCK = 25
BLOCKS = 50
ALL_CHARS = 12_000  # of all sections: Slack refuses more with msg_blocks_too_long and does not say where it begins
FALLBACK_CHARS = 3000
_PRIMARY = frozenset({Verb.TAKE, Verb.HELPED})


def message_of(content: Content) -> Block:
    """What chat.postMessage and chat.update take."""
    return {"text": fallback_of(content), "blocks": blocks_of(content)}


def plain_message_of(content: Content) -> Block:
    """The same without blocks, for when Slack will not take them: the words matter more than the buttons."""
    return {"text": fallback_of(content), "blocks": []}


def fallback_of(content: Content) -> str:
    text = (
        content.as_text
        if content.title.strip() or not content.reference
        else f"{content.as_text} ({content.reference})"
    )
    return next(chunks(short(text, FALLBACK_CHARS // 2), FALLBACK_CHARS), str(content.reference or CUT))


def blocks_of(content: Content) -> list[Block]:
    """Title, quote, body, contact, then the buttons."""
    buttons = list(_actions(content))
    texts = list(_within(_texts(content), room=BLOCKS - len(buttons) - 1))
    return [*map(_section, texts), *_footer(content), *buttons]


def _texts(content: Content) -> Iterator[str]:
    """Each section's mrkdwn, in order."""
    if content.title.strip():
        reference = f"  `{escape(content.reference)}`" if content.reference else ""
        yield f"*{_cell(content.title)}*{reference}"
    for piece in chunks(content.quote, SECTION_CHARS // 3):  # each line grows by its mark
        yield "\n".join(f"> {line}" for line in piece.strip().split("\n"))
    for paragraph in content.body:
        yield from chunks(paragraph, SECTION_CHARS)
    if content.contact:
        yield _contact(content.contact)


def _within(texts: Iterator[str], room: int) -> Iterator[str]:
    """As many as Slack takes; the rest is cut, and seen to be."""
    left = ALL_CHARS
    for number, text in enumerate(filter(str.strip, texts), start=1):
        left -= len(text)
        if left < 0 or number == room:
            yield CUT
            return
        yield text


def _contact(contact: Contact) -> str:
    who = ", ".join(part for part in (_bold(contact.person), _cell(contact.department)) if part)
    phone = tel_link(contact.phone[:CELL_CHARS], short(phone_of(contact), CELL_CHARS)) if contact.phone else ""
    where = " · ".join(part for part in (phone, _cell(contact.location)) if part)
    return "\n".join(part for part in (who, where, _cell(contact.reach)) if part)


def _footer(content: Content) -> list[Block]:
    """The reference, where no title bears it."""
    if content.title.strip() or not content.reference:
        return []
    return [{"type": "context", "elements": [{"type": "mrkdwn", "text": f"`{escape(content.reference)}`"}]}]


def _actions(content: Content) -> Iterator[Block]:
    elements = [_button(button, name, content) for button, name in _named(content.buttons)]
    for start in range(0, len(elements), BUTTONS_IN_BLOCK):
        yield {"type": "actions", "elements": elements[start : start + BUTTONS_IN_BLOCK]}


def _named(buttons: Sequence[Button]) -> Iterable[tuple[Button, str]]:
    """Each with its action id: the verb, numbered where it is there more than once."""
    total, seen = Counter(button.verb for button in buttons), Counter[Verb]()
    for button in buttons:
        seen[button.verb] += 1
        yield button, f"{button.verb}:{seen[button.verb]}" if total[button.verb] > 1 else str(button.verb)


def _button(button: Button, action_id: str, content: Content) -> Block:
    style = {"style": "primary"} if button.verb in _PRIMARY else {}
    return {
        "type": "button",
        "action_id": action_id,
        "text": plain(button.label, LABEL_CHARS),
        "value": value_of(button, content),
        **style,
    }


def value_of(button: Button, content: Content) -> str:
    """What comes back with the click: never guessed from the message."""
    value = {"reference": content.reference or "", "choice": button.choice, "view": content.view or ""}
    return json.dumps({**value, "form": True} if button.fields else value, ensure_ascii=False)


def plain(text: str, limit: int) -> Block:
    """Text that Slack shows as it is."""
    return {"type": "plain_text", "text": short(text, limit) or CUT, "emoji": False}


def _section(text: str) -> Block:
    """`verbatim`: nothing in it becomes a mention or a link that was not made one."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _bold(text: str) -> str:
    return f"*{_cell(text)}*" if text.strip() else ""


def _cell(text: str) -> str:
    """A cell of the table, or a title: one line, of a length that leaves room for the others."""
    return escape(short(" ".join(text.split()), CELL_CHARS))
