"""What feedback earns: half of the labelled questions are asked and end as people end them, the other half is judged.

`python -m bench.feedback` prints useful, wrong, asked, resolved and the calibration error before and after, as means
over several halves of `bench/questions`, for each engine that is installed, in three worlds: everybody says how it
ended; people do as they do (who is content mostly says nothing); a fifth of what they say is the opposite of the truth.
"""

import json
import random
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.engines.e5 import E5, EncoderMissingError
from bot.engines.fitting import Fitted, Fitting, parts
from bot.importing import sample_proposal
from bot.settings import EngineChoice
from bot.storage.workshop import Workshop
from knowledge.cascade import Cascade
from knowledge.evaluation import Labelled, Report, evaluate
from knowledge.feedback import Ending, lessons, refine
from knowledge.matcher import MOST_CHOICES, Matched, NoMatch
from knowledge.models import RoutingTable, TopicId

_QUESTIONS = Path(__file__).parent / "questions"
_HALVES = 8
_PEOPLE = 60
_FIGURES = ("useful", "wrong", "asked", "resolved", "calibration_error")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How likely it is that somebody says how it ended, and that they say the opposite."""

    content: float
    annoyed: float
    chooses: float
    lies: float = 0.0


WORLDS: Mapping[str, World] = {
    "everybody says": World(content=1.0, annoyed=1.0, chooses=1.0),
    "as people do": World(content=0.4, annoyed=0.7, chooses=0.8),
    "a fifth lies": World(content=0.4, annoyed=0.7, chooses=0.8, lies=0.2),
}


def main() -> None:
    table = sample_proposal(RoutingTable()).after
    told = list(_labelled(table))
    print(f"{len(told)} questions, {_HALVES} halves{'':26s}" + "".join(f"{name:>18s}" for name in _FIGURES))
    for name, engine in _engines(table, [one.text for one in told]):
        for place, world in enumerate(WORLDS):
            before, after, counted = _judged(engine, table, told, WORLDS[world])
            if not place:
                _show(f"{name}, by the table", before)
            _show(f"{name}, {world} ({counted:.0f} counted)", after)


def _engines(table: RoutingTable, texts: Sequence[str]) -> Iterator[tuple[str, Fitted]]:
    """Those there are; the vectors of the questions are made once."""
    workshop = Workshop(None)
    yield "lexical", Fitting(EngineChoice.LEXICAL, workshop).best(table, _silent)
    try:
        encoder = E5()
    except EncoderMissingError as error:
        print(f"no semantic engine: {error}", file=sys.stderr)
        return
    fitting = Fitting(EngineChoice.SEMANTIC, workshop, lambda: encoder)
    fitting.prepare(texts, _silent)
    yield "semantic", fitting.best(table, _silent)


def _judged(
    engine: Fitted, table: RoutingTable, told: Sequence[Labelled], world: World
) -> tuple[list[Report], list[Report], float]:
    before, after, counted = [], [], []
    for seed in range(_HALVES):
        chance = random.Random(seed)
        mixed = chance.sample(told, len(told))
        asked, judged = mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]
        refined = _taught(engine, list(_ended(engine, table, asked, world, chance)))
        before.append(evaluate(engine, judged))
        after.append(evaluate(refined, judged))
        counted.append(parts(refined)[-1].refinement.counted)
    return before, after, statistics.mean(counted)


def _taught(engine: Fitted, endings: Sequence[Ending]) -> Fitted:
    taught = []
    for part in parts(engine):
        stood = {ending.text: part.stood(ending.text) for ending in endings}
        taught.append(part.with_refinement(refine(lessons(endings, stood, part.own_calibration), part.own_calibration)))
    return Cascade(taught[0], taught[1]) if len(taught) > 1 else taught[0]


def _ended(
    engine: Fitted, table: RoutingTable, asked: Sequence[Labelled], world: World, chance: random.Random
) -> Iterator[Ending]:
    for number, question in enumerate(asked):
        truth = _truth(engine, table, question, world, chance)
        if truth is None:
            continue
        right, wrong = truth
        if chance.random() < world.lies:
            topics = sorted(table.topics)
            right, wrong = (None, frozenset({right})) if right else (chance.choice(topics), frozenset())
        yield Ending(text=question.text, asker=str(number % _PEOPLE), right=right, wrong=wrong)


def _truth(
    engine: Fitted, table: RoutingTable, question: Labelled, world: World, chance: random.Random
) -> tuple[TopicId | None, frozenset[TopicId]] | None:
    """What the ledger would tell in the end; None for a silence."""
    match = engine.match(question.text)
    shown = tuple(one.topic for one in match.candidates[:MOST_CHOICES])
    fitting = [topic for topic in shown if topic in question.accepted]
    if isinstance(match, Matched):
        is_right = shown[0] in question.accepted
        if chance.random() >= (world.content if is_right else world.annoyed):
            return None
        return (shown[0], frozenset()) if is_right else (None, frozenset(shown[:1]))
    if not isinstance(match, NoMatch):
        if chance.random() >= world.chooses:
            return None
        return (fitting[0], frozenset()) if fitting else (None, frozenset(shown))
    owners = {table.topics[topic].department for topic in question.accepted} or {table.triage.id}
    return None, frozenset(topic.id for topic in table.active_topics if topic.department not in owners)


def _labelled(table: RoutingTable) -> Iterator[Labelled]:
    for path in sorted(_QUESTIONS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            accepted = {topic for topic in (told["topic"], *told.get("also", ())) if topic}
            if accepted <= table.topics.keys():
                yield Labelled(text=told["text"], accepted=frozenset(map(TopicId, accepted)))


def _show(name: str, reports: Sequence[Report]) -> None:
    figures = (statistics.mean(getattr(report, figure) for report in reports) for figure in _FIGURES)
    print(f"{name:48s}" + "".join(f"{figure:18.1%}" for figure in figures), flush=True)


def _silent(done: int, of: int) -> None: ...


if __name__ == "__main__":
    main()
