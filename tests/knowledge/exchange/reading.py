"""Reading in tests: a file by its text, and problems as (code, sheet, row, column)."""

from collections.abc import Sequence

from knowledge.exchange import Draft, Problem, SourceFile, read
from knowledge.models import Topic

Place = tuple[str, str, int | None, str]


def read_text(name: str, text: str) -> tuple[Draft, tuple[Problem, ...]]:
    return read([SourceFile(name=name, content=text.encode())])


def problems_of(name: str, content: str | bytes) -> tuple[Problem, ...]:
    encoded = content.encode() if isinstance(content, str) else content
    return read([SourceFile(name=name, content=encoded)])[1]


def places(problems: Sequence[Problem]) -> list[Place]:
    return [(one.code.value, one.sheet, one.row, one.column) for one in problems]


def codes(problems: Sequence[Problem]) -> list[str]:
    return [one.code.value for one in problems]


def only_topic(name: str, text: str) -> Topic:
    """The one topic of a file without problems."""
    draft, problems = read_text(name, text)
    assert problems == ()
    (row,) = draft.topics
    return row.value
