"""Finding a person, a department or a topic while somebody is still typing: by the beginnings of words, by number.

Says nothing about meaning, which is the matcher's: whoever types here knows more or less what it is called.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from knowledge.models import Department, Person, RoutingTable, Topic
from knowledge.text import fold, words

SHORTEST_INSIDE = 3  # characters that may stand in the middle of a word
SHORTEST_NUMBER = 2
ALIKE = 80  # of 100: a name with a letter wrong
SHORTEST_ALIKE = 4
_DIGITS = re.compile(r"\D+")


class Kind(StrEnum):
    """What can be found."""

    PERSON = "person"
    DEPARTMENT = "department"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: `key` is an e-mail or an id."""

    kind: Kind
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    found: Found
    name: str  # what it is called, folded, in both languages
    called: str  # the words of the name, a space before and after each
    about: str  # other words that lead to it, the same way
    numbers: tuple[str, ...]  # digits alone: extension and phone


class Lookup:
    """Everything in one version of the table that somebody may look for. Immutable: to be made once a version."""

    def __init__(self, table: RoutingTable) -> None:
        self.version = table.version
        self._entries = tuple(_entries(table))

    def find(self, query: str, *, limit: int) -> tuple[Found, ...]:
        """The best first. Every word of the query has to begin a word; digits are looked for in numbers too."""
        typed, digits = fold(query), _DIGITS.sub("", query)
        asked = words(typed)
        if not asked:
            return ()
        scored = [(_score(entry, asked, digits, typed), entry) for entry in self._entries]
        best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])  # ties in the table's order
        return tuple(entry.found for _, entry in best[:limit]) or self._alike(typed, limit)

    def _alike(self, query: str, limit: int) -> tuple[Found, ...]:
        """Names with a letter wrong, where nothing else was found."""
        if len(query) < SHORTEST_ALIKE:
            return ()
        names = [entry.name for entry in self._entries]
        near = process.extract(query, names, scorer=fuzz.WRatio, score_cutoff=ALIKE, limit=limit)
        return tuple(self._entries[position].found for _, _, position in near)


def _score(entry: _Entry, asked: tuple[str, ...], digits: str, query: str) -> int:
    """0 for no. A name counts before what else leads there, a whole word before its beginning."""
    number = _number_score(entry, digits)
    points = [_word_score(word, entry) for word in asked]
    by_words = sum(points) + 20 * entry.name.startswith(query) if all(points) else 0
    return max(number, by_words)


def _word_score(word: str, entry: _Entry) -> int:
    return max(_best(word, entry.called, (10, 8, 4)), _best(word, entry.about, (3, 2, 0)))


def _best(word: str, there: str, worth: tuple[int, int, int]) -> int:
    whole, beginning, inside = worth
    if f" {word}" not in there:
        return inside if len(word) >= SHORTEST_INSIDE and word in there else 0
    return whole if f" {word} " in there else beginning


def _number_score(entry: _Entry, digits: str) -> int:
    """An extension from its beginning on, a phone number by any part of it."""
    if len(digits) < SHORTEST_NUMBER:
        return 0
    if digits in entry.numbers:
        return 30
    begins = any(number.startswith(digits) for number in entry.numbers)
    return 15 if begins else 5 * any(digits in number for number in entry.numbers)


def _entries(table: RoutingTable) -> Iterator[_Entry]:
    for department in table.departments.values():
        yield _department(department)
    for person in table.people.values():
        if person.active:
            yield _person(person, table)
    for topic in table.active_topics:
        yield _topic(topic)


def _person(person: Person, table: RoutingTable) -> _Entry:
    homes = table.departments_of(person.email)
    beside = " ".join(f"{home.name.fr} {home.name.en}" for home in homes)
    found = Found(Kind.PERSON, person.email)
    mail = person.email.replace("@", " ")
    return _entry(found, person.shown_name, f"{mail} {beside} {person.location}", person.extension, person.phone)


def _department(department: Department) -> _Entry:
    name = f"{department.name.fr} {department.name.en}"
    about = f"{department.id} {department.location} {department.email.replace('@', ' ')}"
    return _entry(Found(Kind.DEPARTMENT, department.id), name, about, department.phone)


def _topic(topic: Topic) -> _Entry:
    name = f"{topic.title.fr} {topic.title.en} {' '.join(topic.codes)}"
    return _entry(Found(Kind.TOPIC, topic.id), name, f"{topic.id} {' '.join(topic.phrasings)}")


def _entry(found: Found, name: str, about: str, *numbers: str) -> _Entry:
    folded = fold(name)
    called = dict.fromkeys(words(folded))
    other = (word for word in dict.fromkeys(words(fold(about))) if word not in called)
    digits = tuple(filter(None, (_DIGITS.sub("", number) for number in numbers)))
    return _Entry(found=found, name=folded, called=_spaced(called), about=_spaced(other), numbers=digits)


def _spaced(words_there: Iterable[str]) -> str:
    return f" {' '.join(words_there)} "
