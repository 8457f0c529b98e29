"""A caller on the line: « j'ai un appel pour… » finds a person, a department or a topic, and a number to tap."""

import re
from collections.abc import Iterator

from handlers.apply import apply
from handlers.outcome import Outcome
from handlers.ports import UnitOfWork
from handlers.requests.calls import Sought, put_through
from handlers.requests.duty import Roster
from handlers.requests.model import Request
from handlers.requests.opening import Question, blank, opened
from handlers.requests.people import person_called
from handlers.scene import Scene
from knowledge.matcher import Matched
from knowledge.models import Category, Department, RoutingTable, Topic
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


def answer_call(question: Question, unit: UnitOfWork, scene: Scene) -> Outcome | None:
    """The reply for somebody who holds a phone; None when this is no call, or nobody is found for it."""
    roster = scene.roster(unit, question.actor.person)
    request = called(question, scene, roster)
    return Outcome(request=apply(opened(request, roster), unit, scene.now).id) if request else None


def called(question: Question, scene: Scene, roster: Roster) -> Request | None:
    """The request of somebody who holds a phone, as it begins; None when this is no call."""
    sought = _sought(question.text, scene)
    return put_through(blank(question, roster), sought, _number(question.text), roster) if sought else None


def _sought(text: str, scene: Scene) -> Sought | None:
    subject = subject_of_call(text)
    topic = _matched_topic(scene)
    if subject is None:
        return topic if topic and topic.category is Category.CALL else None
    named = person_called(subject, scene.table) or next(_departments_called(subject, scene.table), None)
    return named or topic


def _matched_topic(scene: Scene) -> Topic | None:
    best = scene.match.candidates[0].topic if isinstance(scene.match, Matched) else None
    return scene.table.topics.get(best) if best else None


def _departments_called(subject: str, table: RoutingTable) -> Iterator[Department]:
    """Those whose whole name is among the words, in either language, or whose id it is."""
    told = set(words(subject))
    for department in table.departments.values():
        names = (department.name.fr, department.name.en, department.id)
        if any(name and set(words(fold(name))) <= told for name in names):
            yield department


def _number(text: str) -> str:
    found = _PHONE.search(text)
    return found.group().strip() if found else ""
