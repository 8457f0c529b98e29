"""One YAML file with a list of rows a sheet; every scalar stays the text it is written as."""

from collections.abc import Iterator
from typing import Any

import yaml

from knowledge.exchange.bytes_to_text import text_of
from knowledge.exchange.columns import SHEETS, Sheet, fields_of, written
from knowledge.exchange.draft import AnyValue, Cell, Line, SheetName
from knowledge.exchange.limits import MOST_COLUMNS
from knowledge.exchange.table import rows_of
from knowledge.exchange.yaml_gate import Loader, refusals
from knowledge.models import RoutingTable
from knowledge.problems import Origin, Problem, ProblemCode, Wrong, nearest, wrong

_SafeDumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_KNOWN = ", ".join(SheetName)

Entry = tuple[yaml.ScalarNode, yaml.Node]


def read_yaml(file: str, content: bytes) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """The lines of all sheets in the file; a line's row is its line number."""
    text = text_of(content, ".yaml")
    if isinstance(text, Wrong):
        return (), (text.at(file),)
    refused = refusals(file, text)
    if refused:
        return (), refused
    found = tuple(_read_root(file, yaml.compose(text, Loader=Loader)))
    lines = tuple(one for one in found if isinstance(one, Line))
    return lines, tuple(one for one in found if isinstance(one, Problem))


def write_yaml(table: RoutingTable) -> bytes:
    """All columns of all rows, so that reading it over a later table restores this one."""
    sheets = {sheet.name.value: [_plain(sheet, row) for row in rows_of(table, sheet.name)] for sheet in SHEETS.values()}
    shown: str = yaml.dump(sheets, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000)
    return shown.encode()


class _Dumper(_SafeDumper):  # type: ignore[misc]  # which of two it is turns out at import
    """Writes texts of several lines as blocks, and a value that comes twice as itself, not as an alias."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_text(self, text: str) -> Any:
        style = "|" if "\n" in text else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _Dumper.represent_text)


def _plain(sheet: Sheet, row: AnyValue) -> dict[str, object]:
    """Booleans and numbers as themselves, so that they stand there without quotes."""
    bare = {name: value for name, value in fields_of(sheet, row).items() if isinstance(value, bool | int)}
    texts = {name: cell if isinstance(cell, str) else list(cell) for name, cell in written(sheet, row).items()}
    return {**texts, **bare}


def _read_root(file: str, root: yaml.Node | None) -> Iterator[Line | Problem]:
    if not isinstance(root, yaml.MappingNode):
        yield wrong(ProblemCode.YAML_NOT_SHEETS, known=_KNOWN).at(file, row=1)
        return
    for entry in _entries(file, "", root):
        if isinstance(entry, Problem):
            yield entry
            continue
        key, node = entry
        name = _name(key)
        if name in set(SheetName):
            yield from _read_sheet(file, SHEETS[SheetName(name)], node)
        else:
            unknown = wrong(ProblemCode.UNKNOWN_SHEET, value=key.value, nearest=nearest(name, SheetName), known=_KNOWN)
            yield unknown.at(file, row=_row(key))


def _read_sheet(file: str, sheet: Sheet, node: yaml.Node) -> Iterator[Line | Problem]:
    if _is_nothing(node):
        return
    if not isinstance(node, yaml.SequenceNode):
        yield wrong(ProblemCode.YAML_NOT_ROWS).at(file, sheet=sheet.name, row=_row(node))
        return
    for row in node.value:
        if isinstance(row, yaml.MappingNode):
            yield from _read_line(file, sheet, row)
        else:
            yield wrong(ProblemCode.YAML_NOT_A_ROW).at(file, sheet=sheet.name, row=_row(row))


def _read_line(file: str, sheet: Sheet, node: yaml.MappingNode) -> Iterator[Line | Problem]:
    # Required cells are there in any case: without a header, it is the row that has to be told what it lacks.
    cells = {name: Cell(row=_row(node)) for name in sheet.required}
    for entry in _entries(file, sheet.name, node):
        if isinstance(entry, Problem):
            yield entry
            continue
        key, value = entry
        cell = _read_cell(sheet, key, value)
        if isinstance(cell, Wrong):
            yield cell.at(file, sheet=sheet.name, row=_row(key), column=key.value)
        else:
            cells[_name(key)] = cell
    yield Line(origin=Origin(file=file, sheet=sheet.name, row=_row(node)), cells=cells)


def _entries(file: str, sheet: str, node: yaml.MappingNode) -> Iterator[Entry | Problem]:
    """The keys with their values, each key once; a key that comes twice or is no text is a problem."""
    seen: set[str] = set()
    for key, value in node.value[:MOST_COLUMNS]:
        if not isinstance(key, yaml.ScalarNode):
            yield wrong(ProblemCode.YAML_NOT_A_VALUE).at(file, sheet=sheet, row=_row(key))
        elif _name(key) in seen:
            code = ProblemCode.DUPLICATE_COLUMN if sheet else ProblemCode.DUPLICATE_SHEET
            yield wrong(code, value=key.value).at(file, sheet=sheet, row=_row(key), column=key.value if sheet else "")
        else:
            seen.add(_name(key))
            yield key, value
    if len(node.value) > MOST_COLUMNS:
        too_many = wrong(ProblemCode.TOO_MANY_COLUMNS, limit=str(MOST_COLUMNS))
        yield too_many.at(file, sheet=sheet, row=_row(node))


def _read_cell(sheet: Sheet, key: yaml.ScalarNode, node: yaml.Node) -> Cell | Wrong:
    """A text or a list of texts under a known name."""
    if _name(key) not in sheet.names:
        return wrong(ProblemCode.UNKNOWN_COLUMN, value=key.value, nearest=nearest(_name(key), sheet.names))
    if isinstance(node, yaml.ScalarNode):
        return Cell(row=_row(key), text=_text(node))
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return Cell(row=_row(key), items=tuple(_text(item) for item in node.value))
    return wrong(ProblemCode.YAML_NOT_A_VALUE)


def _name(key: yaml.ScalarNode) -> str:
    return str(key.value).strip().casefold()


def _text(node: yaml.ScalarNode) -> str:
    return "" if _is_nothing(node) else str(node.value)


def _is_nothing(node: yaml.Node) -> bool:
    """An empty value, or one of the unquoted words that YAML has for it."""
    return isinstance(node, yaml.ScalarNode) and not node.style and (not node.value or node.value in _NOTHING)


def _row(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
