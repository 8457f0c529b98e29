"""Which delays a department grants, and the plan they make: what Guichet does by itself, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.requests.calendar import Calendar, after_working, after_working_days
from handlers.requests.model import Policy, Promise, Step, StepKind
from knowledge.models import Department

# The ladder of a request that nobody takes, in multiples of `accept_minutes`: 30, 60, 120, 240 by default (DESIGN 4).
LADDER = (
    (StepKind.REMIND, 1),
    (StepKind.ASK_BACKUP, 2),
    (StepKind.ASK_HEAD, 4),
    (StepKind.TO_TRIAGE, 8),
)
DELAY_SHARE = 0.75  # a delay is announced before the due time: at three quarters of it (P3)
TRIAGE_LADDER = ((StepKind.REMIND, 1), (StepKind.ASK_HEAD, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A frozen policy with the calendar it is counted in, at a moment."""

    policy: Policy
    calendar: Calendar
    now: datetime

    def promise(self) -> Promise:
        """A new promise from now."""
        due = after_working(self.calendar, self.now, self.policy.promise_hours * 60)
        return Promise(due=due, original=due)

    def postponed(self, promise: Promise) -> Promise:
        """The same promise, due later; the original time stays for the report."""
        return Promise(due=self.promise().due, original=promise.original)


def policy_of(department: Department) -> Policy:
    """The department's own delays where it set any."""
    usual = Policy()
    return Policy(
        accept_minutes=department.accept_minutes or usual.accept_minutes,
        promise_hours=department.promise_hours or usual.promise_hours,
    )


def plan_clarifying(terms: Terms) -> tuple[Step, ...]:
    """Ten minutes by the clock to choose; after that triage promises."""
    gives_up = terms.now + timedelta(minutes=terms.policy.clarify_minutes)
    return (Step(at=gives_up, kind=StepKind.GIVE_UP_CLARIFYING),)


def plan_routed(terms: Terms) -> tuple[Step, ...]:
    """Remind, backup, head, triage, with the delay announced on the way."""
    return _in_order(*_rungs(terms, LADDER), _delay(terms))


def plan_promised(terms: Terms) -> tuple[Step, ...]:
    """Triage reminded, its head asked, and the delay announced before the time passes."""
    return _in_order(*_rungs(terms, TRIAGE_LADDER), _delay(terms))


def plan_delayed(terms: Terms) -> tuple[Step, ...]:
    """Once late, the ladder stays climbed: remind at every new delay, without end."""
    return (_delay(terms),)


def plan_accepted(terms: Terms) -> tuple[Step, ...]:
    """Taken: the delay is still announced, and a quiet working day brings a reminder."""
    quiet = Step(at=after_working_days(terms.calendar, terms.now, 1), kind=StepKind.ASK_AGAIN)
    return _in_order(_delay(terms), quiet)


def plan_answered(terms: Terms) -> tuple[Step, ...]:
    """One check, then closed if nobody says otherwise."""
    check = Step(at=terms.now + timedelta(days=terms.policy.check_days), kind=StepKind.CHECK)
    close = Step(at=terms.now + timedelta(days=terms.policy.close_days), kind=StepKind.CLOSE)
    return (check, close)


def due_steps(plan: tuple[Step, ...], now: datetime) -> tuple[Step, ...]:
    """What is due at `now`, in order."""
    return tuple(step for step in plan if step.at <= now)


def _rungs(terms: Terms, ladder: tuple[tuple[StepKind, int], ...]) -> list[Step]:
    minutes = terms.policy.accept_minutes
    return [Step(at=after_working(terms.calendar, terms.now, minutes * times), kind=kind) for kind, times in ladder]


def _delay(terms: Terms) -> Step:
    worked = terms.policy.promise_hours * 60 * DELAY_SHARE
    return Step(at=after_working(terms.calendar, terms.now, worked), kind=StepKind.ANNOUNCE_DELAY)


def _in_order(*steps: Step) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: step.at))
