"""Questions that ask the same, put together, the most wanted first. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.requests.model import Answer, ClosingReason, Request, State

Same = Callable[[Sequence[str]], Sequence[Sequence[bool]]]  # for each text, which of those before it ask the same

NO_QUESTIONS = frozenset({ClosingReason.NOT_A_REQUEST, ClosingReason.DUPLICATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One question in all its wordings: who asked, when, and what was answered last."""

    requests: tuple[Request, ...]  # newest first

    @property
    def question(self) -> str:
        return self.requests[0].question

    @property
    def people(self) -> int:
        return len({request.requester.person for request in self.requests})

    @property
    def first(self) -> datetime:
        return self.requests[-1].opened_at

    @property
    def last(self) -> datetime:
        return self.requests[0].opened_at

    @property
    def open(self) -> int:
        return sum(request.is_open for request in self.requests)

    @property
    def best(self) -> Request:
        """The one to make a topic of: the newest with an answer, else the newest."""
        return next((request for request in self.requests if request.answer), self.requests[0])

    @property
    def answer(self) -> Answer | None:
        return self.best.answer


def is_unknown(request: Request) -> bool:
    """Whether nobody knew: not a caller, not being chosen from candidates, not withdrawn from the list of requests."""
    is_call = request.memory.call is not None or request.memory.slip
    is_question = not is_call and request.state is not State.CLARIFYING
    return is_question and request.closing_reason not in NO_QUESTIONS


def wishes(requests: Sequence[Request], same: Same) -> list[Wish]:
    """The questions by how many people asked them, then by how lately. `requests` come newest first."""
    groups: dict[int, list[Request]] = {}  # by the place of the newest, which stands for them all
    for place, (request, is_same) in enumerate(zip(requests, same([one.question for one in requests]), strict=True)):
        newest = next((first for first in groups if is_same[first]), place)
        groups.setdefault(newest, []).append(request)
    found = [Wish(requests=tuple(group)) for group in groups.values()]
    return sorted(found, key=lambda wish: (-wish.people, -wish.last.timestamp()))
