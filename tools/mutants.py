"""Breaks the code on purpose, one line at a time, in a copy of the tree: each break must fail its test.

`make mutants` lists what survived and exits 1 when anything did. The list grows with the code.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
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


LEDGER, BRIDGE = "tests/contracts/test_ledger.py", "tests/bot/test_bridge.py"
STORIES, ALWAYS = "tests/stories/test_promise.py", "tests/stories/test_promise_always.py"
CALENDAR, MIGRATIONS = "tests/handlers/test_calendar.py", "tests/contracts/test_migrations.py"
OWNER, REQUESTER = "tests/stories/test_owner.py", "tests/stories/test_requester.py"
FREE_TEXT = "tests/stories/test_free_text.py"
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
        'return self._connection.scalar(_HOLDER, {"the_lane": claimed.lane}) == claimed.attempt',
        "return True",
        LEDGER,
    ),
    Mutant(
        "a message in flight is claimed again",
        "bot/storage/outbox.py",
        '"next_at": now + lease, "attempt": attempt})',
        '"next_at": now, "attempt": attempt})',
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
        "    unit.outbox.refresh_cards(request.id, now)\n",
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
        "handlers/requests/privacy.py",
        "return request.topic is not None or not request.place.direct",
        "return True",
        STORIES,
    ),
    Mutant(
        "two owners both win",
        "handlers/requests/states.py",
        "    State.ACCEPTED: {**_WORKING, **_TAKEN},",
        "    State.ACCEPTED: _WORKING,",
        STORIES,
    ),
    Mutant(
        "a department that said not ours is asked again",
        "handlers/requests/owners.py",
        "if theirs and (theirs.id == mine.id or theirs.id in request.memory.refused):",
        "if theirs and theirs.id == mine.id:",
        OWNER,
    ),
    Mutant(
        "bounces have no end",
        "handlers/requests/owners.py",
        "MOST_BOUNCES = 2",
        "MOST_BOUNCES = 20",
        OWNER,
    ),
    Mutant(
        "the requester reads a private note",
        "handlers/cards.py",
        "if words.kind is not SaidKind.NOTE)",
        "if words)",
        OWNER,
    ),
    Mutant(
        "whoever took it may be quiet for ever",
        "handlers/requests/clockwork.py",
        "StepKind.BACK_TO_LADDER: _back_to_ladder,",
        "StepKind.BACK_TO_LADDER: _ask_again,",
        OWNER,
    ),
    Mutant(
        "triage's ladder stops at the admins",
        "handlers/requests/clockwork.py",
        "again = replace(request, plan=in_order(*request.plan, admins_again(terms_of(request, roster))))",
        "again = request",
        "tests/stories/test_absence.py",
    ),
    Mutant(
        "an absence hands nothing over",
        "handlers/away.py",
        "while handed < AT_ONCE and hand_over_from(person, unit, scene):",
        "while False:",
        "tests/stories/test_absence.py",
    ),
    Mutant(
        "kept private in name only",
        "handlers/requests/privacy.py",
        "return request.memory.private or any(",
        "return any(",
        REQUESTER,
    ),
    Mutant(
        "a confidential topic is shown",
        "handlers/requests/privacy.py",
        "return topic is None or topic.confidential",
        "return topic is None",
        REQUESTER,
    ),
    Mutant(
        "those who said me too hear nothing",
        "handlers/move.py",
        "    tell_those_under(request, stored, unit, scene)\n    return",
        "    return",
        "tests/stories/test_calls_and_company.py",
    ),
    Mutant(
        "thanks are taken for a detail",
        "handlers/reply.py",
        "    if is_thanks(fact.text):",
        "    if False:",
        FREE_TEXT,
    ),
    Mutant(
        "an edit resets the due time",
        "handlers/requests/details.py",
        "return hold_to(moved, request.promise, world)",
        "return moved",
        FREE_TEXT,
    ),
    Mutant(
        "a nudge before its time",
        "handlers/requests/requesters.py",
        "if world.now < request.promise.original:",
        "if False:",
        REQUESTER,
    ),
    Mutant(
        "a request reopens after months",
        "handlers/requests/requesters.py",
        "if request.closed_at and world.now > request.closed_at + REOPENS_WITHIN:",
        "if False:",
        REQUESTER,
    ),
    Mutant(
        "somebody who is away is said to be reachable",
        "handlers/requests/calls.py",
        "reachable=is_there and _is_open(department, roster),",
        "reachable=True,",
        "tests/stories/test_calls_and_company.py",
    ),
    Mutant(
        "a clock change costs an hour of working time",
        "handlers/requests/calendar.py",
        "shown = wall.replace(tzinfo=calendar.zone).astimezone(UTC)",
        "shown = wall.replace(tzinfo=UTC)",
        "tests/handlers/test_calendar.py",
    ),
    Mutant(
        "of units committed together, one that failed is kept",
        "bot/storage/unit_of_work.py",
        "                savepoint.rollback()",
        "                savepoint.commit()",
        LEDGER,
    ),
    Mutant(
        "a group is acknowledged before its commit",
        "bot/storage/unit_of_work.py",
        "                yield\n                connection.commit()",
        "                yield",
        f"{LEDGER} {BRIDGE}",
    ),
    Mutant(
        "a doubtful message is sent again without a look",
        "bot/workers/deliver.py",
        "if attempt.claimed.in_doubt_since:",
        "if False:",
        f"{ALWAYS} -m slow -k postgresql",
    ),
    Mutant(
        "what a neutral line stands for never follows",
        "handlers/deliverable.py",
        "return Card(to=ToPerson(person=message.to.person), view=View.REQUESTER, first=True)",
        "return None",
        f"{ALWAYS} -k confidential",
    ),
    Mutant(
        "a delay is announced when it is too late",
        "handlers/requests/policy.py",
        "DELAY_SHARE = 0.75",
        "DELAY_SHARE = 1.5",
        f"{STORIES} {ALWAYS}",
    ),
    Mutant(
        "an hour that the clocks leap over is worked",
        "handlers/requests/calendar.py",
        "if _wall(calendar, shown) == wall:",
        "if True:",
        CALENDAR,
    ),
    Mutant(
        "a range inside another ends the day",
        "handlers/requests/calendar.py",
        "max(held.end, opening.end)",
        "opening.end",
        CALENDAR,
    ),
    Mutant(
        "a migration that empties a table",
        "bot/storage/migrations/versions/0002_accounts.py",
        "def upgrade() -> None:\n",
        'def upgrade() -> None:\n    op.execute("DELETE FROM web_messages")\n',
        MIGRATIONS,
    ),
    Mutant(
        "a ledger is put back under a running server",
        "bot/cli/db.py",
        "with only_one(path):",
        "if True:",
        "tests/bot/test_restore.py",
    ),
    Mutant(
        "the page forgets half-typed words when news arrives",
        "bot/web/static/guichet.js",
        "  carryWords(article, fresh);\n",
        "",
        "tests/browser/test_chat.py -k half_typed_answer",
    ),
)


def main() -> None:
    """Every mutant, as many at once as the machine has cores."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        survivors = [
            mutant.name
            for mutant, is_caught in zip(MUTANTS, pool.map(_is_caught, MUTANTS), strict=True)
            if not is_caught
        ]
    print(f"{len(MUTANTS) - len(survivors)} of {len(MUTANTS)} caught")
    sys.exit(1 if survivors else 0)


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
    text = file.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        sys.exit(f"{mutant.name}: its line is not in {mutant.file} exactly once")
    file.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")


if __name__ == "__main__":
    main()
