"""CSV files named after their sheet: separators `,` `;` or tab, UTF-8; written with commas and formulas disarmed."""

import csv
import io
from collections.abc import Iterator, Mapping

from knowledge.exchange.bytes_to_text import text_of
from knowledge.exchange.cells import join
from knowledge.exchange.columns import SHEETS, Sheet, written
from knowledge.exchange.draft import Line, SheetName
from knowledge.exchange.grid import guarded, lines_of
from knowledge.exchange.limits import LONGEST_CELL
from knowledge.exchange.table import rows_of
from knowledge.models import RoutingTable
from knowledge.problems import Problem, ProblemCode, Wrong, wrong

_SEPARATORS = ",;\t"


def read_csv(name: str, stem: str, content: bytes) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """The lines of the sheet that the file is named after."""
    if stem not in set(SheetName):
        known = ", ".join(f"{one}.csv" for one in SheetName)
        return (), (wrong(ProblemCode.UNKNOWN_CSV_NAME, known=known).at(name),)
    text = text_of(content, ".csv")
    if isinstance(text, Wrong):
        return (), (text.at(name, sheet=stem),)
    broken: list[Problem] = []
    records = _records(text.replace("\r\n", "\n").replace("\r", "\n"), name, stem, broken)
    lines, problems = lines_of(SHEETS[SheetName(stem)], name, records)
    return lines, (*problems, *broken)


def write_csv(table: RoutingTable) -> Mapping[str, bytes]:
    """One file a sheet, by name; with a byte order mark, or Excel would take it for Latin-1."""
    return {f"{sheet.name}.csv": _write_sheet(sheet, table) for sheet in SHEETS.values()}


def _records(text: str, name: str, stem: str, broken: list[Problem]) -> Iterator[list[str]]:
    """The records one by one; what cannot be read on is put into `broken` and ends them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    row = 1
    while True:
        try:
            record = next(reader, None)
        except csv.Error as error:
            broken.append(_what(error, text).at(name, sheet=stem, row=row))
            return
        if record is None:
            return
        yield record
        row += 1


def _separator(text: str) -> str:
    """The header decides: it holds names only, so whatever stands most often between them separates."""
    header = text.lstrip("\n").partition("\n")[0]
    return max(_SEPARATORS, key=header.count)


def _what(error: csv.Error, text: str) -> Wrong:
    """The csv module tells its errors apart by words alone."""
    is_unclosed = "unexpected end" in str(error) or text.count('"') % 2
    if is_unclosed:
        return wrong(ProblemCode.UNCLOSED_QUOTE)
    if "field larger" in str(error):
        return wrong(ProblemCode.CELL_TOO_LONG, limit=str(LONGEST_CELL))
    return wrong(ProblemCode.STRAY_QUOTE)


def _write_sheet(sheet: Sheet, table: RoutingTable) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.names)
    for row in rows_of(table, sheet.name):
        cells = written(sheet, row).values()
        writer.writerow([guarded(cell if isinstance(cell, str) else join(cell)) for cell in cells])
    return out.getvalue().encode("utf-8-sig")
