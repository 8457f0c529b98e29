"""A fitted engine as bytes and back: the same answers without the work. Plain arrays, nothing that could run.

Kept beside the table, never in its place: whoever keeps it knows which table and which program it belongs to.
"""

import io
import json
import tokenize
import zipfile
from dataclasses import asdict

import numpy as np

from knowledge.calibration import Calibration, Curve
from knowledge.lexical.engine import LexicalEngine, topics_of
from knowledge.lexical.evidence import lines
from knowledge.lexical.features import Census, Space
from knowledge.lexical.meaning import Meanings
from knowledge.lexical.model import Learned, Model, vectors_of
from knowledge.lexical.nearness import Nearness
from knowledge.lexical.reading import Speller
from knowledge.lexical.sense import Encoder, Sense
from knowledge.models import RoutingTable

_APART = "\n"  # no part of a word holds one


def packed(engine: LexicalEngine) -> bytes:
    """What `unpacked` needs beside the table and the encoder."""
    model, census = engine.model, engine.model.space.census
    file = io.BytesIO()
    np.savez(
        file,
        parts=_bytes(_APART.join(census.counts)),
        counts=np.array(list(census.counts.values()), np.int32),
        common=np.array([part in census.common for part in census.counts], np.bool_),
        size=np.array([census.size, model.space.width]),
        middle=model.sense.middle,
        weights=model.weights,
        senses=model.nearness.senses,
        bounds=model.nearness.bounds,
        calibration=_bytes(json.dumps(asdict(model.calibration))),
        alike=np.array([engine.alike]),
    )
    return file.getvalue()


def unpacked(content: bytes, table: RoutingTable, encoder: Encoder) -> LexicalEngine | None:
    """The engine that was packed, when it was fitted to this very table with this encoder; None for other bytes."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as kept:
            return _engine({name: kept[name] for name in kept.files}, table, encoder)
    except (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile, tokenize.TokenError):
        return None


def _engine(kept: dict[str, np.ndarray], table: RoutingTable, encoder: Encoder) -> LexicalEngine | None:
    topics, meanings = topics_of(table), Meanings(table.glossary)
    size, width = (int(number) for number in kept["size"])
    if kept["weights"].shape != (width + encoder.width, len(topics)) or len(kept["bounds"]) != len(topics) + 1:
        return None
    parts = _text(kept["parts"]).split(_APART) if len(kept["parts"]) else []
    counts = dict(zip(parts, kept["counts"].tolist(), strict=True))
    common = frozenset(part for part, is_common in zip(parts, kept["common"].tolist(), strict=True) if is_common)
    space = Space.from_census(Census(size=size, counts=counts, common=common), meanings, width)
    sense, told = Sense(encoder, kept["middle"]), lines(table, topics)
    vocabulary = frozenset(part[1:] for part in parts if part.startswith("="))
    model = Model(
        glossary=table.glossary,
        vocabulary=vocabulary,
        calibration=_calibration(_text(kept["calibration"])),
        meanings=meanings,
        speller=Speller(vocabulary, meanings),
        space=space,
        sense=sense,
        weights=kept["weights"],
        nearness=Nearness(senses=kept["senses"], bounds=kept["bounds"]),
        learned=Learned(told, lambda: vectors_of(told, space, sense)),
        square=None,
    )
    return LexicalEngine(table, topics, model, alike=float(kept["alike"][0]))


def _calibration(text: str) -> Calibration:
    told = json.loads(text)
    risk = tuple((float(sure), float(spent)) for sure, spent in told["risk"])
    return Calibration(**{**told, "first": _curve(told["first"]), "shown": _curve(told["shown"]), "risk": risk})


def _curve(told: dict[str, list[float]]) -> Curve:
    return Curve(plain=tuple(told["plain"]), by_words=tuple(told["by_words"]))


def _bytes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)


def _text(content: np.ndarray) -> str:
    return content.tobytes().decode("utf-8", "surrogatepass")
