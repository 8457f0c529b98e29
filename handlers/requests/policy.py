"""Which delays a department grants, and the plan they make: what Guichet does by itself, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.requests.calendar import Calendar, after_working, after_working_days, before_working, working_minutes
from handlers.requests.model import Policy, Promise, Step, StepKind
from knowledge.models import Department

Ladder = tuple[tuple[StepKind, int], ...]
# The ladder of a request that nobody takes, in multiples of `accept_minutes`: 30, 60, 120, 240 by default (DESIGN 4).
LADDER: Ladder = (
    (StepKind.REMIND, 1),
    (StepKind.ASK_BACKUP, 2),
    (StepKind.ASK_HEAD, 4),
    (StepKind.TO_TRIAGE, 8),
)
TRIAGE_LADDER: Ladder = (
    (StepKind.REMIND, 1),
    (StepKind.ASK_MEMBERS, 2),
    (StepKind.ASK_HEAD, 4),
    (StepKind.ASK_ADMINS, 8),
)
QUIET_RUNG = 2  # after the reminder to somebody who took it: as far as from the beginning to the backup
DELAY_SHARE = 0.75  # a delay is announced before the due time: at three quarters of it (P3)
CALL_SOON = timedelta(minutes=10)  # both sides are reminded of an agreed call
CALL_LATE = timedelta(minutes=15)  # a call not marked as done is said to be late
CALL_DUE = timedelta(minutes=30)


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


def plan_routed(terms: Terms, promise: Promise) -> tuple[Step, ...]:
    """Remind, backup, head, triage, with the delay announced on the way."""
    return in_order(*_rungs(terms, LADDER), delay_step(terms, promise))


def plan_promised(terms: Terms, promise: Promise) -> tuple[Step, ...]:
    """Triage's own ladder, which never stops, with the delay announced before the time passes."""
    return in_order(*_rungs(terms, TRIAGE_LADDER), delay_step(terms, promise))


def plan_back(terms: Terms, promise: Promise, ladder: Ladder) -> tuple[Step, ...]:
    """The ladder from its second rung on, at once: somebody took it and was reminded already."""
    return in_order(*_rungs(terms, ladder, climbed=QUIET_RUNG), delay_step(terms, promise))


def plan_accepted(terms: Terms, promise: Promise) -> tuple[Step, ...]:
    """Taken: the delay is still announced; a quiet working day brings a reminder, then the ladder."""
    return in_order(delay_step(terms, promise), *_quiet(terms))


def plan_later(terms: Terms, promise: Promise) -> tuple[Step, ...]:
    """Put off to a time: reminded shortly before the delay would be announced; quiet only counts from that time."""
    delay = delay_step(terms, promise)
    remind = before_working(terms.calendar, promise.due, terms.policy.promise_hours * 60 / 2)
    from_then = Terms(policy=terms.policy, calendar=terms.calendar, now=promise.due)
    return in_order(Step(at=max(remind, terms.now), kind=StepKind.REMIND), delay, *_quiet(from_then))


def plan_call(terms: Terms, slot: datetime) -> tuple[Step, ...]:
    """An agreed call: both are reminded, and it is late when nobody marked it as done."""
    soon = Step(at=slot - CALL_SOON, kind=StepKind.CALL_SOON)
    late = Step(at=slot + CALL_LATE, kind=StepKind.CALL_MISSED)
    return (soon, late) if soon.at > terms.now else (late,)


def plan_waiting(terms: Terms) -> tuple[Step, ...]:
    """The requester owes a detail: reminded after a day and after three, closed after five."""
    policy = terms.policy
    reminders = [Step(at=terms.now + timedelta(days=d), kind=StepKind.REMIND_REQUESTER) for d in policy.waiting_days]
    return (*reminders, Step(at=terms.now + timedelta(days=policy.give_up_days), kind=StepKind.CLOSE))


def plan_answered(terms: Terms) -> tuple[Step, ...]:
    """One check, then closed if nobody says otherwise."""
    check = Step(at=terms.now + timedelta(days=terms.policy.check_days), kind=StepKind.CHECK)
    close = Step(at=terms.now + timedelta(days=terms.policy.close_days), kind=StepKind.CLOSE)
    return (check, close)


def admins_again(terms: Terms) -> Step:
    """The admins are asked again once a working day, without end."""
    return Step(at=after_working_days(terms.calendar, terms.now, 1), kind=StepKind.ASK_ADMINS)


def delay_step(terms: Terms, promise: Promise) -> Step:
    """When the delay is announced: a quarter of the usual time before it is due; sooner when less than that is left."""
    usual = terms.policy.promise_hours * 60
    at = before_working(terms.calendar, promise.due, usual * (1 - DELAY_SHARE))
    return Step(at=at if at > terms.now else _soon(terms, promise), kind=StepKind.ANNOUNCE_DELAY)


def due_steps(plan: tuple[Step, ...], now: datetime) -> tuple[Step, ...]:
    """What is due at `now`, in order."""
    return tuple(step for step in plan if step.at <= now)


def in_order(*steps: Step) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: step.at))


def _soon(terms: Terms, promise: Promise) -> datetime:
    """Three quarters of what is left: of its working time where there is any, else by the clock."""
    left = working_minutes(terms.calendar, terms.now, promise.due)
    if left >= 1:
        return after_working(terms.calendar, terms.now, left * DELAY_SHARE)
    return terms.now + max(promise.due - terms.now, timedelta()) * DELAY_SHARE


def _quiet(terms: Terms) -> tuple[Step, Step]:
    """A working day without a sign, then the ladder."""
    asked = after_working_days(terms.calendar, terms.now, 1)
    back = after_working(terms.calendar, asked, terms.policy.accept_minutes * QUIET_RUNG)
    return Step(at=asked, kind=StepKind.ASK_AGAIN), Step(at=back, kind=StepKind.BACK_TO_LADDER)


def _rungs(terms: Terms, ladder: Ladder, climbed: int = 0) -> list[Step]:
    """The rungs that are left once `climbed` multiples have passed."""
    minutes = terms.policy.accept_minutes
    return [
        Step(at=after_working(terms.calendar, terms.now, minutes * (times - climbed)), kind=kind)
        for kind, times in ladder
        if times >= climbed
    ]
