"""The process that fits one engine for `apart`: an errand on standard input, the fit into the workshop."""

import os
import pickle
import sys

from bot.engines.apart import Errand
from bot.engines.kept import made
from bot.engines.remembered import Recalled
from bot.storage.workshop import Workshop
from knowledge.lexical.engine import topics_of
from knowledge.lexical.evidence import lines

_GENTLY = 10  # added to the process's niceness


def main() -> None:
    errand: Errand = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent, through a pipe of its own
    if errand.gently:
        os.nice(_GENTLY)
    workshop = Workshop(errand.workshop)
    encoder = Recalled(errand.encoder, errand.width, workshop)
    encoder.recall([line.text for line in lines(errand.table, topics_of(errand.table))])
    made(workshop, errand.table, encoder)


if __name__ == "__main__":
    main()
