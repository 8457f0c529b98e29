"""Breaks the code on purpose, one line at a time, in a copy of the tree: each break must fail its test.

`make mutants` lists what survived and exits 1 when anything did. The list grows with the code.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.breaks import Mutant, doors, knowing, machinery, promise, signing_in

ROOT = Path(__file__).parents[1]
LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", "*_cache", ".hypothesis", "__pycache__", "*.db", "docs")
MUTANTS = (*machinery.MUTANTS, *promise.MUTANTS, *knowing.MUTANTS, *doors.MUTANTS, *signing_in.MUTANTS)


def main() -> None:
    """Every mutant, as many at once as the machine has cores."""
    stale = [mutant.name for mutant in MUTANTS if is_stale(mutant, ROOT)]
    if stale:
        sys.exit(f"no longer in their files exactly once: {', '.join(stale)}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        survivors = [
            mutant.name
            for mutant, is_caught in zip(MUTANTS, pool.map(_is_caught, MUTANTS), strict=True)
            if not is_caught
        ]
    print(f"{len(MUTANTS) - len(survivors)} of {len(MUTANTS)} caught")
    sys.exit(1 if survivors else 0)


def is_stale(mutant: Mutant, tree: Path) -> bool:
    """Whether the line that it breaks is not, or no longer, in its file exactly once."""
    return (tree / mutant.file).read_text(encoding="utf-8").count(mutant.old) != 1


def _is_caught(mutant: Mutant) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_BEHIND)
        _break(tree / mutant.file, mutant)
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutant.tests.split()]
        environment = {**os.environ, "PYTHONPATH": str(tree), "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False)
    caught = done.returncode == 1
    print(f"{'caught  ' if caught else 'SURVIVED'}  {mutant.name}", flush=True)
    return caught


def _break(file: Path, mutant: Mutant) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(mutant.old, mutant.new), encoding="utf-8")


if __name__ == "__main__":
    main()
