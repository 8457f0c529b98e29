"""Titles and phrasings as they are written: who says these very words needs no engine."""

from collections import defaultdict
from functools import lru_cache

from knowledge.lexical.evidence import whole
from knowledge.lexical.reading import read
from knowledge.models import Topic, TopicId
from knowledge.text import fold, words


def word_for_word(topics: tuple[Topic, ...]) -> dict[tuple[str, ...], tuple[TopicId, ...]]:
    """Titles and phrasings by their words, as written and as read; the table's order breaks ties."""
    found: dict[tuple[str, ...], dict[TopicId, None]] = defaultdict(dict)
    for topic in topics:
        for text in whole(topic):
            for told in _readings(text):
                found[told][topic.id] = None
    return {told: tuple(ids) for told, ids in found.items()}


@lru_cache(maxsize=32_768)  # an edit leaves nearly all phrasings as they were
def _readings(text: str) -> frozenset[tuple[str, ...]]:
    """A phrasing's words, as written and as read."""
    folded = fold(text)
    return frozenset({words(folded), read(folded)}) - {()}
