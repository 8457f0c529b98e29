"""Runs `guichet` as a user would, in a folder of its own: in this process, or in one that is started for it."""

import io
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from bot.__main__ import main
from bot.log import configure_logging
from tests.fitted import with_fit

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "bot" / "sample" / "routing.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class CommandLine:
    """`guichet` in `folder`, with a ledger there."""

    folder: Path
    settings: dict[str, str]

    def __post_init__(self) -> None:
        with_fit(self.folder)

    def __call__(self, *words: str | Path, stdin: bytes = b"") -> Ran:
        """What the process does from `main` on: a second of loading the same modules anew is spared."""
        out, err = _written(), _written()
        with chdir(self.folder), _told(words, stdin, self._environment), redirect_stdout(out), redirect_stderr(err):
            code = _exit_code()
        configure_logging(logging.WARNING)  # the command's own wrote to what it took for standard error
        return Ran(code=code, out=_read(out), err=_read(err))

    def apart(self, *words: str | Path, stdin: bytes = b"") -> Ran:
        """A process of its own, where that it is one is what counts."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, words)],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **self._environment},
            input=stdin,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Ran(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())

    @property
    def _environment(self) -> dict[str, str]:
        return {"GUICHET_LOCALE": "en_CA", **self.settings}


def sample_company(folder: Path) -> CommandLine:
    """`guichet` in a folder whose ledger holds the sample's table."""
    shutil.copytree(_imported(), folder, dirs_exist_ok=True)
    return CommandLine(folder, {})


@cache
def _imported() -> Path:
    """A folder in which the sample was imported, once a test process: files are read in a process of their own."""
    folder = Path(mkdtemp(prefix="guichet-company-"))
    ran = CommandLine(folder, {})("kb", "import", SAMPLE)
    assert ran.code == 0, ran.err
    return folder


@contextmanager
def _told(words: tuple[str | Path, ...], stdin: bytes, environment: Mapping[str, str]) -> Iterator[None]:
    """The words of the command, what it reads, and the environment it finds."""
    before = sys.argv, sys.stdin, dict(os.environ)
    sys.argv, sys.stdin = ["guichet", *map(str, words)], io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    os.environ.update(environment)
    try:
        yield
    finally:
        sys.argv, sys.stdin = before[:2]
        os.environ.clear()
        os.environ.update(before[2])


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _written() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _read(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
