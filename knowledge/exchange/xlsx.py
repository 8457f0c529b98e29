"""One workbook with a sheet a part. Every cell is written as text, so `000123` and `1E5` survive Excel."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from knowledge.exchange.cells import join
from knowledge.exchange.columns import SHEETS, Sheet, Written, written
from knowledge.exchange.draft import Line, SheetName
from knowledge.exchange.gate import gate
from knowledge.exchange.grid import guarded, lines_of
from knowledge.exchange.limits import MOST_ROWS
from knowledge.exchange.table import rows_of
from knowledge.models import RoutingTable
from knowledge.problems import Problem, ProblemCode, nearest, wrong

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as OpenpyxlCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

# `_x0041_` is how a workbook spells an A; the underscore of one that is meant literally is spelt so itself.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read_xlsx(name: str, content: bytes) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """The lines of all known sheets, once the gate has let the file pass."""
    refusal = gate(content)
    if refusal:
        return (), (refusal.at(name),)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return _read_sheets(name, workbook)
    except CalamineError:
        return (), (wrong(ProblemCode.WORKBOOK_BROKEN).at(name),)


def write_xlsx(table: RoutingTable) -> bytes:
    """A workbook with the four sheets, headers fixed on top."""
    from openpyxl import Workbook  # noqa: PLC0415 - a fifth of a second that only an export needs

    workbook = Workbook(write_only=True)
    for sheet in SHEETS.values():
        _write_sheet(workbook, sheet, table)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _read_sheets(name: str, workbook: CalamineWorkbook) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    lines: list[Line] = []
    problems: list[Problem] = []
    titles = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    for title in titles:
        if _is_known(title):
            sheet = SHEETS[SheetName(title.strip().casefold())]
            found, problems_found = lines_of(sheet, name, _texts(workbook, title))
            lines += found
            problems += problems_found
        elif any(map(any, workbook.get_sheet_by_name(title).to_python(nrows=MOST_ROWS))):
            extra = wrong(ProblemCode.EXTRA_SHEET, value=title, nearest=nearest(title, SheetName))
            problems.append(extra.at(name, sheet=title))
    if not any(map(_is_known, titles)):
        problems.append(wrong(ProblemCode.NO_KNOWN_SHEET, known=", ".join(SheetName)).at(name))
    return tuple(lines), tuple(problems)


def _is_known(title: str) -> bool:
    return title.strip().casefold() in set(SheetName)


def _texts(workbook: CalamineWorkbook, title: str) -> Iterator[list[str]]:
    for row in workbook.get_sheet_by_name(title).to_python(skip_empty_area=False):
        yield [_text(value) for value in row]


def _text(value: Value) -> str:
    """A cell as a person reads it: no `.0` behind whole numbers, days and clock times in their ISO form."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _write_sheet(workbook: "Workbook", sheet: Sheet, table: RoutingTable) -> None:
    page = workbook.create_sheet(sheet.name)
    page.freeze_panes = "A2"
    page.append([_cell(page, name) for name in sheet.names])
    for row in rows_of(table, sheet.name):
        page.append([_cell(page, value) for value in written(sheet, row).values()])


def _cell(page: "WriteOnlyWorksheet", value: Written) -> "OpenpyxlCell | None":
    """A text even for Excel, which would make a number of 000123 and a formula of =1+1."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see write_xlsx

    text = value if isinstance(value, str) else join(value)
    if not text:
        return None
    shown = _ESCAPE.sub("_x005F_", guarded(text) if text.startswith("'") else text)
    cell = WriteOnlyCell(page, shown)
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
