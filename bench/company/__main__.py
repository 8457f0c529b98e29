"""How the promise fares when people are people: weeks of a made-up company, lived through by the real use cases.

`python -m bench.company --weeks 12 --seed 1 2 3 4 --json > bench/reports/company.json`
"""

import argparse
import asyncio
import json
import logging
import statistics
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.progress import Progress

from bench.company.habits import Habits, with_absences
from bench.company.simulation import Company, MovedClock, Seen
from bot.app import Ledger, make_core, open_ledger
from bot.demo.here import Here
from bot.importing import sample_proposal
from bot.log import configure_logging
from bot.settings import Settings
from bot.storage.schema import upgrade
from handlers.requests.model import Request, State
from knowledge.models import RoutingTable

# A Monday at ten in Trois-Rivières. Twelve weeks from it hold the clock changes of two continents, Easter and May.
FIRST_DAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVERYTHING = 1_000_000
BROKEN_PROMISES = ("without_keeper", "silent_delays", "unanswered")  # each has to be 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=12)
    parser.add_argument("--seed", type=int, nargs="+", default=[7])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    configure_logging(logging.ERROR)
    runs = [_lived(given.weeks, seed) for seed in given.seed]
    print(json.dumps(runs, indent=1) if given.json else "\n\n".join(map(_shown, runs)))
    sys.exit(1 if any(run[broken] for run in runs for broken in BROKEN_PROMISES) else 0)


def _lived(weeks: int, seed: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory(dir=_fast_folder()) as folder:
        return {"weeks": weeks, "seed": seed, **asyncio.run(_run(Path(folder), weeks, seed))}


def _shown(run: dict[str, object]) -> str:
    return "\n".join(f"{name:24s}{value}" for name, value in run.items())


async def _run(folder: Path, weeks: int, seed: int) -> dict[str, object]:
    clock = MovedClock(FIRST_DAY)
    settings = Settings.model_validate({"DATABASE_URL": f"sqlite:///{folder / 'company.db'}"})
    with open_ledger(settings) as ledger:
        upgrade(ledger.database, clock.now())
        table = with_absences(sample_proposal(RoutingTable()).after, FIRST_DAY.date(), weeks, seed)
        ledger.routing.publish(replace(table, version=0), base=0, author="bench", now=clock.now())
        core = make_core(settings, ledger, clock)
        bridge = Here(core)
        until = FIRST_DAY + timedelta(weeks=weeks)
        company = Company(bridge, clock, Habits(table, seed), until)
        with Progress(transient=True, disable=not sys.stderr.isatty()) as shown:
            task = shown.add_task(f"{weeks} weeks", total=(until - FIRST_DAY).total_seconds())
            await company.live(lambda now: shown.update(task, completed=(now - FIRST_DAY).total_seconds()))
        bridge.close()
        return figures_of(company.seen, _requests(ledger))


def figures_of(seen: Seen, requests: list[Request]) -> dict[str, object]:
    """The report. Hours by the wall clock, over the requests that got so far: to the first reply shown, to the first
    move of somebody on the company's side, to the close.
    """
    unanswered = [request.reference for request in requests if request.reference not in seen.replied]
    return {
        "requests": len(requests),
        "questions": seen.questions,
        "without_keeper": seen.without_keeper,
        "silent_delays": len(seen.silent_delays),
        "unanswered": len(unanswered) + seen.unanswered,
        "hours_to_first_reply": _spread(
            seen.replied[each.reference] - each.opened_at for each in requests if each.reference in seen.replied
        ),
        "hours_to_owner": _spread(
            seen.acted[each.reference] - each.opened_at for each in requests if each.reference in seen.acted
        ),
        "hours_to_close": _spread(each.closed_at - each.opened_at for each in requests if each.closed_at),
        "still_open": sum(each.state is not State.CLOSED for each in requests),
    }


def _spread(durations: Iterable[timedelta]) -> dict[str, float]:
    hours = sorted(duration / HOUR for duration in durations)
    if not hours:
        return {"median": 0.0, "p95": 0.0}
    return {"median": round(statistics.median(hours), 2), "p95": round(hours[int(0.95 * (len(hours) - 1))], 2)}


def _requests(ledger: Ledger) -> list[Request]:
    with ledger.units.look() as view:
        return view.requests.newest(limit=EVERYTHING)


def _fast_folder() -> str | None:
    """Memory where there is some: the simulation is about decisions, not about this machine's disk."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of our own inside it


if __name__ == "__main__":
    main()
