"""Rows of texts under a header, as CSV and XLSX have them: the lines, and what is wrong with the header."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from knowledge.exchange.columns import Sheet
from knowledge.exchange.draft import Cell, Line
from knowledge.exchange.limits import MOST_COLUMNS, MOST_ROWS
from knowledge.problems import Origin, Problem, ProblemCode, Wrong, nearest, wrong

# A cell that begins like a formula bears a ' before it, in whatever spreadsheet it was opened on the way.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def lines_of(sheet: Sheet, file: str, rows: Iterable[Sequence[str]]) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """The filled rows below the first filled one, which is the header. The first of `rows` is row 1."""
    numbered = ((number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row))
    number, header = next(numbered, (0, ()))
    if not header:
        return (), ()  # an empty sheet says nothing, and leaves nothing out
    top = Origin(file=file, sheet=sheet.name, row=number)
    if len(header) > MOST_COLUMNS:
        return (), (_at(top, wrong(ProblemCode.TOO_MANY_COLUMNS, limit=str(MOST_COLUMNS))),)
    positions, problems = _read_header(sheet, header, top)
    lines: list[Line] = []
    for number, row in numbered:
        origin = replace(top, row=number)
        if len(lines) == MOST_ROWS:
            return (), (_at(origin, wrong(ProblemCode.TOO_MANY_ROWS, limit=str(MOST_ROWS))),)
        problems += _nameless(header, row, origin)
        lines.append(Line(origin=origin, cells=_cells(positions, row, number)))
    return tuple(lines), tuple(problems)


def guarded(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA_STARTS) else text


def letter(position: int) -> str:
    """The name of a column as spreadsheets show it: 0 is A, 26 is AA."""
    name = ""
    while position >= 0:
        name = chr(ord("A") + position % 26) + name
        position = position // 26 - 1
    return name


def _read_header(sheet: Sheet, header: Sequence[str], origin: Origin) -> tuple[dict[str, int], list[Problem]]:
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    for position, cell in enumerate(header):
        name = cell.strip().casefold()
        if name in positions:
            problems.append(_at(origin, wrong(ProblemCode.DUPLICATE_COLUMN, value=cell), cell))
        elif name in sheet.names:
            positions[name] = position
        elif name:
            unknown = wrong(ProblemCode.UNKNOWN_COLUMN, value=cell, nearest=nearest(name, sheet.names))
            problems.append(_at(origin, unknown, cell))
    missing = (name for name in sheet.required if name not in positions)
    problems += [_at(origin, wrong(ProblemCode.MISSING_COLUMN, value=name), name) for name in missing]
    return positions, problems


def _nameless(header: Sequence[str], row: Sequence[str], origin: Origin) -> list[Problem]:
    """A filled cell in a column without a header: its text would be lost."""
    for position, cell in enumerate(row):
        if cell.strip() and not (position < len(header) and header[position].strip()):
            name = letter(position)
            return [_at(origin, wrong(ProblemCode.NAMELESS_COLUMN, position=name), name)]
    return []


def _cells(positions: Mapping[str, int], row: Sequence[str], number: int) -> dict[str, Cell]:
    return {
        name: Cell(row=number, text=unguarded(row[position]) if position < len(row) else "")
        for name, position in positions.items()
    }


def _at(origin: Origin, what: Wrong, column: str = "") -> Problem:
    return what.at(origin.file, sheet=origin.sheet, row=origin.row, column=column.strip())
