"""The whole promise under anything: threads, edits, absences, wrong addresses, me too, calls and dates; P1 to P8."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from handlers.incoming import AwayDeclared, Misdirected, Place, QuestionEdited, Replied, VerbUsed
from handlers.requests.model import Request
from handlers.verbs import Verb
from knowledge.models import Email
from tests.bot.house import PAUL, ROSE
from tests.stories import promise_rules as rules
from tests.stories import whole_rules as whole
from tests.stories.test_promise_always import (
    ANY_NUMBER,
    OLGA,
    PEOPLE,
    Promise,
    _actor,
    fresh_postgres,  # noqa: F401 - a fixture
    fresh_sqlite,  # noqa: F401 - a fixture
)
from tests.stories.trial import CHAT

pytestmark = pytest.mark.slow

SAID = st.sampled_from(["oui", "merci", "Au local 12.", "// entre nous", "gants", "2", "G-1001: la bleue", "aucun"])
OWNERS = st.sampled_from([PAUL, OLGA, ROSE])
DATED = st.sampled_from([Verb.LATER, Verb.CALL_BACK])


class WholePromise(Promise):
    """What else may happen, in any order."""

    @precondition(lambda self: self.seen.requests)
    @rule(who=PEOPLE, which=ANY_NUMBER, words=SAID, to_bot=st.booleans())
    def somebody_writes_in_a_thread(self, who: Email, which: int, words: str, to_bot: bool) -> None:
        request = self._one(which)
        place = Place(channel=CHAT, conversation="channel:help", thread="t", direct=False)
        text = f"{words} {next(self._numbers)}" if to_bot else words
        fact = Replied(
            keys=self._keys(),
            actor=_actor(who),
            place=place,
            at=self.trial.clock.now(),
            text=text,
            root=f"post:{request.id}",
            to_bot=to_bot,
        )
        assert self.trial.receive(fact) is not None
        self.asked.append(text)  # called by name by somebody else, it is a question of its own
        self.maybe.add(text)

    @precondition(lambda self: self.seen.requests)
    @rule(which=ANY_NUMBER, words=st.sampled_from(["gants", "badge", "personne ne sait"]))
    def a_question_is_edited(self, which: int, words: str) -> None:
        request = self._one(which)
        text = f"{words} {next(self._numbers)}"
        fact = QuestionEdited(
            keys=self._keys(),
            actor=request.requester,
            place=request.place,
            at=self.trial.clock.now(),
            text=text,
            post=request.post,
        )
        assert self.trial.receive(fact) is not None
        self.asked.append(text)
        self.maybe |= {text, request.question}

    @rule(who=PEOPLE, author=PEOPLE, words=st.sampled_from(["gants", "badge", "personne ne sait"]))
    def a_message_is_handed_over(self, who: Email, author: Email, words: str) -> None:
        text = f"{words} {next(self._numbers)}"
        fact = Misdirected(
            keys=self._keys(),
            actor=_actor(who),
            place=Place(channel=CHAT, conversation=f"person:{who}"),
            at=self.trial.clock.now(),
            author=_actor(author),
            text=text,
        )
        assert self.trial.receive(fact) is not None
        self.asked.append(text)

    @rule(who=OWNERS, days=st.sampled_from([-2, 0, 1, 9]), back=st.booleans())
    def somebody_says_they_are_away(self, who: Email, days: int, back: bool) -> None:
        until = None if back else self.trial.clock.now().date() + timedelta(days=days)
        fact = AwayDeclared(
            keys=self._keys(),
            actor=_actor(who),
            place=Place(channel=CHAT, conversation=f"person:{who}"),
            at=self.trial.clock.now(),
            until=until,
        )
        assert self.trial.receive(fact) is not None

    @precondition(lambda self: self.seen.requests)
    @rule(who=PEOPLE, verb=DATED, which=ANY_NUMBER, hours=st.sampled_from([-1, 1, 30, 24 * 40, 24 * 200]))
    def an_owner_names_a_time(self, who: Email, verb: Verb, which: int, hours: int) -> None:
        when = self.trial.clock.now() + timedelta(hours=hours)
        fact = VerbUsed(
            keys=self._keys(),
            actor=_actor(who),
            place=Place(channel=CHAT, conversation=f"person:{who}"),
            at=self.trial.clock.now(),
            verb=verb,
            reference=self._one(which).reference,
            text="la pièce arrive",
            when=when,
        )
        assert self.trial.receive(fact) is not None

    @precondition(lambda self: self.seen.requests)
    @rule(which=ANY_NUMBER, other=ANY_NUMBER, verb=st.sampled_from([Verb.JOIN, Verb.ADD]))
    def a_request_joins_or_moves_to_another(self, which: int, other: int, verb: Verb) -> None:
        request = self._one(which)
        fact = VerbUsed(
            keys=self._keys(),
            actor=request.requester,
            place=request.place,
            at=self.trial.clock.now(),
            verb=verb,
            reference=request.reference,
            choice=self._one(other).reference,
        )
        assert self.trial.receive(fact) is not None

    @rule()
    def the_sweeper_runs(self) -> None:
        """Whoever is away keeps nothing afterwards (P5)."""
        self.trial.sweep()
        whole.nobody_away_keeps_anything(self.trial.sight(), self.trial.table, self.trial.absences())

    @invariant()
    def the_rules_hold(self) -> None:
        before, self.seen = self.seen, self.trial.sight()
        rules.every_open_request_has_a_keeper(self.seen, self.trial.table)
        rules.timelines_only_grow(before, self.seen)
        whole.something_happens_before_it_is_due(self.seen)
        whole.each_correction_left_a_draft(self.seen, self.trial.drafts())
        whole.what_is_private_is_never_drawn_for_others(self.seen, self.trial.table, self.trial.voice())
        whole.what_hangs_under_another_is_waited_for(self.seen)

    def _end(self) -> None:
        """Everything works again: whatever was promised is kept."""
        while self.unheard:
            self.a_platform_that_heard_nothing_sends_again()
        self.trial.settle()
        sight = self.trial.sight()
        rules.everything_was_delivered(sight)
        whole.nothing_typed_is_lost(sight, self.asked, self.maybe)
        rules.no_due_time_has_passed(sight)

    @property
    def maybe(self) -> set[str]:
        """Words that may belong to a request, or may have been replaced by others."""
        if not hasattr(self, "_maybe"):
            self._maybe: set[str] = set()
        return self._maybe

    @maybe.setter
    def maybe(self, words: set[str]) -> None:
        self._maybe = words

    def _one(self, which: int) -> Request:
        return self.seen.requests[which % len(self.seen.requests)]


def tried(fresh_ledger: Callable[[], str], *, examples: int, steps: int) -> None:
    on_this = type("WholePromise", (WholePromise,), {"fresh_ledger": staticmethod(fresh_ledger)})
    house = settings(
        max_examples=examples,
        stateful_step_count=steps,
        phases=(Phase.reuse, Phase.generate),
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(on_this, settings=house)


def test_the_whole_promise_holds_whatever_happens(fresh_sqlite: Callable[[], str]) -> None:  # noqa: F811 - the fixture
    tried(fresh_sqlite, examples=12, steps=18)


@pytest.mark.slow
def test_the_whole_promise_holds_over_long_histories(
    fresh_sqlite: Callable[[], str],  # noqa: F811 - the fixture
) -> None:
    tried(fresh_sqlite, examples=12, steps=50)


@pytest.mark.slow
def test_the_whole_promise_holds_on_postgresql(
    fresh_postgres: Callable[[], str],  # noqa: F811 - the fixture
) -> None:
    tried(fresh_postgres, examples=6, steps=30)
