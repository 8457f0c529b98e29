"""How long one question takes to match, and an edit to refit, beside a naive scan with rapidfuzz in the same run.

`python -m bench.matching [--quick]` prints a table; `measure()` gives its rows to whoever writes the report.
Tables and questions are made of the general lexicon's words with a seed: the figures are for speed, not for quality.
"""

import random
import statistics
import sys
import time
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz, process

from bot.engines.e5 import E5, EncoderMissingError
from knowledge.calibration import BLIND
from knowledge.cascade import Cascade
from knowledge.lexical import fit, refit
from knowledge.lexical.evidence import lines
from knowledge.lexical.features import Floats
from knowledge.lexical.lexicon import CONCEPTS, FUNCTION_WORDS
from knowledge.lexical.sense import Encoder
from knowledge.models import Bilingual, Department, DepartmentId, RoutingTable, Topic, TopicId

_RUNS = 7
_QUESTIONS = 150
_NAIVE = 3  # questions a run: a scan of 100,000 phrasings takes a third of a second each
_HOUSE = DepartmentId("house")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the report: `value` and `baseline` are medians over the runs."""

    name: str
    value: float
    unit: str
    baseline: float | None
    ratio: float | None
    goal: float
    met: bool
    runs: int


def measure(*, quick: bool = False) -> Iterator[Row]:
    """The rows for 1,000 topics x 10 and, unless `quick`, for 5,000 x 20."""
    yield from _sized(1_000, 10, goal=2.0)
    yield _edit(1_000, 10)
    yield from _semantic(1_000, 10, goal=25.0)
    if not quick:
        yield from _sized(5_000, 20, goal=10.0)


def main() -> None:
    print(f"{'':58s}{'value':>10s}{'baseline':>10s}{'ratio':>8s}{'goal':>8s}")
    for row in measure(quick="--quick" in sys.argv):
        baseline, ratio = (f"{v:.3g}" if v is not None else "-" for v in (row.baseline, row.ratio))
        mark = "" if row.met else "  MISSED"
        print(
            f"{row.name:50s}{row.unit:>8s}{row.value:10.3g}{baseline:>10s}{ratio:>8s}{row.goal:8.3g}{mark}", flush=True
        )


def _sized(topics: int, phrasings: int, goal: float) -> Iterator[Row]:
    chance = random.Random(7)
    table = _table(topics, phrasings, chance)
    engine = fit(table)
    said = [text for topic in table.topics.values() for text in topic.phrasings]
    questions = [_sentence(chance, _themes(chance)) for _ in range(_QUESTIONS)]
    ours, naive = [], []
    for run in range(_RUNS):  # interleaved: a busy moment of the machine falls on both
        ours.append(_times(engine.match, questions))
        naive.append(
            _times(lambda text: process.extract(text, said, scorer=fuzz.WRatio), questions[run : run + _NAIVE])
        )
    yield from _rows(f"match one question, {topics} topics x {phrasings}", ours, naive, goal)


def _rows(title: str, ours: list[list[float]], base: list[list[float]], goal: float) -> Iterator[Row]:
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        value, baseline = (statistics.median(_at(some, share) for some in times) for times in (ours, base))
        yield Row(
            name=f"{title}, {name}",
            value=value,
            unit="ms",
            baseline=baseline,
            ratio=value / baseline,
            goal=goal,
            met=value <= goal,
            runs=_RUNS,
        )


class _Prepared:
    """The real encoder for questions; made-up vectors for the table's lines, whose making is not what is measured."""

    def __init__(self, encoder: Encoder, lines: Collection[str]) -> None:
        self._encoder = encoder
        self._lines = set(lines)
        self.name = "bench"
        self.width = encoder.width

    def encode(self, text: str) -> Floats:
        if text not in self._lines:
            return self._encoder.encode(text)
        made = np.random.default_rng(zlib.crc32(text.encode())).standard_normal(self.width)
        return np.asarray(made / np.linalg.norm(made), np.float32)


def _semantic(topics: int, phrasings: int, goal: float) -> Iterator[Row]:
    """Every question through both engines, the slowest way; nothing where the extra is not installed."""
    try:
        real = E5()
    except EncoderMissingError:
        return
    chance = random.Random(7)
    table = _table(topics, phrasings, chance)
    told = [line.text for line in lines(table, table.active_topics)]
    quick, thorough = fit(table, BLIND), fit(table, BLIND, _Prepared(real, told))
    engine = Cascade(quick, thorough)
    questions = [_sentence(chance, _themes(chance)) for _ in range(_QUESTIONS)]
    both, alone = [], []
    for _ in range(_RUNS):
        both.append(_times(engine.match, questions))
        alone.append(_times(quick.match, questions))
    yield from _rows(f"match one question, semantic, {topics} topics x {phrasings}", both, alone, goal)


def _edit(topics: int, phrasings: int) -> Row:
    chance = random.Random(8)
    table = _table(topics, phrasings, chance)
    engine = fit(table)
    seconds = []
    for run in range(_RUNS):
        topic = list(table.topics.values())[run]
        edited = replace(topic, phrasings_fr=(*topic.phrasings_fr, _sentence(chance, _themes(chance))))
        begin = time.perf_counter()
        refit(engine, replace(table, topics={**table.topics, topic.id: edited}))
        seconds.append(time.perf_counter() - begin)
    value = statistics.median(seconds)
    return Row(
        name=f"refit after one edited topic, {topics} topics",
        value=value,
        unit="s",
        baseline=None,
        ratio=None,
        goal=1.0,
        met=value <= 1.0,
        runs=_RUNS,
    )


def _times(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds of this thread for each question."""
    taken = []
    for question in questions:
        begin = time.thread_time()
        ask(question)
        taken.append((time.thread_time() - begin) * 1000)
    return taken


def _at(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def _table(topics: int, phrasings: int, chance: random.Random) -> RoutingTable:
    made = [_topic(number, phrasings, chance) for number in range(topics)]
    house = Department(id=_HOUSE, name=Bilingual(fr="Maison", en="House"), triage=True)
    return RoutingTable(departments={house.id: house}, topics={topic.id: topic for topic in made})


def _topic(number: int, phrasings: int, chance: random.Random) -> Topic:
    themes = _themes(chance)
    return Topic(
        id=TopicId(f"t{number:05d}"),
        department=_HOUSE,
        title=Bilingual(fr=_sentence(chance, themes)),
        phrasings_fr=tuple(_sentence(chance, themes) for _ in range(phrasings)),
        codes=(f"Q{number:05d}",),
    )


def _themes(chance: random.Random) -> list[tuple[str, ...]]:
    return chance.sample(CONCEPTS, 4)


def _sentence(chance: random.Random, themes: Sequence[tuple[str, ...]]) -> str:
    """Words of the themes and small words, ten or so in all; one sentence in five has a word nobody knows."""
    telling = [chance.choice(theme).replace("_", " ") for theme in themes]
    small = chance.choices(sorted(FUNCTION_WORDS), k=chance.randint(3, 8))
    odd = "".join(chance.choices("abcdeilmnorstu", k=8))
    said = [*telling, *small, *([odd] if chance.random() < 0.2 else [])]
    chance.shuffle(said)
    return " ".join(said)


if __name__ == "__main__":
    main()
