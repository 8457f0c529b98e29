"""Prints the rows: `python -m bench.slack [--quick]`."""

import sys

from bench.slack.measure import measure


def main() -> None:
    print(f"{'':58s}{'value':>10s}{'baseline':>10s}{'ratio':>8s}{'goal':>8s}")
    for row in measure(quick="--quick" in sys.argv):
        goal = f"{row.goal:.3g}" if row.goal else "-"
        mark = "" if row.met else "  MISSED"
        print(f"{row.name:58s}{row.value:10.3g}{row.baseline:10.3g}{row.ratio:8.3g}{goal:>8s}{mark}", flush=True)


if __name__ == "__main__":
    main()
