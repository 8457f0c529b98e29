"""What the table says about each topic: phrasings and titles whole, answers and owners as weaker evidence."""

from dataclasses import dataclass

from knowledge.models import RoutingTable, Topic, TopicId

WHOLE = 1.0
WEAK = 0.6  # an answer holds the words of the trade, but nobody asks in its sentences


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
        for text in whole(topic):
            found[topic.id, text] = Line(topic=topic.id, text=text, weight=WHOLE)
        if weak := _weak(table, topic):
            found.setdefault((topic.id, weak), Line(topic=topic.id, text=weak, weight=WEAK))
    return tuple(found.values())


def whole(topic: Topic) -> tuple[str, ...]:
    """Titles and phrasings: an exact one is a match."""
    said = (topic.title.fr, topic.title.en, *sorted(topic.phrasings))
    return tuple(text for text in said if text.strip())


def _weak(table: RoutingTable, topic: Topic) -> str:
    """Known answers and the owner's names, in one line: many lines would say no more and cost more."""
    said = [topic.answer.fr, topic.answer.en]
    if department := table.departments.get(topic.department):
        said += [department.name.fr, department.name.en]
    if topic.person:
        said.append(table.person(topic.person).name)
    return " ".join(text for text in said if text)
