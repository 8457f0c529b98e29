"""Labelled questions and the table itself, as figures: how good is the routing, and what would make it better?

Values only: codes and data; sentences and pictures are made elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.matcher import MOST_CHOICES, Ambiguous, Engine, Match, Matched, SelfTest
from knowledge.models import Lang, RoutingTable, Topic, TopicId

FEW_PHRASINGS = 5
_BINS = 10
_MOST_CONFUSIONS = 20
_OFTEN = 2  # phrasings lost to one and the same other topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A question with the topics that would be right; none when no topic covers it."""

    text: str
    accepted: frozenset[TopicId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Questions of `right` (None: of no topic) that were answered with `said`."""

    right: TopicId | None
    said: TopicId
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Questions with a first confidence in one tenth: what was promised and what came true."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Shares, 0 to 1. `top1`, `top3`, `useful`, `resolved` are over covered questions, `wrong`, `asked` over all."""

    questions: int
    covered: int
    top1: float
    top3: float
    useful: float
    wrong: float
    asked: float
    resolved: float
    calibration_error: float
    confusions: tuple[Confusion, ...]
    bins: tuple[Bin, ...]
    risk: tuple[tuple[float, float], ...]  # coverage -> share of wrong among those, surest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """`count` phrasings of `topic` are taken for `other` once they are taken out of the table."""

    topic: TopicId
    other: TopicId
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a table predicts for itself. An estimate: colleagues do not ask in the words of the table."""

    accuracy: float
    by_lang: Mapping[Lang, float]
    few_phrasings: tuple[TopicId, ...]
    close: tuple[Close, ...]


class Testable(Protocol):
    """An engine that can put its own table to the test."""

    def self_test(self) -> tuple[SelfTest, ...]:
        """Each phrasing, put to the table without it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    question: Labelled
    match: Match

    @property
    def shown(self) -> tuple[TopicId, ...]:
        return tuple(candidate.topic for candidate in self.match.candidates[:MOST_CHOICES])

    @property
    def confidence(self) -> float:
        return self.match.candidates[0].confidence if self.match.candidates else 0.0

    @property
    def first_is_right(self) -> bool:
        return bool(self.shown) and self.shown[0] in self.question.accepted

    @property
    def shows_right(self) -> bool:
        return not self.question.accepted.isdisjoint(self.shown)


def evaluate(engine: Engine, labelled: Iterable[Labelled]) -> Report:
    """Ask every question once."""
    asked = [_Asked(question=question, match=engine.match(question.text)) for question in labelled]
    covered = [one for one in asked if one.question.accepted]
    answered = [one for one in asked if isinstance(one.match, Matched)]
    unsure = [one for one in asked if isinstance(one.match, Ambiguous)]
    useful = sum(one.first_is_right for one in answered)
    bins = _bins(asked)
    return Report(
        questions=len(asked),
        covered=len(covered),
        top1=_share(sum(one.first_is_right for one in covered), covered),
        top3=_share(sum(one.shows_right for one in covered), covered),
        useful=_share(useful, covered),
        wrong=_share(len(answered) - useful, asked),
        asked=_share(len(unsure), asked),
        resolved=_share(useful + sum(one.shows_right for one in unsure), covered),
        calibration_error=_share(sum(b.count * abs(b.confidence - b.right) for b in bins), asked),
        confusions=_confusions(answered),
        bins=bins,
        risk=_risk(asked),
    )


def health(table: RoutingTable, engine: Testable) -> Health:
    """What to look at in a table, from the table alone."""
    tests = engine.self_test()
    languages = _languages(table.active_topics)
    by_lang: dict[Lang, list[SelfTest]] = defaultdict(list)
    for test in tests:
        for lang in languages.get((test.topic, test.text), ()):
            by_lang[lang].append(test)
    lost = Counter((test.topic, test.first) for test in tests if test.rank != 0)
    return Health(
        accuracy=_accuracy(tests),
        by_lang={lang: _accuracy(some) for lang, some in sorted(by_lang.items())},
        few_phrasings=tuple(topic.id for topic in table.active_topics if len(topic.phrasings) < FEW_PHRASINGS),
        close=tuple(Close(topic=a, other=b, count=n) for (a, b), n in lost.most_common() if n >= _OFTEN),
    )


def _share(part: float, whole: Sequence[object]) -> float:
    return part / len(whole) if whole else 0.0


def _bins(asked: Sequence[_Asked]) -> tuple[Bin, ...]:
    some: dict[int, list[_Asked]] = defaultdict(list)
    for one in asked:
        some[min(int(one.confidence * _BINS), _BINS - 1)].append(one)
    return tuple(
        Bin(
            count=len(inside),
            confidence=_share(sum(one.confidence for one in inside), inside),
            right=_share(sum(one.first_is_right for one in inside), inside),
        )
        for _, inside in sorted(some.items())
    )


def _confusions(answered: Sequence[_Asked]) -> tuple[Confusion, ...]:
    """A question that several topics would answer counts for the first of them by id."""
    wrong = Counter(
        (min(one.question.accepted, default=None), one.shown[0]) for one in answered if not one.first_is_right
    )
    return tuple(Confusion(right=a, said=b, count=n) for (a, b), n in wrong.most_common(_MOST_CONFUSIONS))


def _risk(asked: Sequence[_Asked]) -> tuple[tuple[float, float], ...]:
    wrong, line = 0, []
    for count, one in enumerate(sorted(asked, key=lambda one: -one.confidence), start=1):
        wrong += not one.first_is_right
        line.append((count / len(asked), wrong / count))
    return tuple(line)


def _languages(topics: Iterable[Topic]) -> dict[tuple[TopicId, str], set[Lang]]:
    found: dict[tuple[TopicId, str], set[Lang]] = defaultdict(set)
    for topic in topics:
        for lang, texts in (
            (Lang.FR, (topic.title.fr, *topic.phrasings_fr)),
            (Lang.EN, (topic.title.en, *topic.phrasings_en)),
        ):
            for text in texts:
                found[topic.id, text].add(lang)
    return found


def _accuracy(tests: Sequence[SelfTest]) -> float:
    return _share(sum(test.rank == 0 for test in tests), tests)
