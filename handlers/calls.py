"""A caller on the line: « j'ai un appel pour… » finds a person, a department or a topic, and a number to tap.

Whoever looks for a person or a department by name finds the same numbers, without a caller.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from handlers.apply import apply
from handlers.outcome import Outcome
from handlers.ports import UnitOfWork
from handlers.requests.calls import Sought, put_through, reach
from handlers.requests.duty import Roster
from handlers.requests.model import Request
from handlers.requests.opening import Question, blank, opened
from handlers.requests.people import person_called
from handlers.scene import Scene
from knowledge.matcher import Matched, ReasonKind
from knowledge.models import Category, Department, Person, RoutingTable, Topic
from knowledge.text import fold, words

_CALL = re.compile(
    r"(?:.{0,20}?\b)?(?:appel|coup de fil|call|caller|client|cliente|customer|quelqu'un|somebody|someone)"
    r"(?: (?:au telephone|en ligne|sur la ligne|on the (?:line|phone)|au bout du fil))? ?"
    r"(?:qui (?:demande|cherche)|asking for|looking for|who wants|pour|for|to|a)\b (?P<who>.+)"
)
_BEGINS = re.compile(
    r"(?:bonjour|allo|salut|hello|hi)?[ ,!.]*(?:appel|call|j'ai |i have |i've |on a |we have |there's |y a |il y a )"
)
_ARTICLES = re.compile(
    r"^(?:le |la |les |l'|the |un |une |a |du |des |de la |service |departement |monsieur |madame |m\. |mme )+"
)
_REACHING = re.compile(
    r"(?:bonjour|allo|salut|hello|hi)?[ ,!.]*(?:"
    r"(?:je |on )?cherche"
    r"|(?:(?:je |on )?(?:cherche a|veux|voudrais|dois|aimerais|peux|peut|comment) )?"
    r"(?:parler (?:a|avec|au|aux)|joindre|rejoindre|contacter|appeler)\b"
    r"|(?:c'est quoi |quel est |donnez-moi |donne-moi |avez-vous |as-tu )?(?:le |l'|les )?"
    r"(?:numero|no|poste|telephone|tel|courriel|extension|coordonnees|contact)(?: de telephone)?"
    r"(?: (?:de|du|des|pour|a)\b| d')"
    r"|(?:qui|ou) est|(?:who|where) is|(?:i'm |i am )?(?:looking for|trying to reach)"
    r"|(?:how (?:do i|can i|to) |i need to |i want to |can i )?(?:reach|contact|talk to|speak to|speak with|call)"
    r"|(?:what's |what is |do you have )?(?:the )?(?:phone )?(?:number|extension|email|phone)(?: number)? (?:for|of)"
    r") ?(?P<who>.+)"
)
_TEAM = re.compile(r"(?: (?:team|department|desk|svp|stp|please))+$|^(?:equipe|team)(?: de| des| du| d')? ?")
_PHONE = re.compile(r"(?<![\w-])\+?\(?\d[\d .()-]{7,}\d")


def subject_of_call(text: str) -> str | None:
    """Whom or what a caller asks for, as folded words; None when nobody is on the line."""
    read = fold(text)
    if not _BEGINS.match(read):
        return None
    found = _CALL.match(read)
    subject = found["who"] if found else read.removeprefix("appel ").removeprefix("call ")
    if not found and not read.startswith(("appel ", "call ")):
        return None
    bare = _PHONE.sub(" ", subject)
    return _ARTICLES.sub("", bare.strip()).strip(" ?.!,") or None


@dataclass(frozen=True, slots=True)
class Name:
    """Whose numbers may be asked for, as folded words; `asked`: the text says that somebody is to be reached."""

    words: str
    asked: bool


def name_sought(text: str) -> Name:
    """All of the text, or what follows "I am looking for"."""
    read = fold(text).strip(" ?.!,")
    found = _REACHING.fullmatch(read)
    who = _ARTICLES.sub("", (found["who"] if found else read).strip())
    return Name(_TEAM.sub("", who).strip(" ?.!,"), asked=bool(found))


def answer_call(question: Question, unit: UnitOfWork, scene: Scene) -> Outcome | None:
    """The reply for somebody who holds a phone or looks for somebody by name; None when neither, or nobody is found."""
    roster = scene.roster(unit, question.actor.person)
    request = called(question, scene, roster)
    return Outcome(request=apply(opened(request, roster), unit, scene.now).id) if request else None


def called(question: Question, scene: Scene, roster: Roster) -> Request | None:
    """The request of somebody who holds a phone or looks for somebody by name, as it begins; None when neither."""
    if sought := _sought(question.text, scene):
        return put_through(blank(question, roster), sought, _number(question.text), roster)
    named = _named(name_sought(question.text), scene)
    return reach(blank(question, roster), named, roster) if named else None


def _sought(text: str, scene: Scene) -> Sought | None:
    subject = subject_of_call(text)
    topic = _matched_topic(scene)
    if subject is None:
        return topic if topic and topic.category is Category.CALL else None
    named = person_called(subject, scene.table) or next(_departments_called(subject, scene.table), None)
    return named or topic


def _named(name: Name, scene: Scene) -> Person | Department | None:
    """Who bears just this name; nobody when it is how a topic is asked for, and no department whose topic is found."""
    is_topic = isinstance(scene.match, Matched)
    if is_topic and _matched_as_written(scene):
        return None
    person = person_called(name.words, scene.table)
    return person or (_department_named(name.words, scene.table) if name.asked or not is_topic else None)


def _matched_as_written(scene: Scene) -> bool:
    return isinstance(scene.match, Matched) and scene.match.candidates[0].reason.kind is not ReasonKind.WORDS


def _department_named(name: str, table: RoutingTable) -> Department | None:
    """The department of that id or whole name, or the only one with all these words in a name."""
    told, everyone = set(words(name)), table.departments.values()
    exact = [one for one in everyone if told and told in _worded_names(one)]
    partly = [one for one in everyone if told and any(told <= name for name in _worded_names(one))]
    found = exact or partly
    return found[0] if len(found) == 1 else None


def _worded_names(department: Department) -> list[frozenset[str]]:
    """The words of its name in either language, and of its id."""
    return [_words_of(name) for name in (department.name.fr, department.name.en, department.id)]


@lru_cache(maxsize=4_096)
def _words_of(name: str) -> frozenset[str]:
    return frozenset(words(fold(name)))


def _matched_topic(scene: Scene) -> Topic | None:
    best = scene.match.candidates[0].topic if isinstance(scene.match, Matched) else None
    return scene.table.topics.get(best) if best else None


def _departments_called(subject: str, table: RoutingTable) -> Iterator[Department]:
    """Those whose whole name is among the words, in either language, or whose id it is."""
    told = set(words(subject))
    for department in table.departments.values():
        if any(name and name <= told for name in _worded_names(department)):
            yield department


def _number(text: str) -> str:
    found = _PHONE.search(text)
    return found.group().strip() if found else ""
