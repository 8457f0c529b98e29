"""Habits of the house that no linter knows (STYLE.md). Each test names the places that break one."""

import ast
import fnmatch
import io
import re
import tokenize
from collections.abc import Iterable, Iterator

import pytest

from tests.architecture.source import ROOMS, Module, dotted_name, modules, uses
from tools.lengths import FOLDERS, LONG, functions, share_over

CLOCK = (
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
)
STOPWATCH = ("time.monotonic", "time.monotonic_ns")
CHANCE = ("random", "secrets", "uuid.uuid1", "uuid.uuid4", "os.urandom")

# Where nothing may escape, or one bad event would stop everybody's (STYLE 12), and why.
LOOPS_THAT_MUST_NOT_DIE = {
    "bot/workers/*.py": "delivery and timers: record, log, go on with the next",
    "bot/bridge.py": "a decision that raises leaves the raw delivery committed as received (P4)",
    "bot/web/news.py": "pages that stay open are told of news again once the ledger is back",
    "bot/channels/*/listen.py": "the listener outlives whatever a platform sends",
}
MOST_LINES = 300
LIFTED = re.compile(r"noqa\b|type:\s*ignore\b")


def test_only_the_settings_read_the_environment() -> None:
    readers = [use for module in modules(*ROOMS) for use in uses(module, "os.environ", "os.getenv", "os.environb")]

    assert outside("bot/settings.py", readers) == []


def test_only_the_clock_knows_the_time() -> None:
    readers = [use for module in modules(*ROOMS) for use in uses(module, *CLOCK, *STOPWATCH)]
    measures = [use for module in modules("bench", "tools") for use in uses(module, *CLOCK)]

    assert outside("bot/clock.py", readers + measures) == []


def test_the_rooms_that_decide_draw_no_lots() -> None:
    assert [use for module in modules("knowledge", "handlers") for use in uses(module, *CHANCE)] == []


def test_nothing_is_printed_but_by_the_command_line() -> None:
    printed = [use for module in modules(*ROOMS) for use in uses(module, "print")]

    assert outside("bot/cli/*", printed) == []


def test_only_loops_that_must_not_die_catch_everything() -> None:
    caught = [f"{module.path}:{line}" for module in modules(*ROOMS) for line in broad_handlers(module)]

    assert outside_all(LOOPS_THAT_MUST_NOT_DIE, caught) == []


def test_tests_use_honest_fakes_and_patch_nothing() -> None:
    patching = ("unittest.mock", "mock", "pytest_mock", "mocker", "monkeypatch.setattr", "monkeypatch.setitem")

    assert [use for module in modules("tests", "bench") for use in uses(module, *patching)] == []


def test_functions_stay_short() -> None:
    found = functions(*FOLDERS)

    share = share_over(LONG, found)

    longest = sorted(found, key=lambda function: -function.lines)[:5]
    assert share <= 0.08, f"{share:.1%} of the functions are over {LONG} lines, the longest: {longest}"


def test_a_module_has_one_subject_and_less_than_300_lines() -> None:
    sizes = {module.path: module.text.count("\n") for module in modules(*FOLDERS) if "/migrations/" not in module.path}

    assert {path: size for path, size in sizes.items() if size > MOST_LINES} == {}


def test_every_exception_to_a_rule_says_which_and_why() -> None:
    bare = [
        f"{module.path}:{line} {comment}"
        for module in modules(*FOLDERS, "tests")
        if LIFTED.search(module.text)  # a module that lifts nothing need not be taken apart
        for line, comment in comments(module)
        if not is_explained(comment)
    ]

    assert bare == []


@pytest.mark.parametrize(
    ("comment", "explained"),
    [
        ("# an ordinary comment", True),
        ("# noqa: BLE001 - the loop outlives any event", True),
        ("# type: ignore[attr-defined]  # the stub lacks it", True),
        ("# type: ignore[misc]  # noqa: N801  # the platform's own name", True),
        ("# noqa: BLE001", False),
        ("# noqa", False),
        ("# noqa - it is fine", False),
        ("# type: ignore[misc]", False),
        ("# type: ignore  # the stub lacks it", False),
        ("# type: ignore[misc]  # noqa: N801", False),
    ],
)
def test_an_exception_needs_a_code_and_a_reason(comment: str, explained: bool) -> None:
    assert is_explained(comment) is explained


def outside(allowed: str, places: list[str]) -> list[str]:
    return outside_all((allowed,), places)


def outside_all(allowed: Iterable[str], places: list[str]) -> list[str]:
    """The places, each `path:line ...`, whose path fits none of the patterns."""
    return [place for place in places if not any(fnmatch.fnmatch(place.split(":")[0], one) for one in allowed)]


def broad_handlers(module: Module) -> Iterator[int]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and catches_everything(node.type):
            yield node.lineno


def catches_everything(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(map(catches_everything, caught.elts))
    return caught is None or dotted_name(caught) in {"Exception", "BaseException"}


def comments(module: Module) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def is_explained(comment: str) -> bool:
    """True for a comment that lifts no rule, or lifts one by its code and says why in words."""
    lifts = LIFTED.findall(comment)
    coded = re.findall(r"noqa:\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*|type:\s*ignore\[[\w, -]+\]", comment)
    reason = comment
    for mark in coded:
        reason = reason.replace(mark, "")
    return not lifts or (len(coded) == len(lifts) and re.search(r"[^\W\d]{3,}", reason) is not None)
