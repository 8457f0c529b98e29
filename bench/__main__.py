"""`python -m bench [--quick] [SUBJECT...]`: measures, prints a table as it goes, writes bench/reports/latest.json.

Each subject is a module with `measure(*, quick) -> rows`; add one to SUBJECTS and it is part of the report.
"""

import json
import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from bench import demo, disk, due, matching, slack, teams, throughput
from bench.rows import Figure
from bot.log import configure_logging

REPORT = Path(__file__).parent / "reports" / "latest.json"
FIELDS = ("name", "value", "unit", "baseline", "ratio", "goal", "met", "runs")
SUBJECTS: Mapping[str, Callable[..., Iterable[Figure]]] = {
    "disk": disk.measure,
    "due": due.measure,
    "throughput": throughput.measure,
    "slack": slack.measure,
    "teams": teams.measure,
    "matching": matching.measure,
    "demo": demo.measure,
}


def main() -> None:
    """Everything, or the subjects that are named; exit 1 when a goal was missed."""
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")] or list(SUBJECTS)
    unknown = [word for word in wanted if word not in SUBJECTS]
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}; there are: {', '.join(SUBJECTS)}")
    configure_logging(logging.WARNING)
    figures = [figure for name in wanted for figure in _measured(name, quick="--quick" in sys.argv)]
    _write(figures)
    missed = [figure.name for figure in figures if not figure.met]
    print(f"\n{len(figures)} figures, {len(missed)} goals missed")
    sys.exit(1 if missed else 0)


def _measured(name: str, *, quick: bool) -> Iterable[Figure]:
    print(f"\n{name:80s}{'value':>10s}      {'baseline':>10s}{'ratio':>8s}{'goal':>8s}", flush=True)
    for figure in SUBJECTS[name](quick=quick):
        _show(figure)
        yield figure


def _show(figure: Figure) -> None:
    baseline, ratio, goal = (f"{value:.3g}" if value is not None else "-" for value in _optional(figure))
    missed = "" if figure.met else "  MISSED"
    print(
        f"  {figure.name:78s}{figure.value:10.4g} {figure.unit:5s}{baseline:>10s}{ratio:>8s}{goal:>8s}{missed}",
        flush=True,
    )


def _optional(figure: Figure) -> tuple[float | None, float | None, float | None]:
    return figure.baseline, figure.ratio, figure.goal


def _write(figures: Iterable[Figure]) -> None:
    REPORT.parent.mkdir(exist_ok=True)
    rows = [{field: getattr(figure, field) for field in FIELDS} for figure in figures]
    REPORT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
