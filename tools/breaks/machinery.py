"""Breaks of the house's machinery: ledger, bridge, workers, calendar, page."""

from tools.breaks import Mutant

LEDGER = "tests/contracts/test_ledger.py"
BRIDGE = "tests/bot/test_bridge.py"
DOUBT = "tests/stories/test_doubt.py"
CALENDAR = "tests/handlers/test_calendar.py"
MIGRATIONS = "tests/contracts/test_migrations.py"
MUTANTS = (
    Mutant(
        "acknowledge before the commit",
        "bot/bridge.py",
        "return await self._written(self._facts, partial(self.core.decide, fact, scene))",
        "return Outcome()",
        BRIDGE,
    ),
    Mutant(
        "no uniqueness of deliveries",
        "bot/storage/deliveries.py",
        'return self._connection.execute(added, {**named, "delivery": delivery_id}).rowcount == len(keys)',
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
        "return [one for one in claimed if attempts.get(one.lane) == one.attempt]",
        "return list(claimed)",
        LEDGER,
    ),
    Mutant(
        "a message in flight is claimed again",
        "bot/storage/outbox.py",
        '"next_at": now + lease, "attempt": one.attempt}',
        '"next_at": now, "attempt": one.attempt}',
        LEDGER,
    ),
    Mutant(
        "the last writer wins",
        "bot/storage/requests.py",
        '_TABLE.c.version == sa.bindparam("the_version")',
        '_TABLE.c.version >= sa.bindparam("the_version")',
        LEDGER,
    ),
    Mutant(
        "what was worked before the night is forgotten",
        "handlers/requests/calendar.py",
        "left, last = left - length, opening.end",
        "left, last = left, opening.end",
        "tests/handlers/test_calendar.py",
    ),
    Mutant(
        "of units committed together, one that failed is kept",
        "bot/storage/unit_of_work.py",
        "                outer.exec_driver_sql(_UNDO)",
        "                pass",
        LEDGER,
    ),
    Mutant(
        "a group is acknowledged before its commit",
        "bot/storage/unit_of_work.py",
        "                connection.commit()\n            finally",
        "                pass\n            finally",
        f"{LEDGER} {BRIDGE}",
    ),
    Mutant(
        "a group that the database undid counts as committed",
        "bot/storage/unit_of_work.py",
        "            self._outer.is_lost = True  # unless both of these go through\n",
        "",
        LEDGER,
    ),
    Mutant(
        "what is asked keeps what was decided from going out",
        "bot/bridge.py",
        "facts == MOST_TOGETHER - 1",
        "facts == MOST_TOGETHER",
        BRIDGE,
    ),
    Mutant(
        "one message that cannot be drawn holds up the others",
        "bot/workers/deliver.py",
        "            return [None] * len(claimed)",
        "            return []",
        "tests/bot/test_deliver.py",
    ),
    Mutant(
        "one result that cannot be recorded leaves the others unrecorded",
        "bot/workers/results.py",
        "            for tried, done in several:\n                await self._write_one(tried, done)\n",
        "            for _, done in several:\n                _settle(done, None)\n",
        "tests/bot/test_deliver.py",
    ),
    Mutant(
        "a message waits for a time from before the clock was set back",
        "bot/storage/outbox_sql.py",
        ' | (LANES.c.next_at > sa.bindparam("far"))',
        ' | ((LANES.c.next_at > sa.bindparam("far")) & False)',
        LEDGER,
    ),
    Mutant(
        "a doubtful message is sent again without a look",
        "bot/workers/deliver.py",
        "if attempt.claimed.in_doubt_since:",
        "if False:",
        DOUBT,
    ),
    Mutant(
        "a nudge that may have arrived is sent again",
        "bot/workers/deliver.py",
        "if isinstance(found, CannotTell) and is_nudge(claimed.message):",
        "if False:",
        DOUBT,
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
        "bot/web/static/wall.js",
        "  carryWords(article, fresh);\n",
        "",
        "tests/browser/test_chat.py -k half_typed_answer",
    ),
)
