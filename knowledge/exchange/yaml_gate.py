"""What a YAML file must not hold: aliases, tags, several documents, deep nesting, control characters.

Found on the stream of events, before anything is built of it: a bomb never gets to go off.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from knowledge.exchange.cells import cleaned
from knowledge.exchange.limits import DEEPEST_YAML, MOST_ROWS
from knowledge.problems import Problem, ProblemCode, Wrong, wrong

# libyaml where it is there (ten times as fast); BaseLoader keeps 12:30, 0123 and no as they are written.
Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_SHEET = 2  # how deep a list of rows is


def refusals(file: str, text: str) -> tuple[Problem, ...]:
    """Why this text must not be composed; empty when it may."""
    return tuple(_control_characters(file, text)) or tuple(_broken(file, text))


def _control_characters(file: str, text: str) -> Iterator[Problem]:
    """Told here, since YAML itself would say nothing but "unacceptable"."""
    for row, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        what = cleaned(line)
        if isinstance(what, Wrong):
            yield what.at(file, row=row)


def _broken(file: str, text: str) -> Iterator[Problem]:
    try:
        yield from _events(file, text)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark
        if mark is None or (error.context_mark and mark.line >= text.count("\n")):
            mark = error.context_mark  # what is never closed is wrong where it opens, not where the file ends
        row, position = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        yield wrong(ProblemCode.YAML_BROKEN, position=str(position)).at(file, row=row)
    except yaml.YAMLError:  # from its reader, without a place
        yield wrong(ProblemCode.YAML_BROKEN, position="1").at(file, row=1)


def _events(file: str, text: str) -> Iterator[Problem]:
    depth = rows = documents = 0
    events: Iterator[Any] = yaml.parse(text, Loader=Loader)
    for event in events:
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        # A row is what stands in a list under a key of the root; each key begins to count anew.
        rows = 0 if depth < _SHEET else rows + _begins_row(event, depth)
        row = event.start_mark.line + 1
        end = _end(documents, depth, rows)
        if end:
            yield end.at(file, row=row)
            return
        yield from (what.at(file, row=row) for what in _marks(event))


def _begins_row(event: yaml.Event, depth: int) -> bool:
    if isinstance(event, yaml.ScalarEvent):
        return depth == _SHEET
    return isinstance(event, yaml.CollectionStartEvent) and depth == _SHEET + 1


def _end(documents: int, depth: int, rows: int) -> Wrong | None:
    """Why not to read on."""
    if documents > 1:
        return wrong(ProblemCode.YAML_SEVERAL_DOCUMENTS)
    if depth > DEEPEST_YAML:
        return wrong(ProblemCode.YAML_TOO_DEEP, limit=str(DEEPEST_YAML))
    if rows > MOST_ROWS:
        return wrong(ProblemCode.TOO_MANY_ROWS, limit=str(MOST_ROWS))
    return None


def _marks(event: yaml.Event) -> Iterator[Wrong]:
    if anchor := getattr(event, "anchor", None):
        yield wrong(ProblemCode.YAML_ALIAS, value=anchor)
    if tag := getattr(event, "tag", None):
        yield wrong(ProblemCode.YAML_TAG, value=tag)
