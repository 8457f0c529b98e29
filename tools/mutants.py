"""Breaks the code on purpose, one line at a time, in a copy of the tree: each break must fail its test.

`make mutants` lists what survived and exits 1 when anything did. The list grows with the code.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", "*_cache", ".hypothesis", "__pycache__", "*.db", "docs")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One line replaced by another, and the tests that must notice."""

    name: str
    file: str
    old: str
    new: str
    tests: str


LEDGER, BRIDGE, STORIES = "tests/contracts/test_ledger.py", "tests/bot/test_bridge.py", "tests/stories"
MUTANTS = (
    Mutant(
        "acknowledge before the commit",
        "bot/bridge.py",
        "return await self.write(self.core.decide, fact, scene)",
        "return Outcome()",
        BRIDGE,
    ),
    Mutant(
        "nothing is committed",
        "handlers/dispatch.py",
        "        unit.commit()\n",
        "",
        BRIDGE,
    ),
    Mutant(
        "no uniqueness of deliveries",
        "bot/storage/deliveries.py",
        "return all(self._is_new(key, delivery_id) for key in dict.fromkeys(fact.keys))",
        "return True",
        f"{LEDGER} {BRIDGE}",
    ),
    Mutant(
        "a fact that cannot be decided is lost",
        "bot/core.py",
        "            if is_new:\n                unit.commit()\n",
        "",
        BRIDGE,
    ),
    Mutant(
        "a kept fact is decided twice",
        "bot/storage/deliveries.py",
        "mine = (_TABLE.c.id == delivery_id) & _RECEIVED\n        settled",
        "mine = _TABLE.c.id == delivery_id\n        settled",
        LEDGER,
    ),
    Mutant(
        "a lost lease still records",
        "bot/storage/outbox.py",
        "return self._connection.scalar(held) == claimed.attempt",
        "return True",
        LEDGER,
    ),
    Mutant(
        "a message in flight is claimed again",
        "bot/storage/outbox.py",
        "values(next_at=now + lease, attempt=attempt)",
        "values(next_at=now, attempt=attempt)",
        LEDGER,
    ),
    Mutant(
        "the last writer wins",
        "bot/storage/requests.py",
        "same = (_TABLE.c.id == request.id) & (_TABLE.c.version == request.version)",
        "same = _TABLE.c.id == request.id",
        LEDGER,
    ),
    Mutant(
        "cards are not refreshed",
        "handlers/apply.py",
        "    unit.outbox.refresh_cards(stored.id, now)\n",
        "",
        STORIES,
    ),
    Mutant(
        "a timer that never fires",
        "handlers/requests/policy.py",
        "return tuple(step for step in plan if step.at <= now)",
        "return ()",
        STORIES,
    ),
    Mutant(
        "a delay is not announced",
        "handlers/requests/clockwork.py",
        '"notice.delayed",',
        '"notice.check",',
        STORIES,
    ),
    Mutant(
        "the request has no keeper after a hand-over to the backup",
        "handlers/requests/clockwork.py",
        "    asked = kept_by(request, keeper)\n",
        "    asked = request\n",
        STORIES,
    ),
    Mutant(
        "anybody sees a request",
        "handlers/permissions.py",
        "    return not departments.isdisjoint((request.keeper.department, *request.asked))",
        "    return True",
        STORIES,
    ),
    Mutant(
        "an unknown question is shown in the channel",
        "handlers/requests/announce.py",
        "return topic is not None or not request.place.direct",
        "return True",
        STORIES,
    ),
    Mutant(
        "two owners both win",
        "handlers/requests/states.py",
        'State.ACCEPTED: {**_WORKING, Verb.TAKE: _refusal("line.already_taken"),',
        "State.ACCEPTED: {**_WORKING,",
        STORIES,
    ),
)


def main() -> None:
    """Every mutant in turn."""
    survivors = [mutant.name for mutant in MUTANTS if not _is_caught(mutant)]
    print(f"{len(MUTANTS) - len(survivors)} of {len(MUTANTS)} caught")
    sys.exit(1 if survivors else 0)


def _is_caught(mutant: Mutant) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_BEHIND)
        _break(tree / mutant.file, mutant)
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutant.tests.split()]
        done = subprocess.run(command, cwd=tree, env={"PYTHONPATH": str(tree)}, capture_output=True, check=False)
    caught = done.returncode == 1
    print(f"{'caught  ' if caught else 'SURVIVED'}  {mutant.name}", flush=True)
    return caught


def _break(file: Path, mutant: Mutant) -> None:
    text = file.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        sys.exit(f"{mutant.name}: its line is not in {mutant.file} exactly once")
    file.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")


if __name__ == "__main__":
    main()
