"""What the table says about each topic: phrasings and titles whole, answers and owners as weaker evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.models import RoutingTable, Topic, TopicId

WHOLE = 1.0
WEAK = 0.3  # an answer holds the words of the trade, but nobody asks in its sentences

_SENTENCE_END = re.compile(r"[.;:?!]\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A text that speaks for a topic, with its weight."""

    topic: TopicId
    text: str
    weight: float


def lines(table: RoutingTable, topics: tuple[Topic, ...]) -> tuple[Line, ...]:
    """Every line of evidence, in an order that depends on the topics alone; the same text once a topic."""
    found: dict[tuple[TopicId, str], Line] = {}
    for topic in topics:
        for weight, texts in ((WHOLE, whole(topic)), (WEAK, _weak(table, topic))):
            for text in texts:
                found.setdefault((topic.id, text), Line(topic=topic.id, text=text, weight=weight))
    return tuple(found.values())


def whole(topic: Topic) -> tuple[str, ...]:
    """Titles and phrasings: an exact one is a match."""
    said = (topic.title.fr, topic.title.en, *sorted(topic.phrasings))
    return tuple(text for text in said if text.strip())


def _weak(table: RoutingTable, topic: Topic) -> Iterator[str]:
    for answer in (topic.answer.fr, topic.answer.en):
        yield from (sentence for sentence in _SENTENCE_END.split(answer) if sentence.strip())
    if department := table.departments.get(topic.department):
        yield f"{department.name.fr} {department.name.en}"
    if topic.person and (name := table.person(topic.person).name):
        yield name
