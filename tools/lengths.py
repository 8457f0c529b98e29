"""How long the functions are: the figures that STYLE.md names, `python -m tools.lengths`.

A docstring does not count; tests and migrations are left out.
"""

import ast
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("knowledge", "handlers", "bot", "bench", "tools")
LONG = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function with its place and its length in lines."""

    place: str
    lines: int


def functions(*folders: str) -> list[Function]:
    paths = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [function for path in paths if "migrations" not in path.parts for function in functions_of(path)]


def functions_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(place=f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", lines=length(node))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    docstring = ast.get_docstring(node, clean=False)
    return (node.end_lineno or node.lineno) - node.lineno + 1 - (docstring.count("\n") + 1 if docstring else 0)


def share_over(lines: int, found: list[Function]) -> float:
    return sum(function.lines > lines for function in found) / len(found) if found else 0.0


def main() -> None:
    found = functions(*FOLDERS)
    median = statistics.median(function.lines for function in found)
    print(f"{len(found)} functions, median {median:g} lines, {share_over(LONG, found):.1%} over {LONG}")
    for function in sorted(found, key=lambda function: -function.lines):
        if function.lines > LONG:
            print(f"  {function.lines:3} {function.place}")


if __name__ == "__main__":
    main()
