"""The project's own source as these tests read it: files, syntax trees, and the dotted names a module uses."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("knowledge", "handlers", "bot")


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A Python file: its path from the project's folder and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A name as it stands in the code, with the imports resolved: `dt.now` is `datetime.datetime.now`."""

    name: str
    line: int


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every module below these folders; a folder that is not there has none."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(Module(path=str(path.relative_to(ROOT)), text=path.read_text(encoding="utf-8")) for path in paths)


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git has or would take in; without git (a downloaded archive), nothing."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return tuple(path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file())


def uses(module: Module, *wanted: str) -> list[str]:
    """Where a module uses one of these names or something inside it, as `path:line name`."""
    return [
        f"{module.path}:{use.line} {use.name}"
        for use in names_in(module)
        if any(use.name == name or use.name.startswith(f"{name}.") for name in wanted)
    ]


@cache
def names_in(module: Module) -> tuple[Use, ...]:
    """The names of `names_used`, found once for all tests."""
    return tuple(names_used(module.tree))


def names_used(tree: ast.Module) -> Iterator[Use]:
    """Every imported name, and every dotted name in full, each once where it stands."""
    known = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (Use(name=name, line=node.lineno) for name in full_names(node).values())
        elif isinstance(node, ast.Attribute | ast.Name) and (dotted := dotted_name(node)):
            first, *rest = dotted.split(".")
            yield Use(name=".".join([known.get(first, first), *rest]), line=node.lineno)


def imported_names(tree: ast.Module) -> dict[str, str]:
    statements = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {name: full for statement in statements for name, full in full_names(statement).items()}


def full_names(statement: ast.Import | ast.ImportFrom) -> dict[str, str]:
    """The names a statement brings in -> what they stand for; `import a.b` brings in `a`."""
    if isinstance(statement, ast.ImportFrom):
        return {alias.asname or alias.name: f"{statement.module or ''}.{alias.name}" for alias in statement.names}
    return {
        alias.asname or alias.name.split(".")[0]: alias.name if alias.asname else alias.name.split(".")[0]
        for alias in statement.names
    }


def dotted_name(node: ast.expr) -> str:
    """`a.b.c` for an attribute chain that starts at a name, else nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted_name(node.value)):
        return f"{before}.{node.attr}"
    return ""
