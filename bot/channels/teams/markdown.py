"""Text that Teams shows as it was written: cards read Markdown and macros, people write neither. Pure."""

import re
from urllib.parse import quote

_INLINE = re.compile(r"([\\`*_\[\]~])")
_LINE_START = re.compile(r"^([#>=]|[+-](?!\d)|\d{1,9}(?=[.)]))")
_MACRO = re.compile(r"\{(?=\{)")  # dates and times are macros: {{DATE(...)}}
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_WORD_JOINER = "\N{WORD JOINER}"


def escaped(text: str) -> str:
    """The same words to a reader of the card, whatever signs are in them; each line a line of its own."""
    text = _ENTITY.sub(r"\\&", _INLINE.sub(r"\\\1", text)).replace("<", r"\<")
    text = _MACRO.sub("{" + _WORD_JOINER, text)
    return "\n\n".join(_LINE_START.sub(_defused, line.strip()) for line in text.splitlines())


def phone_link(shown: str, number: str, extension: str = "") -> str:
    """The number as the table writes it, to be tapped."""
    dialled = re.sub(r"[^\d+*#]", "", number)
    target = quote(dialled, safe="+*") + (f";ext={quote(extension, safe='')}" if extension else "")
    return f"[{escaped(shown)}](tel:{target})" if dialled else escaped(shown)


def _defused(found: re.Match[str]) -> str:
    """A sign at the start of a line is no list, heading or quotation."""
    sign = found.group()
    return f"{sign}{_WORD_JOINER}" if sign[0].isdigit() else rf"\{sign}"
