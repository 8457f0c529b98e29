"""Draws the machine by walking it: `make diagram` writes docs/states.md.

Every event is put to every kind of request that can come about, from the three first replies on, with the clock at its
next time; the arrows are what `decide` really does, not what somebody remembered.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.importing import sample_proposal
from handlers.incoming import Actor, ChannelName, PersonId, Place
from handlers.requests.duty import Roster
from handlers.requests.events import EVERY_EVENT, Decision, EventKind, Happening, Own, World
from handlers.requests.machine import decide
from handlers.requests.model import Request, RequestId, State
from handlers.requests.opening import Question, open_request
from handlers.requests.policy import due_steps
from handlers.verbs import OWNER_VERBS, Verb
from knowledge.matcher import Ambiguous, Candidate, Match, Matched, NoMatch, Reason, ReasonKind, WhyNot
from knowledge.models import HandOff, Lang, RoutingTable, TopicId

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "states.md"
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # a Tuesday morning in Trois-Rivières
REQUESTER = Actor(person=PersonId("somebody@atelier-boreal.example"), name="Somebody", lang=Lang.FR)
DEEPEST = 7  # moves; nothing new comes up after five
Arrow = tuple[State, State, str]


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written anew.")


def page() -> str:
    """The diagram as it has to be for the table as it is."""
    arrows = sorted(set(_arrows(sample_proposal(RoutingTable()).after)))
    intro = "Written by `make diagram`, which walks the table of `handlers/requests/states.py`."
    return "\n".join(("# What a request goes through\n", f"{intro}\n", "```mermaid", *_mermaid(arrows), "```\n"))


def _mermaid(arrows: list[Arrow]) -> Iterator[str]:
    yield "stateDiagram-v2"
    yield from (f"    [*] --> {state}" for state in ("answered", "routed", "promised", "clarifying"))
    for before, after in sorted({(before, after) for before, after, _ in arrows}):
        labels = [label for one, other, label in arrows if (one, other) == (before, after)]
        yield f"    {before} --> {after}: {', '.join(labels)}"


def _arrows(table: RoutingTable) -> Iterator[Arrow]:
    """Breadth first, each kind of request once; a move that leaves the state as it is draws no arrow."""
    waiting = deque((request, 0) for request in _beginnings(table))
    seen = {_kind(request) for request, _ in waiting}
    while waiting:
        request, depth = waiting.popleft()
        for label, after in _moves(request, table):
            if after.state is not request.state:
                yield request.state, after.state, label
            if depth < DEEPEST and _kind(after) not in seen:
                seen.add(_kind(after))
                waiting.append((after, depth + 1))


def _kind(request: Request) -> tuple[object, ...]:
    """What tells one kind of request from another: where it stands and what is planned, not who or when."""
    steps = tuple(step.kind for step in request.plan)
    return request.state, steps, bool(request.topic), bool(request.answer), len(request.choices)


def _beginnings(table: RoutingTable) -> Iterator[Request]:
    first = {rule: next(topic for topic in table.active_topics if topic.effective_handoff is rule) for rule in HandOff}
    close = tuple(_candidate(topic.id) for topic in table.active_topics[:2])
    matches: list[Match] = [Matched(candidates=(_candidate(topic.id),)) for topic in first.values()]
    matches += [Ambiguous(candidates=close), NoMatch(why=WhyNot.UNSURE)]
    place = Place(channel=ChannelName("web"), conversation="person:somebody")
    question = Question(text="?", lang=Lang.FR, actor=REQUESTER, place=place)
    for match in matches:
        yield replace(open_request(question, match, _roster(table, NOW)).request, id=RequestId(1))


def _moves(request: Request, table: RoutingTable) -> Iterator[tuple[str, Request]]:
    """Each event that changes the request, by its name, and what it becomes."""
    for kind in EVERY_EVENT:
        now = (request.next_at or NOW) if kind is Own.FELL_DUE else NOW
        for happening in _happenings(kind, request, table):
            ruling = decide(request, happening, World(roster=_roster(table, now)))
            if isinstance(ruling, Decision):
                yield _label(kind, request, now), ruling.request


def _happenings(kind: EventKind, request: Request, table: RoutingTable) -> Iterator[Happening]:
    """The event with what it may come with: each of the choices that make sense to it."""
    members = [PersonId(email) for email in table.triage.members]
    owner = next(person for person in members if person != request.keeper.person)
    actor = Actor(person=owner, name="Owner") if kind in {*OWNER_VERBS, Own.REPLIED} else REQUESTER
    elsewhere = next(department.id for department in table.departments.values() if not department.triage)
    choices: dict[EventKind, tuple[str, ...]] = {
        Verb.CHOOSE: tuple(request.choices),
        Verb.NOT_OURS: (elsewhere,),
        Verb.HAND_OVER: (table.departments[elsewhere].members[0],),
        Verb.RATE: ("5",),
        Verb.LANG: ("en",),
    }
    for choice in choices.get(kind, ("",)):
        yield Happening(kind=kind, actor=actor, text="words", choice=choice, when=NOW + timedelta(days=1))


def _label(kind: EventKind, request: Request, now: datetime) -> str:
    """A button by its verb; the clock by what it does."""
    if kind is not Own.FELL_DUE:
        return str(kind)
    return " + ".join(dict.fromkeys(step.kind for step in due_steps(request.plan, now)))


def _roster(table: RoutingTable, now: datetime) -> Roster:
    return Roster(
        table=table,
        requester=REQUESTER.person,
        burdens=lambda persons: dict.fromkeys(persons, 0),
        now=now,
        default_zone="America/Toronto",
    )


def _candidate(topic: TopicId) -> Candidate:
    return Candidate(topic=topic, confidence=1.0, reason=Reason(kind=ReasonKind.PHRASING))


if __name__ == "__main__":
    main()
