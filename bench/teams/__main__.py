"""Prints the rows."""

import logging
import sys

from bench.teams import measure
from bot.log import configure_logging

if __name__ == "__main__":
    configure_logging(logging.ERROR)
    for row in measure(quick="--quick" in sys.argv):
        ratio, baseline = (f"{value:.3g}" if value else "-" for value in (row.ratio, row.baseline))
        print(f"{row.name:86s}{row.value:9.3g} {row.unit}  {baseline:>8s} {ratio:>7s}  {'' if row.met else 'MISSED'}")
