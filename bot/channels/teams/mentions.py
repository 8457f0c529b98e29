"""The words of a message without the mark-up that Teams puts around mentions. Pure."""

import re
from html import unescape
from html.parser import HTMLParser

from bot.wire import Json, objects_at, text_at
from bot.words import readable

_AT = re.compile(r"</?at\b[^>]{0,200}>", re.IGNORECASE)
_BLOCKS = frozenset({"p", "div", "br", "li", "tr"})


def calls_bot(activity: Json) -> bool:
    """Whether the message mentions whom it was delivered to: the bot."""
    bot = text_at(activity, "recipient", "id")
    return any(text_at(entity, "mentioned", "id") == bot for entity in _mentions(activity)) if bot else False


def words_of(activity: Json) -> str:
    """What was said: the bot's name left out, other people's names without their tags."""
    text, bot = text_at(activity, "text"), text_at(activity, "recipient", "id")
    for entity in _mentions(activity):
        if text_at(entity, "mentioned", "id") == bot:
            marked = text_at(entity, "text") or f"<at>{text_at(entity, 'mentioned', 'name')}</at>"
            text = re.sub(re.escape(marked), " ", text, flags=re.IGNORECASE)
    return _tidy(unescape(_AT.sub("", text)))


def plain(content: str, kind: str) -> str:
    """The words of a message body, of kind `html` or `text`."""
    if kind != "html":
        return _tidy(content)
    reader = _Words()
    reader.feed(content)
    reader.close()
    return _tidy("".join(reader.parts))


class _Words(HTMLParser):
    """Collects the text between tags, a new line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _mentions(activity: Json) -> list[Json]:
    return [entity for entity in objects_at(activity, "entities") if text_at(entity, "type") == "mention"]


def _tidy(text: str) -> str:
    lines = readable(text).replace("\N{NO-BREAK SPACE}", " ").splitlines()
    return "\n".join(" ".join(line.split()) for line in lines).strip()
