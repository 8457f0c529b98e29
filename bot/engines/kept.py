"""Fitted engines in the workshop: found again for the same evidence, encoder and program, made and kept otherwise.

Beside a fit lies what questions taught it: figures alone, never a word of a question, so nothing erased lives on in it.
"""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

from bot.storage.workshop import Workshop
from knowledge.calibration import Tilt
from knowledge.feedback import Refinement
from knowledge.lexical.engine import LexicalEngine, fit, topics_of
from knowledge.lexical.evidence import lines
from knowledge.lexical.keeping import packed, unpacked
from knowledge.lexical.sense import Encoder
from knowledge.models import RoutingTable

_BEFORE_ALL = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What questions taught one fit, when, and the newest event of the ledger by then."""

    refinement: Refinement = field(default_factory=Refinement)
    at: datetime = _BEFORE_ALL
    newest: int = 0


def recalled(workshop: Workshop, table: RoutingTable, encoder: Encoder) -> LexicalEngine | None:
    """The engine that was made for this very table by this very program; None when there is none."""
    key = _key(table, encoder)
    content = workshop.fit(key)
    engine = unpacked(content, table, encoder) if content else None
    return engine.with_refinement(_taught_by(workshop, key).refinement) if engine else None


def made(workshop: Workshop, table: RoutingTable, encoder: Encoder) -> LexicalEngine:
    """A new one, kept. Raises EncoderFailedError."""
    engine = fit(table, encoder=encoder)
    if workshop.path:
        workshop.keep_fit(_key(table, encoder), packed(engine))
    return engine


def taught(workshop: Workshop, table: RoutingTable, encoder: Encoder) -> Taught:
    """What questions had taught the fit of this table; nothing, long ago, when that is not known."""
    return _taught_by(workshop, _key(table, encoder))


def keep_taught(workshop: Workshop, table: RoutingTable, encoder: Encoder, what: Taught) -> None:
    told = {**asdict(what), "at": what.at.isoformat()}
    workshop.keep_taught(_key(table, encoder), json.dumps(told).encode())


def _taught_by(workshop: Workshop, key: bytes) -> Taught:
    content = workshop.taught(key)
    try:
        return _taught(json.loads(content)) if content else Taught()
    except (ValueError, KeyError, TypeError):
        return Taught()


def _taught(told: dict[str, Any]) -> Taught:
    figures = told["refinement"]
    refinement = replace(Refinement(**figures), first=Tilt(**figures["first"]), shown=Tilt(**figures["shown"]))
    return Taught(refinement=refinement, at=datetime.fromisoformat(told["at"]), newest=told["newest"])


def _key(table: RoutingTable, encoder: Encoder) -> bytes:
    digest = sha256(f"{_program()}\n{encoder.name}\n{np.__version__}".encode())
    for entry in table.glossary:
        digest.update(repr((entry.term, entry.means)).encode("utf-8", "surrogatepass"))
    for topic in topics_of(table):
        digest.update(repr(topic.id).encode("utf-8", "surrogatepass"))
    for line in lines(table, topics_of(table)):
        digest.update(repr((line.topic, line.text, line.weight)).encode("utf-8", "surrogatepass"))
    return digest.digest()


@cache
def _program() -> str:
    """A digest of everything that learns."""
    digest = sha256()
    for source in _sources(files("knowledge")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _sources(folder: Traversable) -> list[Traversable]:
    inside = sorted(folder.iterdir(), key=lambda entry: entry.name)
    own = [entry for entry in inside if entry.name.endswith(".py")]
    return own + [source for entry in inside if entry.is_dir() for source in _sources(entry)]
