"""Runs `guichet` as a user would, in a folder of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.fitted import with_fit

ROOT = Path(__file__).parents[2]
ENGINE = {"GUICHET_ENGINE": "lexical"}  # the same answers with and without the extra, and no vectors to wait for
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
        done = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, words)],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "GUICHET_LOCALE": "en_CA", **ENGINE, **self.settings},
            input=stdin,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Ran(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())
