"""What a YAML file must not hold: aliases, tags, several documents, deep nesting, control characters.

Found on the stream of events, before anything is built of it: a bomb never gets to go off.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from knowledge.exchange.cells import cleaned
from knowledge.exchange.limits import DEEPEST_YAML
from knowledge.problems import Problem, ProblemCode, Wrong, wrong

# libyaml where it is there (ten times as fast); BaseLoader keeps 12:30, 0123 and no as they are written.
Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def refusals(file: str, text: str) -> tuple[Problem, ...]:
    """Why this text must not be composed; empty when it may."""
    return tuple(_control_characters(file, text)) or tuple(_broken(file, text))


def _control_characters(file: str, text: str) -> Iterator[Problem]:
    """Told here, since YAML itself would say nothing but "unacceptable"."""
    for row, line in enumerate(text.splitlines(), start=1):
        what = cleaned(line)
        if isinstance(what, Wrong):
            yield what.at(file, row=row)


def _broken(file: str, text: str) -> Iterator[Problem]:
    try:
        yield from _events(file, text)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        row, position = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        yield wrong(ProblemCode.YAML_BROKEN, position=str(position)).at(file, row=row)
    except yaml.YAMLError:  # from its reader, without a place
        yield wrong(ProblemCode.YAML_BROKEN, position="1").at(file, row=1)


def _events(file: str, text: str) -> Iterator[Problem]:
    depth = documents = 0
    events: Iterator[Any] = yaml.parse(text, Loader=Loader)
    for event in events:
        row = event.start_mark.line + 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if documents > 1:
            yield wrong(ProblemCode.YAML_SEVERAL_DOCUMENTS).at(file, row=row)
            return
        if depth > DEEPEST_YAML:
            yield wrong(ProblemCode.YAML_TOO_DEEP, limit=str(DEEPEST_YAML)).at(file, row=row)
            return
        if anchor := getattr(event, "anchor", None):
            yield wrong(ProblemCode.YAML_ALIAS, value=anchor).at(file, row=row)
        if tag := getattr(event, "tag", None):
            yield wrong(ProblemCode.YAML_TAG, value=tag).at(file, row=row)
