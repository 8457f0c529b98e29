"""The sample company's engine, fitted once a test process: a house that is started in a folder finds it there."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from bot.engines.fitting import Fitting
from bot.importing import sample_proposal
from bot.settings import EngineChoice
from bot.storage.workshop import Workshop
from knowledge.models import RoutingTable

NAMES = ("guichet-engine.db", "guichet-demo-engine.db")


def with_fit(folder: Path) -> Path:
    """The folder, with the fit beside whatever ledger will be there."""
    for name in NAMES:
        if not (folder / name).exists():
            shutil.copyfile(_workshop(), folder / name)
    return folder


@cache
def _workshop() -> Path:
    path = Path(mkdtemp(prefix="guichet-fit-")) / "engine.db"
    Fitting(EngineChoice.LEXICAL, Workshop(path)).quick(sample_proposal(RoutingTable()).after)
    return path
