"""What became of questions, as far as their requests tell: which topic was right, which ones were not. Pure.

Right is a topic that was chosen from those shown or named by triage, whose answer helped, or whose people answered.
Wrong is one that the requester turned down, and whatever belongs to a department that said "not ours". What triage
answered under no topic belonged to none that stood in the table then, unless choices were shown and nobody chose.
Silence says nothing, and what was asked in confidence is not looked at.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from handlers.requests.model import ClosingReason, Request, RequestId
from handlers.requests.privacy import is_discreet
from knowledge.feedback import Ending
from knowledge.models import DepartmentId, RoutingTable, Topic, TopicId

_NO_QUESTION = frozenset({ClosingReason.NOT_A_REQUEST, ClosingReason.MOVED, ClosingReason.DUPLICATE})


@dataclass(frozen=True, kw_only=True)
class Known:
    """What else is known: which topic was chosen for a request, to whom choices were shown at first.

    `since` is the version of the table in which each topic stood first.
    """

    table: RoutingTable
    since: Mapping[TopicId, int] = field(default_factory=dict)
    chosen: Mapping[RequestId, TopicId] = field(default_factory=dict)
    shown: Collection[RequestId] = ()

    @cached_property
    def active(self) -> Mapping[TopicId, Topic]:
        return {topic.id: topic for topic in self.table.active_topics}

    @cached_property
    def _others(self) -> dict[tuple[int, DepartmentId], frozenset[TopicId]]:
        return {}

    def others(self, version: int, department: DepartmentId) -> frozenset[TopicId]:
        """The topics that stood in that version already and are not the department's."""
        if (version, department) not in self._others:
            self._others[version, department] = frozenset(
                topic.id
                for topic in self.active.values()
                if self.since.get(topic.id, 0) <= version and topic.department != department
            )
        return self._others[version, department]


def endings(requests: Iterable[Request], known: Known) -> list[Ending]:
    """What became known about questions; nothing for most that are open."""
    return [found for request in requests if _counts(request, known.table) and (found := _ending(request, known))]


def _counts(request: Request, table: RoutingTable) -> bool:
    """Calls are about persons; a request under another has that one's end."""
    memory = request.memory
    is_question = request.closing_reason not in _NO_QUESTION and not memory.call and not memory.slip
    return is_question and request.under is None and not is_discreet(table, request)


def _ending(request: Request, known: Known) -> Ending | None:
    topic = known.active.get(request.topic) if request.topic else None
    if topic and _is_right(request, topic, known):
        return Ending(text=request.question, asker=request.requester.person, right=topic.id)
    wrong = _wrong(request, known)
    return Ending(text=request.question, asker=request.requester.person, wrong=wrong) if wrong else None


def _is_right(request: Request, topic: Topic, known: Known) -> bool:
    if known.chosen.get(request.id) == topic.id:
        return True
    if request.answer is None:
        return request.closing_reason is ClosingReason.SOLVED
    return request.memory.desk == topic.department  # else somebody else's people answered


def _wrong(request: Request, known: Known) -> frozenset[TopicId]:
    memory = request.memory
    refused = frozenset(topic.id for topic in known.active.values() if topic.department in memory.refused)
    return refused.union(memory.excluded, _not_there(request, known)).intersection(known.active)


def _not_there(request: Request, known: Known) -> frozenset[TopicId]:
    """The topics it was not about, by who answered it under no topic."""
    was_not_read = request.id in known.shown and not request.memory.excluded
    if request.answer is None or request.topic is not None or request.memory.desk is None or was_not_read:
        return frozenset()
    return known.others(request.table_version, request.memory.desk)
