"""Lines become rows: each cell is read by its column, and every problem of every cell is told at its place."""

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.exchange.cells import cleaned, split
from knowledge.exchange.columns import SHEETS, Column, Sheet, build
from knowledge.exchange.draft import Cell, Draft, Line, Row, SheetName
from knowledge.exchange.limits import LONGEST_CELL
from knowledge.problems import Problem, ProblemCode, Wrong, wrong


def draft_of(lines: Iterable[Line]) -> tuple[Draft, tuple[Problem, ...]]:
    """The rows that have an id, each id once: the first row of an id stands, the others are problems."""
    rows: dict[SheetName, dict[str, Row[Any]]] = {name: {} for name in SheetName}
    problems: list[Problem] = []
    for line in lines:
        sheet = SHEETS[SheetName(line.origin.sheet)]
        row = _read_row(sheet, line, problems)
        if row is not None:
            _put(sheet, row, rows[sheet.name], problems)
    return _draft(rows), tuple(problems)


def _read_row(sheet: Sheet, line: Line, problems: list[Problem]) -> Row[Any] | None:
    """The row; None without its id, or without what makes no sense to leave out."""
    found: dict[str, Any] = {}
    readable: set[str] = set()
    for column in sheet.columns:
        cell = line.cells.get(column.name)
        if cell is None:
            continue
        value = _read_cell(column, cell)
        if value is None:
            value = _empty(sheet, column)
        if isinstance(value, Wrong):
            problems.append(value.at(line.origin.file, sheet=sheet.name, row=cell.row, column=column.name))
            continue
        readable.add(column.name)
        if value is not None:
            found[column.name] = value
    if not found.keys() >= set(sheet.required):
        return None
    return Row(value=build(sheet, found), origin=line.origin, columns=frozenset(readable))


def _read_cell(column: Column, cell: Cell) -> Any:
    """The value, what is wrong with it, or None for an empty cell."""
    texts = cell.items if cell.items is not None else (cell.text,)
    if sum(map(len, texts)) > LONGEST_CELL:
        return wrong(ProblemCode.CELL_TOO_LONG, limit=str(LONGEST_CELL))
    clean: list[str] = []
    for text in texts:
        tidy = cleaned(text)
        if isinstance(tidy, Wrong):
            return tidy
        clean.append(tidy)
    if not any(clean):
        return None
    if column.is_list:
        return column.read(tuple(clean) if cell.items is not None else split(clean[0]))
    if cell.items is not None:
        return wrong(ProblemCode.YAML_LIST_NOT_ALLOWED)
    value = column.read(clean[0])
    return None if value == "" else value  # nothing but invisible characters


def _empty(sheet: Sheet, column: Column) -> Wrong | None:
    if column.name not in sheet.required:
        return None
    return wrong(ProblemCode.ID_MISSING if column.name == sheet.key else ProblemCode.VALUE_MISSING)


def _put(sheet: Sheet, row: Row[Any], rows: dict[str, Row[Any]], problems: list[Problem]) -> None:
    """Keeps the row unless its id was there before. A word may have several meanings, but not twice the same."""
    key = "\n".join(str(getattr(row.value, name)) for name in sheet.required)
    kept = rows.setdefault(key, row)
    if kept is not row:
        first = kept.origin
        value = key.partition("\n")[0]
        twice = wrong(ProblemCode.DUPLICATE_ID, value=value, first_file=first.file, first_row=str(first.row))
        problems.append(twice.at(row.origin.file, sheet=sheet.name, row=row.origin.row, column=sheet.key))


def _draft(rows: Mapping[SheetName, Mapping[str, Row[Any]]]) -> Draft:
    return Draft(
        people=tuple(rows[SheetName.PEOPLE].values()),
        departments=tuple(rows[SheetName.DEPARTMENTS].values()),
        topics=tuple(rows[SheetName.TOPICS].values()),
        glossary=tuple(rows[SheetName.GLOSSARY].values()),
    )
