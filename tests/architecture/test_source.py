"""What the architecture tests can see: the same name under each of the ways to write it."""

import pytest

from tests.architecture.source import Module, uses


@pytest.mark.parametrize(
    "text",
    [
        "import datetime\ndatetime.datetime.now()",
        "import datetime as dt\ndt.datetime.now()",
        "from datetime import datetime\ndatetime.now()",
        "from datetime import datetime as clock\nclock.now()",
        "from datetime import datetime\nfield(default_factory=datetime.now)",
        "def late():\n    from datetime import datetime\n    return datetime.now()",
    ],
)
def test_a_name_is_seen_however_it_is_written(text: str) -> None:
    module = Module(path="a.py", text=text)

    assert len(uses(module, "datetime.datetime.now")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\ndatetime.fromisoformat('2026-01-01')",
        "clock.datetime.now()",
        "console.print('table')",
        "'datetime.datetime.now'",
    ],
)
def test_what_only_looks_like_a_name_is_not_taken_for_it(text: str) -> None:
    module = Module(path="a.py", text=text)

    assert uses(module, "datetime.datetime.now", "print") == []


def test_an_import_alone_is_a_use() -> None:
    module = Module(path="a.py", text="from unittest import mock\nfrom os import environ\n")

    assert uses(module, "unittest.mock", "os.environ") == ["a.py:1 unittest.mock", "a.py:2 os.environ"]
