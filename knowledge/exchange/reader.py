"""Which file is read by what: the extension decides."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from knowledge.exchange.csv import read_csv
from knowledge.exchange.draft import Draft, Line, SourceFile
from knowledge.exchange.rows import draft_of
from knowledge.exchange.xlsx import read_xlsx
from knowledge.exchange.yaml import read_yaml
from knowledge.problems import Problem, ProblemCode, wrong

_REFUSED_WORKBOOKS = frozenset({".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".xlam", ".ods"})


def read(files: Sequence[SourceFile]) -> tuple[Draft, tuple[Problem, ...]]:
    """What the files say together, and everything that is wrong with them, in the files' order.

    Several files may hold rows of one sheet. Foreign workbooks: call this in a child process with limits (see `gate`).
    """
    lines: list[Line] = []
    problems: list[Problem] = []
    for file in files:
        lines_found, problems_found = _read_file(file)
        lines += lines_found
        problems += problems_found
    draft, problems_found = draft_of(lines)
    return draft, (*problems, *problems_found)


def _read_file(file: SourceFile) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    path = PurePosixPath(file.name.replace("\\", "/"))
    match path.suffix.casefold():
        case ".yaml" | ".yml":
            return read_yaml(file.name, file.content)
        case ".csv":
            return read_csv(file.name, path.stem.casefold(), file.content)
        case ".xlsx":
            return read_xlsx(file.name, file.content)
        case extension if extension in _REFUSED_WORKBOOKS:
            return (), (wrong(ProblemCode.OLD_OR_MACRO_WORKBOOK, extension=extension).at(file.name),)
        case extension:
            return (), (wrong(ProblemCode.UNKNOWN_FORMAT, extension=extension or "?").at(file.name),)
