"""The guided tour: eight steps, each of which sees in the ledger, or in the page that is open, that it was done.

Where a visitor is on the way is a cookie of theirs; nothing else is remembered, so the tour survives a restart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.demo.persona import newcomer, slug
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.incoming import PersonId
from handlers.requests.model import LONGEST_NUMBER, Request, RequestId, StepKind
from knowledge.models import Email, Person, RoutingTable

COOKIE = "tour"
DISMISSED = "off"
NEXT_RUNGS = frozenset({StepKind.ASK_MEMBERS, StepKind.ASK_BACKUP, StepKind.ASK_HEAD, StepKind.TO_TRIAGE})


class Step(StrEnum):
    """The steps, in order."""

    KNOWN = "known"  # ask where the gloves are
    UNKNOWN = "unknown"  # ask what nobody knows: a promise
    OWNER = "owner"  # look at it as whoever keeps it
    REMINDER = "reminder"  # let time pass: they are reminded
    BACKUP = "backup"  # let more time pass: somebody else is asked
    ANSWER = "answer"  # answer in their place
    BACK = "back"  # see it come back
    END = "end"  # where to go next


STEPS = tuple(Step)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a visitor is. `after` is the newest request there was when they began."""

    step: Step
    after: RequestId

    @property
    def cookie(self) -> str:
        return f"{self.step}.{self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What the ledger says of the visitor's two questions, and whose page is open."""

    asker: Person | None
    here: Person | None
    known: Request | None = None
    unknown: Request | None = None
    kinds: frozenset[str] = frozenset()  # of what happened to the unknown one
    owner: Person | None = None  # whoever was asked first
    backup: Person | None = None  # whoever was asked last

    @property
    def is_answered(self) -> bool:
        return self.unknown is not None and (self.unknown.answer is not None or not self.unknown.is_open)


@dataclass(frozen=True, slots=True, kw_only=True)
class TourShown:
    """What the panel shows: a step; without one maybe an invitation."""

    step: Step | None = None
    number: int = 0
    of: int = len(STEPS)
    done: bool = False
    invites: bool = False
    asker: str = ""
    stage: Stage | None = None

    @property
    def state(self) -> str:
        """Changes when the panel does."""
        return f"{self.step or ''}.{self.done}.{self.invites}"

    @property
    def lead(self) -> Person | None:
        """Whose page to open for this step."""
        return _LEADS[self.step](self.stage) if self.step and self.stage else None

    @property
    def is_there(self) -> bool:
        """Whether that page is open already."""
        return self.lead is not None and self.stage is not None and self.lead == self.stage.here

    def slug(self, person: Person) -> str:
        return slug(person)


def progress_of(cookie: str) -> Progress | None:
    """What the cookie says; None while there is no tour, and for what we never wrote."""
    step, _, number = cookie.partition(".")
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    if step not in set(Step) or not is_number:
        return None
    return Progress(Step(step), RequestId(int(number)))


def following(progress: Progress) -> Progress:
    """One step on; the last one stays."""
    place = STEPS.index(progress.step)
    return Progress(STEPS[min(place + 1, len(STEPS) - 1)], progress.after)


def previous(progress: Progress) -> Progress:
    """One step back; the first one stays."""
    return Progress(STEPS[max(STEPS.index(progress.step) - 1, 0)], progress.after)


def shown(cookie: str, view: SqlUnitOfWork, table: RoutingTable, here: Person | None) -> TourShown:
    """The panel for a visitor with that cookie who looks at the page of `here`; the newcomer's page invites."""
    progress = progress_of(cookie)
    if progress is None:
        return TourShown(invites=cookie != DISMISSED and here is not None and here == newcomer(table))
    stage = _stage(progress, view, table, here)
    return TourShown(
        step=progress.step,
        number=STEPS.index(progress.step) + 1,
        done=_DONE[progress.step](stage),
        stage=stage,
        asker=slug(stage.asker) if stage.asker else "",
    )


def _stage(progress: Progress, view: SqlUnitOfWork, table: RoutingTable, here: Person | None) -> Stage:
    asker = newcomer(table)
    theirs = view.requests.of_requester(PersonId(asker.email)) if asker else []
    recent = [request for request in theirs if request.id > progress.after or request.is_open]
    known = next((request for request in reversed(recent) if request.topic), None)
    unknown = next((request for request in reversed(recent) if not request.topic), None)
    asked = [table.person(Email(one)) for one in unknown.asked if "@" in one] if unknown else []
    return Stage(
        asker=asker,
        here=here,
        known=known,
        unknown=unknown,
        kinds=frozenset(event.kind for event in view.timeline.of(unknown.id)) if unknown else frozenset(),
        owner=asked[0] if asked else None,
        backup=asked[-1] if asked else None,
    )


_LEADS: Mapping[Step, Callable[[Stage], Person | None]] = {
    Step.KNOWN: lambda stage: stage.asker,
    Step.UNKNOWN: lambda stage: stage.asker,
    Step.OWNER: lambda stage: stage.owner,
    Step.REMINDER: lambda stage: stage.owner,
    Step.BACKUP: lambda stage: stage.backup,
    Step.ANSWER: lambda stage: stage.backup,
    Step.BACK: lambda stage: stage.asker,
    Step.END: lambda stage: None,
}
_DONE: Mapping[Step, Callable[[Stage], bool]] = {
    Step.KNOWN: lambda stage: stage.known is not None,
    Step.UNKNOWN: lambda stage: stage.unknown is not None,
    Step.OWNER: lambda stage: stage.owner is not None and stage.here == stage.owner,
    Step.REMINDER: lambda stage: StepKind.REMIND in stage.kinds or bool(NEXT_RUNGS & stage.kinds),
    Step.BACKUP: lambda stage: bool(NEXT_RUNGS & stage.kinds),
    Step.ANSWER: lambda stage: stage.is_answered,
    Step.BACK: lambda stage: stage.is_answered and stage.here == stage.asker,
    Step.END: lambda stage: False,
}
