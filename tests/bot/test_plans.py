"""No statement that questions and workers need reads a whole table: each has an index, whatever has piled up."""

import asyncio
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from handlers.incoming import PersonId
from handlers.requests.model import State
from handlers.verbs import Verb
from tests.bot.house import ANNA, PAUL, small_table
from tests.stories.stage import Stage

# Indexes of what is open alone: reading one from end to end is reading what there is to do.
ONLY_OPEN = (
    "ix_requests_due",
    "ix_requests_kept",
    "ix_requests_open_requester",
    "ix_deliveries_received",
    "ix_messages_waiting",
)
GROWING = ("requests", "queues", "events", "deliveries", "delivery_keys", "lanes", "messages", "cards")


def test_what_happens_all_day_never_scans_a_table_that_grows(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_table())
    statements = watched(stage)

    live_through(stage)

    scans = {detail for statement in tuple(statements) for detail in scans_of(stage, *statement)}
    stage.house.close()
    assert scans == set()


def test_what_pages_list_never_scans_a_table_that_grows(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_table())
    live_through(stage)
    request = stage.the_request()
    statements = watched(stage)

    with stage.house.core.units.look() as view:
        view.reading.queue((PAUL, "magasin"), (State.ROUTED,), but_of=PersonId(ANNA), limit=10)
        view.reading.queue_length((PAUL,), (State.ROUTED,), but_of=PersonId(ANNA), kept=True)
        view.reading.waited_for_by(PersonId(ANNA), limit=10)
        view.reading.closed_of(PersonId(ANNA), before=request.id, limit=10)
        view.reading.going_on_from(request, limit=10)
        view.reading.under(request, limit=10)
        view.reading.slips_of(PersonId(ANNA), [PersonId(PAUL)], limit=10)
        view.reading.signs(askers=[ANNA, PAUL], queues=[ANNA, "magasin"])

    read = tuple(statements)
    scans = {detail for statement in read for detail in scans_of(stage, *statement)}
    stage.house.close()
    assert len(read) >= 7  # one each
    assert scans == set()


def live_through(stage: Stage) -> None:
    anna, paul = stage.person(ANNA), stage.person(PAUL)
    anna.asks("où sont les gants en nitrile ?")
    anna.does(Verb.PASS_ON)
    stage.forward(minutes=35)
    paul.does(Verb.TAKE)
    paul.does(Verb.ANSWER, "Sur la tablette du haut.")
    anna.does(Verb.HELPED)
    core = stage.house.core
    core.decide_kept()
    core.due()
    asyncio.run(stage.house.deliver_all())
    with core.units.look() as view:
        view.outbox.depth()
        view.outbox.next_due()
        view.deliveries.undecided()


def watched(stage: Stage) -> list[tuple[str, Any]]:
    """Every statement from now on, with its values."""
    seen: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, values: Any, *___: object) -> None:
        seen.append((statement, values))

    for engine in (stage.house.database._writer, stage.house.database._reader):
        sa.event.listen(engine, "before_cursor_execute", note)
    return seen


def scans_of(stage: Stage, statement: str, values: Any) -> set[str]:
    """What SQLite would read from end to end, with the statement that makes it do so."""
    if "WHERE" not in statement:  # an insert, or the newest few by their ids
        return set()
    with stage.house.database.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        details = [row[3] for row in plan]
    scans = [detail for detail in details if detail.startswith("SCAN") and detail.split()[1] in GROWING]
    return {f"{scan}: {statement}" for scan in scans if scan.split()[-1] not in ONLY_OPEN}
