"""Workbooks as Excel would save them, and as nobody should."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from knowledge.exchange import write_xlsx
from knowledge.models import RoutingTable


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook with these sheets of rows of values."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def empty_workbook() -> bytes:
    return write_xlsx(RoutingTable())


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same workbook with one part added or put in another's place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, part)
    return out.getvalue()


def with_sheet_xml(rows: str, start: str = "") -> bytes:
    """A workbook whose first sheet is this XML."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<?xml version="1.0"?>{start}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    return with_part(empty_workbook(), "xl/worksheets/sheet1.xml", xml.encode())
