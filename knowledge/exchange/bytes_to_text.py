"""A file's bytes as text: UTF-8, with or without a byte order mark, and nothing else; else a guess what it is."""

from collections.abc import Mapping

from knowledge.exchange.limits import MEGABYTE, MOST_TEXT_BYTES
from knowledge.problems import ProblemCode, Wrong, wrong

_FIRST_BYTES: Mapping[bytes, str] = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP, XLSX",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "GZIP",
}
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def text_of(content: bytes, extension: str) -> str | Wrong:
    """The text, or why it cannot be read as one."""
    if too_large := size_problem(content, MOST_TEXT_BYTES):
        return too_large
    if kind := disguise(content):
        return wrong(ProblemCode.WRONG_CONTENT, extension=extension, looks_like=kind)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return wrong(ProblemCode.NOT_UTF8, looks_like=_encoding(content))
    return text if text.strip("\ufeff \t\r\n") else wrong(ProblemCode.FILE_EMPTY)


def size_problem(content: bytes, limit: int) -> Wrong | None:
    """Whether a file is empty or larger than `limit` bytes."""
    if not content:
        return wrong(ProblemCode.FILE_EMPTY)
    if len(content) > limit:
        return wrong(ProblemCode.FILE_TOO_LARGE, limit_mb=str(limit // MEGABYTE))
    return None


def disguise(content: bytes) -> str:
    """What a file is by its first bytes, if that is something else than text."""
    return next((kind for start, kind in _FIRST_BYTES.items() if content.startswith(start)), "")


def text_kind(content: bytes) -> str:
    """What a file without known first bytes seems to be; `?` when not even text."""
    try:
        return "HTML, XML" if content.decode("utf-8-sig").lstrip().startswith("<") else "CSV"
    except UnicodeDecodeError:
        return "?"


def _encoding(content: bytes) -> str:
    if content.startswith(_UTF16_MARKS) or b"\x00" in content[:1000]:
        return "UTF-16"
    return "Windows-1252 (Latin-1)"
