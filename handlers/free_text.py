"""What words typed at the top of a direct conversation belong to, in the order of DESIGN 4. Pure but for the ledger."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.incoming import QuestionAsked
from handlers.requests.model import Request, RequestId, State, id_of
from handlers.verbs import Verb
from knowledge.models import RoutingTable
from knowledge.mood import is_greeting, is_thanks
from knowledge.text import fold, words

_REFERENCE = re.compile(r"\bG-?\d{4,15}\b", re.IGNORECASE)
_ADDRESSED = re.compile(r"\s*(G-?\d{4,15})\s*[:,]\s*(.+)", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"(?:le |la |l'|number |option |choix |choice |the )?(\d|un|une|deux|trois|one|two|three)\b\W*")
_NUMBERS = {"un": 1, "une": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3}
_NONE = frozenset(
    """aucun aucune rien|aucun|aucune|aucun des trois|aucun des deux|ni l'un ni l'autre|aucune de ces reponses
    |none|none of these|none of them|neither|no""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)


@dataclass(frozen=True, slots=True)
class About:
    """It names a request: how is it going?"""

    request: RequestId


@dataclass(frozen=True, slots=True)
class Chosen:
    """It picks one of the choices of the request that is being made clear."""

    request: Request
    verb: Verb
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """It belongs to a request: the only one that waits for them, or one they named before the colon."""

    request: Request
    text: str


@dataclass(frozen=True, slots=True)
class Again:
    """The same question as one that is still open."""

    request: Request


@dataclass(frozen=True, slots=True)
class New:
    """A question of its own, or perhaps about the request that is open."""

    maybe_about: Request | None = None


Reading = About | Chosen | Added | Again | New


def reading_of(fact: QuestionAsked, mine: Sequence[Request], table: RoutingTable) -> Reading:
    """`mine` are the open requests of whoever typed, oldest first."""
    named = _addressed(fact.text, mine) or _named(fact.text)
    if named:
        return named
    if not fact.place.direct:
        return New()
    chosen = next((one for one in reversed(mine) if one.state is State.CLARIFYING), None)
    picked = choice_in(fact.text, chosen, table) if chosen else None
    if picked:
        return picked
    waiting = [one for one in mine if one.state is State.WAITING]
    if len(waiting) == 1 and not is_thanks(fact.text) and not is_greeting(fact.text):
        return Added(waiting[0], fact.text)
    same = next((one for one in reversed(mine) if is_same(one.question, fact.text)), None)
    return Again(same) if same else New(mine[-1] if mine else None)


def choice_in(text: str, request: Request, table: RoutingTable) -> Chosen | None:
    """The choice a text picks by its number or its title, or none of them; None when it picks nothing."""
    read = fold(text)
    if read.strip(" .!") in _NONE:
        return Chosen(request, Verb.NONE_OF_THESE)
    number = _NUMBER.fullmatch(read)
    place = (_NUMBERS.get(number[1]) or int(number[1] if number[1].isdigit() else 0)) - 1 if number else -1
    if 0 <= place < len(request.choices):
        return Chosen(request, Verb.CHOOSE, request.choices[place])
    for topic_id in request.choices:
        topic = table.topics.get(topic_id)
        if topic and read in {fold(topic.title.fr), fold(topic.title.en)} - {""}:
            return Chosen(request, Verb.CHOOSE, topic_id)
    return None


def is_same(one: str, other: str) -> bool:
    """The same words, whatever the case, the accents and the marks."""
    return words(fold(one)) == words(fold(other)) != ()


def _addressed(text: str, mine: Sequence[Request]) -> Added | None:
    """`G-1042: it is for room 3` by whoever asked it is a detail, unless it asks something."""
    found = _ADDRESSED.fullmatch(text)
    if not found or found[2].rstrip().endswith("?"):
        return None
    request_id = id_of(found[1])
    return next((Added(one, found[2].strip()) for one in mine if one.id == request_id), None)


def _named(text: str) -> About | None:
    found = _REFERENCE.search(text)
    request_id = id_of(found.group()) if found else None
    return About(request_id) if request_id else None
