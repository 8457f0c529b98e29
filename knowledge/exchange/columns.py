"""The columns of the four sheets: how a cell becomes a field and back. One list for every format.

A new column is a field in `models` and a line here (docs/recipes).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any

from knowledge.exchange import cells
from knowledge.exchange.draft import AnyValue, SheetName
from knowledge.hours import format_holidays, format_hours, parse_holidays, parse_hours
from knowledge.models import Bilingual, Department, GlossaryTerm, Person, Topic

Written = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `read` takes a text, or the values of the cell when there may be several, and may answer Wrong.

    `field` is where the value stands in the model: `title.fr` is the French side of the title.
    """

    name: str
    field: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Written]
    is_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One part of the table: its columns, the first being the key; `required` ones have to be filled in every row."""

    name: SheetName
    make: type[AnyValue]
    columns: tuple[Column, ...]
    required: tuple[str, ...]
    defaults: Mapping[str, Any]

    @property
    def key(self) -> str:
        return self.columns[0].name

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def fields_of(sheet: Sheet, value: AnyValue) -> dict[str, Any]:
    """What each column of a row stands for: `{"id": "rh", "name_fr": "Paie", ...}`."""
    return {column.name: attrgetter(column.field)(value) for column in sheet.columns}


def build(sheet: Sheet, known: Mapping[str, Any]) -> AnyValue:
    """The row that these columns make; the model's defaults fill in the others."""
    values: dict[str, Any] = {}
    for column in sheet.columns:
        name, _, side = column.field.partition(".")
        if side:
            values.setdefault(name, {})[side] = known.get(column.name, "")
        else:
            values[name] = known.get(column.name, default_of(sheet, column))
    bilingual = {name: Bilingual(**sides) for name, sides in values.items() if isinstance(sides, dict)}
    return sheet.make(**{**values, **bilingual})


def default_of(sheet: Sheet, column: Column) -> Any:
    """What an empty cell means: the model's own default, or an empty text."""
    return "" if "." in column.field else sheet.defaults.get(column.field, "")


def overlaid(sheet: Sheet, old: AnyValue, new: AnyValue, columns: Collection[str]) -> AnyValue:
    """The old row with these columns of the new one."""
    mentioned = {name: value for name, value in fields_of(sheet, new).items() if name in columns}
    return build(sheet, {**fields_of(sheet, old), **mentioned})


def written(sheet: Sheet, value: AnyValue) -> dict[str, Written]:
    """A row as writers put it into a file: a text a column, or several where there may be several."""
    found = fields_of(sheet, value)
    return {column.name: _written(column, found[column.name]) for column in sheet.columns}


def _written(column: Column, value: object) -> Written:
    shown = "" if value is None else column.write(value)
    return cells.harmless(shown) if isinstance(shown, str) else tuple(map(cells.harmless, shown))


def _defaults(make: type[AnyValue]) -> Mapping[str, Any]:
    """The defaults of a model; a field without one belongs to a required column or a bilingual pair."""
    found: dict[str, Any] = {}
    for one in fields(make):
        if one.default is not MISSING:
            found[one.name] = one.default
        elif one.default_factory is not MISSING:
            found[one.name] = one.default_factory()
    return found


def _line(name: str, field: str = "") -> Column:
    return Column(name=name, field=field or name, read=cells.read_line, write=str)


def _text(name: str, field: str) -> Column:
    return Column(name=name, field=field, read=cells.read_text, write=str)


def _mark(name: str, read: Callable[[str], Any]) -> Column:
    return Column(name=name, field=name, read=read, write=str)


def _list(name: str, read: Callable[[str], Any]) -> Column:
    return Column(name=name, field=name, read=cells.several(read), write=tuple, is_list=True)


def _boolean(name: str) -> Column:
    return Column(name=name, field=name, read=cells.read_boolean, write=cells.write_boolean)


def _date(name: str) -> Column:
    return Column(name=name, field=name, read=cells.read_date, write=date.isoformat)


PEOPLE = Sheet(
    name=SheetName.PEOPLE,
    make=Person,
    defaults=_defaults(Person),
    required=("email",),
    columns=(
        _mark("email", cells.read_email),
        _line("name"),
        _line("phone"),
        _line("extension"),
        _line("location"),
        _mark("lang", cells.read_language),
        _mark("timezone", cells.read_timezone),
        _date("away_from"),
        _date("away_until"),
        _boolean("active"),
    ),
)

DEPARTMENTS = Sheet(
    name=SheetName.DEPARTMENTS,
    make=Department,
    defaults=_defaults(Department),
    required=("id",),
    columns=(
        _mark("id", cells.read_id),
        _line("name_fr", "name.fr"),
        _line("name_en", "name.en"),
        _line("phone"),
        _mark("email", cells.read_email),
        _line("location"),
        _mark("slack_channel", cells.read_mark),
        _line("teams_channel"),
        _list("members", cells.read_email),
        _mark("head", cells.read_email),
        _mark("backup", cells.read_backup),
        _mark("timezone", cells.read_timezone),
        Column(name="hours", field="hours", read=parse_hours, write=format_hours),
        Column(name="holidays", field="holidays", read=parse_holidays, write=format_holidays),
        _boolean("triage"),
        _mark("accept_minutes", cells.read_number),
        _mark("promise_hours", cells.read_number),
    ),
)

TOPICS = Sheet(
    name=SheetName.TOPICS,
    make=Topic,
    defaults=_defaults(Topic),
    required=("id",),
    columns=(
        _mark("id", cells.read_id),
        _mark("category", cells.read_category),
        _mark("department", cells.read_id),
        _mark("person", cells.read_email),
        _line("title_fr", "title.fr"),
        _line("title_en", "title.en"),
        _text("answer_fr", "answer.fr"),
        _text("answer_en", "answer.en"),
        _list("phrasings_fr", cells.read_phrasing),
        _list("phrasings_en", cells.read_phrasing),
        _list("codes", cells.read_mark),
        _mark("handoff", cells.read_handoff),
        _boolean("confidential"),
        _boolean("active"),
    ),
)

GLOSSARY = Sheet(
    name=SheetName.GLOSSARY,
    make=GlossaryTerm,
    defaults=_defaults(GlossaryTerm),
    required=("term", "means"),
    columns=(_line("term"), _line("means")),
)

SHEETS = {sheet.name: sheet for sheet in (PEOPLE, DEPARTMENTS, TOPICS, GLOSSARY)}
