"""What no file of the project may hold, and what the lock files must."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, tracked_files
from tests.needs import missing

# Written with a ~ inside, so that this file does not hold them either.
FORBIDDEN = (
    *("/wo~rk/", "/ro~ot/"),
    *(r"python~hosted\.", r"py~pi\.org", r"registry~\.npm", r"deb~\.debian"),
    *("--index~-url", "--extra~-index"),
)
ADDRESSES_AND_PATHS = re.compile("|".join(FORBIDDEN).replace("~", ""))
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def test_no_file_holds_a_registry_address_or_a_path_of_this_machine() -> None:
    files = [path for path in tracked_files() if "static/vendor" not in str(path)]
    if not files:
        missing("git's list of files", "run the tests in a git clone that belongs to you")

    assert [place for path in files for place in lines_holding(ADDRESSES_AND_PATHS, path)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-semantic.txt"])
def test_every_locked_version_has_its_hashes(name: str) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", lock(name), flags=re.MULTILINE)[1:]

    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_runs_guichet_is_locked_alike_for_those_who_develop_it() -> None:
    runtime, development = set(PIN.findall(lock("requirements.txt"))), set(PIN.findall(lock("requirements-dev.txt")))

    assert runtime - development == set()


def test_every_dependency_is_locked() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    build = pyproject["build-system"]["requires"]
    extras = dict(project["optional-dependencies"])
    semantic = extras.pop("semantic")  # 90 MB that nobody needs to work on the rest

    assert unlocked([*project["dependencies"], *build], "requirements.txt") == set()
    assert unlocked([wanted for extra in extras.values() for wanted in extra], "requirements-dev.txt") == {"guichet"}
    assert unlocked([*project["dependencies"], *semantic], "requirements-semantic.txt") == set()


def lines_holding(needle: re.Pattern[str], path: Path) -> Iterator[str]:
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if needle.search(line):
            yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:90]}"


def unlocked(requirements: list[str], name: str) -> set[str]:
    locked = {plain(package) for package, _ in PIN.findall(lock(name))}
    return {plain(re.split(r"[^A-Za-z0-9._-]", wanted)[0]) for wanted in requirements} - locked


def plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def lock(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
