"""Every command of README.md and its French twin is run, or is a target of the Makefile."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.bot.command import ROOT, CommandLine

TWINS = ("README.md", "LISEZMOI.md")


def commands(name: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_the_twins_show_the_same_commands() -> None:
    english, french = (commands(name) for name in TWINS)

    assert english == french


@pytest.mark.parametrize("name", TWINS)
def test_every_link_and_picture_of_ours_is_there(name: str) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8"))

    assert [target for target in targets if not (ROOT / target).exists()] == []


@pytest.mark.slow
def test_every_guichet_command_works_in_order(tmp_path: Path) -> None:
    (tmp_path / "bot").symlink_to(ROOT / "bot")
    guichet = CommandLine(tmp_path, {})

    codes = {
        line: guichet.apart(*shlex.split(line)[1:]).code for line in commands("README.md") if line.startswith("guichet")
    }

    assert codes
    assert set(codes.values()) == {0}, codes


def test_every_make_command_is_a_target() -> None:
    targets = [line.split()[1] for line in commands("README.md") if line.startswith("make")]

    asked = [subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=False) for target in targets]

    assert targets
    assert [done.returncode for done in asked] == [0] * len(targets)
