"""Fitted engines in the workshop: found again for the same evidence, encoder and program, made and kept otherwise."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np

from bot.storage.workshop import Workshop
from knowledge.lexical.engine import LexicalEngine, fit, topics_of
from knowledge.lexical.evidence import lines
from knowledge.lexical.keeping import packed, unpacked
from knowledge.lexical.sense import Encoder
from knowledge.models import RoutingTable


def recalled(workshop: Workshop, table: RoutingTable, encoder: Encoder) -> LexicalEngine | None:
    """The engine that was made for this very table by this very program; None when there is none."""
    content = workshop.fit(_key(table, encoder))
    return unpacked(content, table, encoder) if content else None


def made(workshop: Workshop, table: RoutingTable, encoder: Encoder) -> LexicalEngine:
    """A new one, kept. Raises EncoderFailedError."""
    engine = fit(table, encoder=encoder)
    if workshop.path:
        workshop.keep_fit(_key(table, encoder), packed(engine))
    return engine


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
