"""`python -m bench.soak --minutes 30`: people ask and answer while the house is killed; then the ledger is asked.

For the first two thirds it is killed every so often, as the power would; then it runs through and its memory is
watched. The report is bench/reports/soak.json. Exit code 1 when something was lost, doubled or left unanswered.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from urllib.request import urlopen

from rich.progress import Progress

from bench.soak.house import Mortal
from bench.soak.people import Crowd
from bench.soak.verdict import Verdict, verdict
from bot.storage.database import Database

REPORT = Path(__file__).parents[1] / "reports" / "soak.json"
LIVES = (5.0, 25.0)  # seconds between a start and the next kill
SETTLES_WITHIN = 120  # seconds for what is under way at the end
KILLED_FOR = 2 / 3  # of the time


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report, found = soak(Path(folder), given.minutes * 60, given.seed)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print("\n".join(f"{name:28s}{value}" for name, value in report.items()))
    sys.exit(0 if found.is_clean and not report["messages_waiting"] and not report["deliveries_undecided"] else 1)


def soak(folder: Path, seconds: float, seed: int) -> tuple[dict[str, object], Verdict]:
    """The report, and what the ledger says."""
    house = Mortal(folder)
    house.start()
    crowd = Crowd(house.address, seed)
    crowd.begin()
    try:
        kills = _live_dangerously(house, seconds * KILLED_FOR, random.Random(seed))
        before = house.megabytes()
        _wait(seconds * (1 - KILLED_FOR), "running through")
    finally:
        crowd.end()
    after = house.megabytes()
    figures = _settled(house)
    house.stop()
    database = Database(house.ledger)
    found = verdict(database, crowd.said.questions)
    database.close()
    said: dict[str, object] = {
        "minutes": round(seconds / 60, 1),
        "kills": kills,
        **asdict(found),
        "answers_given": crowd.said.answers,
        "forms_sent_again": crowd.said.sent_again,
        "refused": len(crowd.said.refused),
        "slowest_acknowledgement_s": round(crowd.said.slowest, 2),
        "megabytes_before": round(before),
        "megabytes_after": round(after),
    }
    return {**said, **figures}, found


def _live_dangerously(house: Mortal, seconds: float, chance: random.Random) -> int:
    """Kill and start until the time is over; how often."""
    end, kills = time.monotonic() + seconds, 0
    with Progress(transient=True, disable=not sys.stderr.isatty()) as shown:
        task = shown.add_task("being killed", total=seconds)
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, chance.uniform(*LIVES)))
            house.kill()
            house.start()
            kills += 1
            shown.update(task, completed=seconds - (end - time.monotonic()))
    return kills


def _wait(seconds: float, what: str) -> None:
    with Progress(transient=True, disable=not sys.stderr.isatty()) as shown:
        task = shown.add_task(what, total=seconds)
        for _ in range(int(seconds)):
            time.sleep(1)
            shown.advance(task)


def _settled(house: Mortal) -> dict[str, int]:
    """The figures of /readyz once nothing is under way any more."""
    end = time.monotonic() + SETTLES_WITHIN
    while True:
        with urlopen(f"{house.address}/readyz", timeout=30) as answer:  # noqa: S310 - our own loopback address
            said = json.load(answer)
        figures = {name: said[name] for name in ("messages_waiting", "deliveries_undecided", "requests_without_keeper")}
        if not any(figures.values()) or time.monotonic() > end:
            return figures
        time.sleep(1)


if __name__ == "__main__":
    main()
