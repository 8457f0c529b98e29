"""Brings in the files that pages load from others, each with its licence and hash: `python -m tools.vendor`.

What is wanted is written in WANTED; `vendor.lock` holds what was taken. A test hashes the files again.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "bot" / "web" / "static" / "vendor"
LOCK = FOLDER / "vendor.lock"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A package of npm, and which of its files."""

    package: str
    version: str
    licence: str
    files: tuple[str, ...]

    @property
    def folder(self) -> str:
        return f"{self.package.removesuffix('.org')}-{self.version}"


WANTED = (Wanted("htmx.org", "4.0.1", "0BSD", ("dist/htmx.min.js",)),)


def main() -> None:
    """Fetch what is wanted anew and write the lock file."""
    if shutil.which("npm") is None:
        sys.exit("npm is needed: install Node.js (Debian: apt-get install npm)")
    for wanted in WANTED:
        _bring(wanted)
    LOCK.write_text(json.dumps(locked(), indent=2) + "\n", encoding="utf-8")


def locked() -> list[dict[str, str]]:
    """Every vendored file with package, version, licence and SHA-256, as it is on the disk."""
    return [
        {
            "file": f"{wanted.folder}/{Path(name).name}",
            "package": wanted.package,
            "version": wanted.version,
            "licence": wanted.licence,
            "sha256": hashlib.sha256((FOLDER / wanted.folder / Path(name).name).read_bytes()).hexdigest(),
        }
        for wanted in WANTED
        for name in (*wanted.files, "LICENSE")
    ]


def _bring(wanted: Wanted) -> None:
    target = FOLDER / wanted.folder
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pack = ["npm", "pack", "--silent", f"{wanted.package}@{wanted.version}"]
        name = subprocess.run(pack, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
        with tarfile.open(Path(folder) / name) as archive:
            archive.extractall(folder, filter="data")
        for each in (*wanted.files, "LICENSE"):
            shutil.copyfile(Path(folder) / "package" / each, target / Path(each).name)


if __name__ == "__main__":
    main()
