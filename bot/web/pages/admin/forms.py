"""A row as a form shows it, a form as a row is typed, and what is wrong at which field: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.curating import Clash, Typed
from bot.web.pages.admin.noun import Control, Noun
from handlers.texts.voice import Voice
from knowledge.changes import Values
from knowledge.exchange.columns import written
from knowledge.exchange.draft import SheetName
from knowledge.problems import Problem

LONGEST_FORM = 8  # further problems that stand elsewhere are counted, not listed


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """What the fields hold, what is wrong with them, and what somebody else wrote there meanwhile.

    `key` is empty for a row that is to be added; `base` is the version that the visitor was looking at.
    """

    key: str = ""
    base: int
    values: Mapping[str, str]
    problems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    theirs: Mapping[str, str] = field(default_factory=dict)
    taken: tuple[str, ...] = ()

    @property
    def first_wrong(self) -> str:
        """The field that the eye should meet first."""
        return next(iter((*self.problems, *self.theirs)), "")


def cells_of(noun: Noun, values: Values) -> dict[str, str]:
    """A row's columns as the form shows them: several values one a line."""
    if not values:
        return {}
    cells = {name: _shown(cell) for name, cell in written(noun.sheet, values[0]).items()}
    if noun.sheet_name is SheetName.GLOSSARY:
        cells["means"] = "\n".join(str(getattr(value, "means", "")) for value in values)
    return cells


def sent(noun: Noun, form: Mapping[str, str]) -> dict[str, str]:
    """What was typed, to be shown again as it was; a switch that is off sends nothing."""
    values = {field.column: _typed(field.control, form, field.column) for field in noun.fields}
    return {noun.sheet.key: form.get(noun.sheet.key, ""), **values}


def typed_of(noun: Noun, key: str, values: Mapping[str, str]) -> Typed:
    """The same as a row of a draft."""
    lists = {field.column for field in noun.fields if field.control is Control.LINES}
    typed: dict[str, str | tuple[str, ...]] = {
        column: tuple(value.split("\n")) if column in lists else value for column, value in values.items()
    }
    return {**typed, noun.sheet.key: key or values[noun.sheet.key]}


def with_problems(state: FormState, noun: Noun, problems: Iterable[Problem], voice: Voice) -> FormState:
    """The form with each problem at its field; what stands at no field of this row is told above."""
    at_fields: dict[str, tuple[str, ...]] = {}
    elsewhere: list[str] = []
    known = {noun.sheet.key, *(field.column for field in noun.fields)}
    for problem in problems:
        sentence = voice.say(f"problem.{problem.code}", **problem.data)
        is_here = problem.data.get("id", state.key) in {state.key, state.values.get(noun.sheet.key)}
        if problem.sheet == noun.path and problem.column in known and is_here:
            at_fields[problem.column] = (*at_fields.get(problem.column, ()), sentence)
        else:
            elsewhere.append(sentence)
    return FormState(
        key=state.key,
        base=state.base,
        values=state.values,
        problems=at_fields,
        elsewhere=tuple(elsewhere[:LONGEST_FORM]),
    )


def clashed(noun: Noun, key: str, values: Mapping[str, str], clash: Clash) -> FormState:
    """Both values where both were changed; what only the other one changed is taken over."""
    before, now = cells_of(noun, clash.before), cells_of(noun, clash.now)
    merged, theirs, taken = dict(values), dict[str, str](), list[str]()
    for one in noun.fields:
        mine, was, is_now = (_plain(cells.get(one.column, "")) for cells in (values, before, now))
        if is_now in (was, mine):
            continue
        if mine == was:
            merged[one.column] = is_now
            taken.append(one.column)
        else:
            theirs[one.column] = is_now
    return FormState(key=key, base=clash.version, values=merged, theirs=theirs, taken=tuple(taken))


def _typed(control: Control, form: Mapping[str, str], column: str) -> str:
    if control is Control.SWITCH:
        return "true" if form.get(column) else "false"
    return form.get(column, "").replace("\r\n", "\n")


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().split("\n"))


def _shown(cell: str | tuple[str, ...]) -> str:
    return cell if isinstance(cell, str) else "\n".join(cell)
