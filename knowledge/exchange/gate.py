"""What an XLSX has to be before anybody reads it: small once unpacked, without macros, links to other files or DOCTYPE.

Pure and cheap: the directory of the zip first, then each part streamed through expat, which counts rows and columns
where they claim to stand (one cell at XFD1048576 would cost the reader gigabytes). What gets past it is still foreign
data: callers read it in a child process with limits on memory and time.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from xml.parsers import expat

from knowledge.exchange.bytes_to_text import disguise, size_problem, text_kind
from knowledge.exchange.limits import (
    MEGABYTE,
    MOST_COLUMNS,
    MOST_PACKED_BYTES,
    MOST_PARTS,
    MOST_RATIO,
    MOST_ROWS,
    MOST_UNPACKED_BYTES,
)
from knowledge.problems import ProblemCode, Wrong, wrong

_CHUNK = 1 << 16
_REFERENCE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")
_BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, ValueError, OSError)
_ENCRYPTED = 0x1
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # how Excel wraps a workbook with a password


def gate(content: bytes) -> Wrong | None:
    """Why this file must not be read as a workbook, or None."""
    return size_problem(content, MOST_PACKED_BYTES) or _not_a_zip(content) or _inspect(content)


def _not_a_zip(content: bytes) -> Wrong | None:
    if content.startswith(b"PK"):
        return None
    if _ENCRYPTED_PACKAGE in content:
        return wrong(ProblemCode.WORKBOOK_ENCRYPTED)
    return wrong(ProblemCode.WRONG_CONTENT, extension=".xlsx", looks_like=disguise(content) or text_kind(content))


def _inspect(content: bytes) -> Wrong | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            refusal = _directory_problem(parts, len(content))
            if not refusal:
                _walk(archive, parts)
            return refusal
    except _RefusedError as refused:
        return refused.what
    except _BROKEN:
        return wrong(ProblemCode.WORKBOOK_BROKEN)


def _directory_problem(parts: list[zipfile.ZipInfo], packed: int) -> Wrong | None:
    names = [part.filename.casefold() for part in parts]
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS:
        return wrong(ProblemCode.WORKBOOK_TOO_MANY_PARTS, count=str(len(parts)), limit=str(MOST_PARTS))
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        return wrong(ProblemCode.WORKBOOK_ENCRYPTED)
    if unpacked > MOST_UNPACKED_BYTES:
        return wrong(ProblemCode.WORKBOOK_TOO_LARGE, limit_mb=str(MOST_UNPACKED_BYTES // MEGABYTE))
    if unpacked > packed * MOST_RATIO:
        return wrong(ProblemCode.WORKBOOK_RATIO, ratio=str(unpacked // packed), limit=str(MOST_RATIO))
    if any(name.endswith("vbaproject.bin") for name in names):
        return wrong(ProblemCode.WORKBOOK_MACROS)
    if any(name.startswith("xl/externallinks/") for name in names):
        return wrong(ProblemCode.WORKBOOK_EXTERNAL_LINKS)
    return None if "xl/workbook.xml" in names else wrong(ProblemCode.WORKBOOK_BROKEN)


def _walk(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Streams every part that is XML, whatever its name: a workbook says itself which part is a sheet."""
    for part in parts:
        chunks = _chunks(archive, part)
        first = next(chunks, b"")
        if _is_xml(first):
            _Counter().follow(chain([first], chunks))


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part, never more of it than it declared: zipfile ends there and compares the checksum."""
    with archive.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


def _is_xml(chunk: bytes) -> bool:
    return chunk.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


class _RefusedError(Exception):
    """Leaves the parser at once: whatever comes after must not be looked at."""

    def __init__(self, what: Wrong) -> None:
        super().__init__(what.code)
        self.what = what


class _Counter:
    """Follows the elements of one part and counts rows and columns. Raises what must not be read on."""

    def __init__(self) -> None:
        self._row = 0
        self._column = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._element
        self._parser.StartDoctypeDeclHandler = self._doctype

    def follow(self, chunks: Iterable[bytes]) -> None:
        """Reads to the end: half a part would be half a sheet."""
        for chunk in chunks:
            self._parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position
        self._parser.Parse(b"", True)  # noqa: FBT003 - the same

    def _doctype(self, *_: object) -> None:
        raise _RefusedError(wrong(ProblemCode.WORKBOOK_DOCTYPE))

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
        elif local == "c":
            self._cell(attributes.get("r", ""))
        if self._row > MOST_ROWS + 1:
            raise _RefusedError(wrong(ProblemCode.TOO_MANY_ROWS, limit=str(MOST_ROWS)))
        if self._column > MOST_COLUMNS:
            raise _RefusedError(wrong(ProblemCode.TOO_MANY_COLUMNS, limit=str(MOST_COLUMNS)))

    def _cell(self, reference: str) -> None:
        parts = _REFERENCE.fullmatch(reference)
        if parts:
            self._column, self._row = _number(parts[1]), int(parts[2])
        else:
            self._column += 1


def _number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for char in letters.upper():
        number = number * 26 + ord(char) - ord("A") + 1
    return number
