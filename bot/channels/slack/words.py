"""Slack's way of writing text: what arrives is unescaped once, what leaves is escaped.

Pure. The grammar is https://docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Iterator

_ENTITY = re.compile(r"<([^<>]*)>")
_ESCAPED = re.compile(r"&(amp|lt|gt);")
_LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]}'\"»]")
_WORD = re.compile(r"\S+\s*|\s+")
_PLAIN = {"amp": "&", "lt": "<", "gt": ">"}
CUT = "…"


def typed(text: str, bot: str = "") -> str:
    """What the person typed, from what Slack sends of it; the bot's own name is left out."""
    pieces = []
    for position, piece in enumerate(_ENTITY.split(text)):
        pieces.append(_named(piece, bot) if position % 2 else _unescape(piece))
    return "".join(pieces).strip()


def mentions(text: str, user: str) -> bool:
    """Whether the user is called by name."""
    return bool(user) and any(name.split("|")[0] == f"@{user}" for name in _ENTITY.findall(text))


def escape(text: str) -> str:
    """Text that stays text: no mention, no link, no channel can come of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(text: str) -> str:
    """The text as it is, its web addresses made to be clicked."""
    found, end = [], 0
    for link in _LINK.finditer(text):
        found += [escape(text[end : link.start()]), f"<{escape(link.group())}>"]
        end = link.end()
    return "".join([*found, escape(text[end:])])


def chunks(text: str, limit: int) -> Iterator[str]:
    """The text as mrkdwn in pieces of at most `limit` characters, cut between words where there are any."""
    whole, piece = mrkdwn(text), ""
    if len(whole) <= limit:
        if whole.strip():
            yield whole
        return
    for word in _WORD.findall(text):
        for part in _parts(word, limit):
            if len(piece) + len(part) > limit:
                yield piece
                piece = ""
            piece += part
    if piece.strip():
        yield piece


def short(text: str, limit: int) -> str:
    """The text, cut to `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + CUT


def tel_link(phone: str, shown: str) -> str:
    """A number that can be tapped, written as in the table."""
    number = re.sub(r"[^\d+*#]", "", phone)
    return f"<tel:{number}|{escape(shown).replace('|', ' ')}>" if number else escape(shown)


def _parts(word: str, limit: int) -> Iterator[str]:
    """A word as mrkdwn, in several parts when it is longer than all that fits."""
    whole = mrkdwn(word)
    if len(whole) <= limit:
        yield whole
        return
    part = ""
    for character in map(escape, word):
        if len(part) + len(character) > limit:
            yield part
            part = ""
        part += character
    yield part


def _named(entity: str, bot: str) -> str:
    """A mention, a channel or a link as people read it."""
    target, _, label = entity.partition("|")
    if bot and target == f"@{bot}":
        return ""
    if target.startswith(("@", "#")):
        return target[0] + _unescape(label).removeprefix(target[0]) if label else target
    if target.startswith("!"):
        return _unescape(label) if label else f"@{target[1:].split('^')[0]}"
    if target.startswith(("mailto:", "tel:")):
        return _unescape(label) or _unescape(target.partition(":")[2])
    return _unescape(target)


def _unescape(text: str) -> str:
    """Once: `&amp;lt;` was typed as `&lt;`."""
    return _ESCAPED.sub(lambda match: _PLAIN[match[1]], text)
