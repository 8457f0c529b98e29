"""A machine that lacks something is told what, and what to do: `tools/missing.sh` on machines made of a few links."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

DEBIAN, FEDORA, MAC, ALPINE = "apt-get", "dnf", "brew", "apk"


class Machine:
    """A folder of programs that stands for a whole PATH: a shell and whatever is put there."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs

    def has(self, name: str, script: str = "exit 0") -> None:
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def has_python(self, *, name: str = "python3", before: str = "") -> None:
        """The real Python, made to run `before` ahead of each piece of code it is given."""
        self.has(name, f'shift; exec "{sys.executable}" -c "{before}\n$1"')

    def starts(self, python: str = "python3") -> subprocess.CompletedProcess[str]:
        command = [str(shutil.which("sh")), str(ROOT / "tools/missing.sh"), python]
        environment = {"PATH": str(self.programs)}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_machine_that_has_all_is_told_nothing(machine: Machine) -> None:
    machine.has_python()

    done = machine.starts()

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("packages", "advice"),
    [
        (DEBIAN, "sudo apt-get install python3 python3-venv"),
        (FEDORA, "sudo dnf install python3.12"),
        (MAC, "brew install python@3.12"),
        (ALPINE, "apk add python3"),
        ("none-of-these", "your system's packages"),
    ],
)
def test_no_python_is_named_with_the_command_that_brings_it(machine: Machine, packages: str, advice: str) -> None:
    machine.has(packages)

    done = machine.starts()

    assert done.returncode == 2
    assert "Python 3.11 or newer: 'python3' was not found" in done.stderr
    assert advice in done.stderr


def test_an_old_python_is_named_with_its_version(machine: Machine) -> None:
    machine.has_python(before=old_python())

    done = machine.starts()

    assert done.returncode == 2
    assert "Python 3.11 or newer: 'python3' is 3.9.2" in done.stderr


def test_a_newer_python_beside_the_old_one_is_pointed_at(machine: Machine) -> None:
    machine.has_python(before=old_python())
    machine.has_python(name="python3.12")

    done = machine.starts()

    assert "python3.12 is here: run the same command with PYTHON=python3.12" in done.stderr
    assert machine.starts("python3.12").returncode == 0


def test_a_python_without_ensurepip_asks_for_the_venv_package(machine: Machine) -> None:
    machine.has(DEBIAN)
    machine.has_python(before="import sys; sys.modules['ensurepip'] = None")

    done = machine.starts()

    assert done.returncode == 2
    assert "Python's venv module with pip" in done.stderr
    assert f"sudo apt-get install python3.{sys.version_info.minor}-venv" in done.stderr


def test_everything_that_lacks_is_named_at_once(machine: Machine) -> None:
    machine.has_python(before="import sys; sys.modules.update(ensurepip=None, sqlite3=None)")

    done = machine.starts()

    assert "venv module" in done.stderr
    assert "sqlite3 module" in done.stderr


def test_a_python_that_does_not_start_is_not_taken_for_an_old_one(machine: Machine) -> None:
    machine.has("python3", "exit 127")

    done = machine.starts()

    assert done.returncode == 2
    assert "'python3' does not run" in done.stderr


def old_python() -> str:
    return "import sys, platform; sys.version_info = (3, 9, 2); platform.python_version = lambda: '3.9.2'"
