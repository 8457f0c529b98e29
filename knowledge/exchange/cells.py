"""How each kind of cell is read and written: a reader gives a value or says what is wrong. None is empty."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar
from zoneinfo import available_timezones

from knowledge.exchange.limits import LONGEST_LINE
from knowledge.models import Category, Email, HandOff, Lang
from knowledge.problems import ProblemCode, Wrong, nearest, wrong

Choice = TypeVar("Choice", bound=StrEnum)

_YES = frozenset({"true", "yes", "oui", "vrai", "1", "x"})
_NO = frozenset({"false", "no", "non", "faux", "0"})
_FRENCH_LANGUAGES = {"français": "fr", "francais": "fr", "french": "fr", "anglais": "en", "english": "en"}
_EMAIL = re.compile(r"[^@\s<>(),;:|\"\\]+@[^@\s<>(),;:|\"\\]+\.[^@\s<>(),;:|\"\\.]+")
# No file format carries all of these; line ends and tabs are welcome.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"\s*[\n\t]\s*")
_SEPARATOR = re.compile(r"\n|(?<!\\)\|")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,4}")
_MOST_NUMBER = 9_999


def cleaned(text: str) -> str | Wrong:
    r"""Line ends as `\n`, composed accents, nothing around; control characters and half characters are refused."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    refused = _FORBIDDEN.search(unified)
    if not refused:
        return unicodedata.normalize("NFC", unified).strip()
    is_half = "\ud800" <= refused[0] <= "\udfff"
    code = ProblemCode.LONE_SURROGATE if is_half else ProblemCode.CONTROL_CHARACTER
    return wrong(code, character=f"U+{ord(refused[0]):04X}")


def harmless(text: str) -> str:
    """The text without the characters that `cleaned` refuses: what writers put into a file."""
    return _FORBIDDEN.sub("", text)


def split(text: str) -> tuple[str, ...]:
    r"""The values of one cell: one a line, or with `|` between; `\|` is a bar that belongs to the value."""
    return tuple(part.replace("\\|", "|") for part in _SEPARATOR.split(text))


def join(values: Iterable[str]) -> str:
    """What `split` reads back."""
    return " | ".join(value.replace("|", "\\|") for value in values)


def read_line(text: str) -> str | Wrong:
    """A text of one line: line ends become spaces."""
    line = _BREAK.sub(" ", text)
    return line if len(line) <= LONGEST_LINE else _too_long()


def read_phrasing(text: str) -> str:
    """A question as people word it: one line, however long."""
    return _BREAK.sub(" ", text)


def read_text(text: str) -> str:
    return text


def read_mark(text: str) -> str | Wrong:
    """A text that machines compare (a code, a channel): direction marks and other invisible characters go."""
    return read_line("".join(char for char in text if unicodedata.category(char) != "Cf").strip())


def read_id(text: str) -> str | Wrong:
    """An id has a letter or digit and no @, which tells people from departments."""
    mark = read_mark(text)
    if isinstance(mark, Wrong):
        return mark
    if "@" in mark or not any(char.isalnum() for char in mark):
        return wrong(ProblemCode.BAD_ID, value=text)
    return mark


def read_email(text: str) -> Email | Wrong:
    mark = read_mark(text)
    if isinstance(mark, Wrong):
        return mark
    if not _EMAIL.fullmatch(mark):
        return wrong(ProblemCode.NOT_AN_EMAIL, value=text)
    return Email(mark.lower())


def read_backup(text: str) -> str | Wrong:
    """A department's id or a person's e-mail, told apart by the @."""
    return read_email(text) if "@" in text else read_id(text)


def read_boolean(text: str) -> bool | Wrong:
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    return wrong(ProblemCode.NOT_A_BOOLEAN, value=text)


def read_language(text: str) -> Lang | Wrong:
    """`fr`, `en`, a locale such as `fr-CA`, or the language's name."""
    word = _FRENCH_LANGUAGES.get(text.casefold(), text.casefold())
    code = re.split(r"[-_]", word)[0]
    return Lang(code) if code in set(Lang) else _not_one_of(Lang, text)


def read_category(text: str) -> Category | Wrong:
    return _read_choice(Category, text)


def read_handoff(text: str) -> HandOff | Wrong:
    return _read_choice(HandOff, text)


def read_date(text: str) -> date | Wrong:
    """`2026-12-24` and nothing else: 01/02/2026 is not the same day everywhere."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    return wrong(ProblemCode.NOT_A_DATE, value=text)


def read_number(text: str) -> int | Wrong:
    """A whole number from 1 to 9999."""
    if _NUMBER.fullmatch(text) and int(text) > 0:
        return int(text)
    return wrong(ProblemCode.NOT_A_NUMBER, value=text, limit=str(_MOST_NUMBER))


def read_timezone(text: str) -> str | Wrong:
    """A name of the time zone database, such as `America/Toronto`."""
    if text in _timezones():
        return text
    return wrong(ProblemCode.UNKNOWN_TIMEZONE, value=text, nearest=nearest(text, _timezones()))


def several(read: Callable[[str], str | Wrong]) -> Callable[[tuple[str, ...]], tuple[str, ...] | Wrong]:
    """A reader of many values from a reader of one; blanks and repetitions go."""

    def read_all(texts: tuple[str, ...]) -> tuple[str, ...] | Wrong:
        values: dict[str, None] = {}
        for text in filter(None, map(str.strip, texts)):
            value = read(text)
            if isinstance(value, Wrong):
                return value
            if value:
                values[value] = None
        return tuple(values)

    return read_all


def write_boolean(value: bool) -> str:  # noqa: FBT001 - the value itself, not a switch
    return "true" if value else "false"


@cache
def _timezones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def _read_choice(kind: type[Choice], text: str) -> Choice | Wrong:
    word = text.casefold()
    return kind(word) if word in set(kind) else _not_one_of(kind, text)


def _not_one_of(kind: type[StrEnum], text: str) -> Wrong:
    return wrong(ProblemCode.NOT_ONE_OF, value=text, allowed=", ".join(kind))


def _too_long() -> Wrong:
    return wrong(ProblemCode.CELL_TOO_LONG, limit=str(LONGEST_LINE))
