"""What happened at the sample company, as its file tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from knowledge.matcher import Candidate, Match, Matched, NoMatch, Reason, ReasonKind, WhyNot
from knowledge.models import Lang, RoutingTable, TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One question, what was found for it, and what was said on the way. `minutes` ago for those that are open."""

    topic: TopicId | None
    lang: Lang
    course: str
    text: str
    answer: str = ""
    more: tuple[str, ...] = ()
    to: str = ""  # a department, or the beginning of an e-mail
    asker: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The weeks: what is over, in order, and what is under way."""

    over: tuple[Episode, ...]
    under_way: tuple[Episode, ...]
    thanks: Mapping[Lang, tuple[str, ...]]

    def is_of(self, table: RoutingTable) -> bool:
        """Whether the table is the sample company's, as far as these weeks need it."""
        topics = {episode.topic for episode in (*self.over, *self.under_way) if episode.topic}
        return topics <= set(table.topics)


class Foreseen:
    """The engine of a past whose questions are known: what the file says was found."""

    def __init__(self, past: Past) -> None:
        self._topics = {episode.text: episode.topic for episode in (*past.over, *past.under_way)}

    def match(self, text: str) -> Match:
        topic = self._topics.get(text)
        if topic is None:
            return NoMatch(why=WhyNot.UNSURE)
        reason = Reason(kind=ReasonKind.PHRASING, on=(text,))
        return Matched(candidates=(Candidate(topic=topic, confidence=1.0, reason=reason),))


def sample_past() -> Past:
    """Three weeks at Atelier Boréal. Our own file."""
    told = yaml.safe_load((files("bot.sample") / "history.yaml").read_text(encoding="utf-8"))
    return Past(
        over=tuple(map(_episode, told["past"])),
        under_way=tuple(map(_episode, told["open"])),
        thanks={lang: tuple(told["thanks"][lang]) for lang in Lang},
    )


def _episode(row: Mapping[str, Any]) -> Episode:
    return Episode(
        topic=TopicId(row["topic"]) if "topic" in row else None,
        lang=Lang(row["lang"]),
        course=row["course"],
        text=row["text"],
        answer=row.get("answer", ""),
        more=tuple(row.get("more", ())),
        to=row.get("to", ""),
        asker=row.get("asker", ""),
        minutes=row.get("minutes"),
    )
