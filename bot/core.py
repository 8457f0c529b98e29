"""The synchronous core: a fact, a due request or a kept delivery, each decided and committed in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.channel import LAST_RESORT
from bot.clock import Clock
from bot.snapshots import Snapshot, Snapshots
from bot.storage.deliveries import Kept
from bot.storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from handlers.accounts import Account, account_in, actor_of, unknown_person
from handlers.calls import subject_of_call
from handlers.cards import card_for
from handlers.content import Content, Form
from handlers.delivery import LONGEST_ASKED, backoff
from handlers.dispatch import dispatch, handle
from handlers.forms import form_for
from handlers.incoming import Actor, ChannelName, Fact, PersonId, Place, QuestionAsked, Reference, words_of
from handlers.languages import undecided_words
from handlers.outcome import Outcome
from handlers.outgoing import Line, Notice, ToPerson, ToPlace, View
from handlers.parts import parts_of
from handlers.people import introduce
from handlers.preview import Preview, preview
from handlers.readers import reader_of
from handlers.requests.model import Request, RequestId, id_of
from handlers.scene import Scene
from handlers.sweep import is_out_of_order, sweep_one
from handlers.texts.catalog import Catalog
from handlers.texts.voice import Reader, Voice
from handlers.timer import fire_one
from handlers.verbs import Verb
from knowledge.matcher import Match, Matched, NoMatch, WhyNot
from knowledge.models import Email, Lang, RoutingTable

GuessLanguage = Callable[[str], Lang | None]

NEAR_ONES = 20  # older requests that a new question is compared with
DOUBTED_AFTER = 3  # attempts at deciding a kept question with its match; then it is promised without one


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The habits of the organisation: default language, country and time zone."""

    lang: Lang
    territory: str
    timezone: str
    admins: tuple[Email, ...] = ()

    @property
    def reader(self) -> Reader:
        """Whoever nothing is known of."""
        return Reader(lang=self.lang, timezone=self.timezone, territory=self.territory)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Which kinds of work have something due."""

    messages: bool
    deliveries: bool
    requests: bool


def nobody_can_tell(text: str) -> Lang | None:
    """Statistics are done without: the house's language speaks."""
    return None


class Core:
    """Decides. Everything here blocks: it is called through `bridge`."""

    def __init__(
        self,
        units: SqlUnitsOfWork,
        snapshots: Snapshots,
        clock: Clock,
        catalog: Catalog,
        house: House,
        likely_language: GuessLanguage = nobody_can_tell,
    ) -> None:
        self.units = units
        self.snapshots = snapshots
        self.clock = clock
        self.catalog = catalog
        self.house = house
        self._likely_language = likely_language
        self._doors: dict[PersonId, ChannelName] = {}  # that are recorded, as far as this process knows

    def scene(self, fact: Fact | None = None) -> Scene:
        """The snapshot and the hour; for a question, with its match."""
        snapshot = self.snapshots.current
        words = words_of(fact) if fact else None
        match = None if words is None else snapshot.engine.match(subject_of_call(words) or words)
        is_asked = isinstance(fact, QuestionAsked) and match is not None
        return Scene(
            table=snapshot.table,
            now=self.clock.now(),
            default_zone=self.house.timezone,
            default_lang=self.house.lang,
            match=match,
            admins=self.house.admins,
            parts=parts_of(words, match, snapshot.engine.match) if is_asked and words and match else (),
            near=self._near(fact, match, snapshot) if isinstance(fact, QuestionAsked) else (),
            is_other_door=fact is not None and self._is_other_door(fact),
            likely_lang=self._likely(fact, snapshot.table) if fact else None,
        )

    def recognised(self, fact: Fact) -> Fact:
        """The fact with whoever acted by name, where their account is known."""
        actor = self.identified(fact.actor)
        return fact if actor is fact.actor else replace(fact, actor=actor)

    def identified(self, actor: Actor) -> Actor:
        """The person behind the account, once their platform has said so."""
        account = None if actor.known else account_in(actor.person)
        if account is None:
            return actor
        with self.units.look() as view:
            known = view.accounts.get(*account)
        return actor_of(known) if known and known.introduced else actor

    def preview(self, fact: QuestionAsked) -> Preview:
        """Where the question would go if it were sent now."""
        scene = self.scene(fact)
        with self.units.look() as view:
            return preview(fact, view, scene)

    def decide(self, fact: Fact, scene: Scene) -> Outcome:
        """Take care of a fact, once."""
        outcome = handle(fact, self.units, scene)
        if scene.is_other_door:
            self._doors[fact.actor.person] = fact.place.channel
        return outcome

    def learn(self, account: Account) -> None:
        """Their platform has said who they are."""
        scene = self.scene()
        with self.units.begin() as unit:
            introduce(account, unit, scene)
            unit.commit()

    def leave_nameless(self, channel: ChannelName, account: str) -> None:
        """Their platform will not say who they are: they stay who their events said."""
        nobody = Account(channel=channel, account=account, person=unknown_person(channel, account))
        with self.units.begin() as unit:
            unit.accounts.save(replace(unit.accounts.get(channel, account) or nobody, introduced=True))
            unit.commit()

    def tell(self, line: Line, actor: Actor, place: Place) -> None:
        """Say it through the outbox: where they are, but never before a whole channel."""
        with self.units.begin() as unit:
            unit.outbox.add(None, [_told(line, actor, place)], self.clock.now())
            unit.commit()

    def form(self, actor: Actor, verb: Verb, reference: Reference, *, alone: bool) -> Form | Line:
        """The form of a verb in the reader's language, or why they cannot use it now. Not `alone`: from a channel."""
        request, voice = self._request(reference), self.voice(self.reader(actor))
        return form_for(actor, verb, reference, request, voice, alone=alone)

    def card(self, actor: Actor, view: View, reference: Reference, *, alone: bool) -> Content | None:
        """The card as it is now; None for those who may not see the request. Not `alone`: before a whole channel."""
        request, voice = self._request(reference), self.voice(self.reader(actor))
        return card_for(actor, request, view, voice, self.house.timezone, alone=alone) if request else None

    def reader(self, actor: Actor) -> Reader:
        """Whoever acts, as a reader."""
        with self.units.look() as view:
            chosen = view.people.lang(actor.person)
        return reader_of(self.snapshots.current.table.person(actor.email), actor, self.house.reader, chosen)

    def keep(self, fact: Fact) -> bool:
        """Keep a fact that could not be decided; False when it had been taken care of after all."""
        with self.units.begin() as unit:
            is_new = unit.deliveries.keep(fact, self.clock.now())
            if is_new:
                unit.commit()
            return is_new

    def decide_kept(self) -> bool:
        """Decide the delivery that has waited the longest; whether there was one. Raises what deciding raises."""
        with self.units.look() as view:
            kept = view.deliveries.waiting(self.clock.now())
        if kept is None:
            return False
        self._postpone(kept)  # first, so that one that kills the process waits longer each time
        fact = self.recognised(kept.fact)
        if needs_name(fact):
            return True
        scene = self._doubting_scene() if kept.attempts >= DOUBTED_AFTER else self.scene(fact)
        with self.units.begin() as unit:
            if unit.deliveries.settle(kept.id):
                _say(dispatch(fact, unit, scene), fact, unit, scene)
                unit.commit()
        return True

    def stranger(self) -> PersonId | None:
        """Whoever used a button and is not known by name yet, of the delivery that has waited the longest."""
        with self.units.look() as view:
            kept = view.deliveries.waiting(self.clock.now())
        return kept.fact.actor.person if kept and needs_name(self.recognised(kept.fact)) else None

    def due(self) -> Due:
        """What there is to do, in one look that holds nobody up."""
        now = self.clock.now()
        with self.units.look() as view:
            waiting = view.outbox.next_due(), view.deliveries.next_due(), view.requests.next_due()
        messages, deliveries, requests = (at is not None and at <= now for at in waiting)
        set_back = [at is not None and at > now + LONGEST_ASKED for at in waiting]  # the clock was, since
        return Due(messages=messages or set_back[0], deliveries=deliveries or set_back[1], requests=requests)

    def fire_one(self) -> bool:
        """Let the request that has been due the longest fall due; whether there was one."""
        scene = self.scene()
        with self.units.begin() as unit:
            fired = fire_one(unit, scene)
            unit.commit()
            return fired is not None

    def voice(self, reader: Reader) -> Voice:
        """Speaks to one reader about the current table."""
        return Voice(catalog=self.catalog, reader=reader, table=self.snapshots.current.table, now=self.clock.now())

    def _near(self, fact: QuestionAsked, match: Match | None, snapshot: Snapshot) -> tuple[RequestId, ...]:
        """The older requests that ask nearly the same; none while likeness has not been measured on this table."""
        topic = match.candidates[0].topic if isinstance(match, Matched) else None
        with self.units.look() as view:
            waiting = view.requests.waited_for(topic, limit=NEAR_ONES)
        others = [one for one in waiting if one.requester != fact.actor.person]
        near = snapshot.near(fact.text, [one.question for one in others])
        return tuple(one.id for one, is_near in zip(others, near, strict=True) if is_near)

    def _is_other_door(self, fact: Fact) -> bool:
        """The web is open to everybody, and says nothing of where they are."""
        is_platform = fact.place.channel != LAST_RESORT
        return is_platform and self._doors.get(fact.actor.person) != fact.place.channel

    def _likely(self, fact: Fact, table: RoutingTable) -> Lang | None:
        undecided = undecided_words(fact, table)
        return self._likely_language(undecided) if undecided else None

    def is_out_of_order(self) -> bool:
        """Whether a request's people have changed so that somebody has to act."""
        scene = self.scene()
        with self.units.look() as view:
            return is_out_of_order(view, scene)

    def sweep_one(self) -> bool:
        """Put right one request whose people have changed; whether there was one."""
        scene = self.scene()
        with self.units.begin() as unit:
            swept = sweep_one(unit, scene)
            unit.commit()
        return swept is not None

    def _request(self, reference: Reference) -> Request | None:
        request_id = id_of(reference)
        if request_id is None:
            return None
        with self.units.look() as view:
            return view.requests.peek(request_id)

    def _postpone(self, kept: Kept) -> None:
        with self.units.begin() as unit:
            unit.deliveries.postpone(kept.id, self.clock.now() + backoff(kept.attempts) + timedelta(seconds=1))
            unit.commit()

    def _doubting_scene(self) -> Scene:
        """A scene in which the question matches nothing: triage promises, which always works (P1)."""
        return Scene(
            table=self.snapshots.current.table,
            now=self.clock.now(),
            default_zone=self.house.timezone,
            default_lang=self.house.lang,
            match=NoMatch(why=WhyNot.UNSURE),
            admins=self.house.admins,
        )


def needs_name(fact: Fact) -> bool:
    """Whether nothing can be decided before the person is known: what they may do hangs on who they are."""
    return not fact.actor.known and not isinstance(fact, QuestionAsked)


def _say(outcome: Outcome, fact: Fact, unit: SqlUnitOfWork, scene: Scene) -> None:
    """What would have been said at once is said as a notice: its moment has passed."""
    if outcome.line:
        unit.outbox.add(outcome.request, [_told(outcome.line, fact.actor, fact.place)], scene.now)


def _told(line: Line, actor: Actor, place: Place) -> Notice:
    """The line as a notice, never before a whole channel."""
    to = ToPlace(place=place, person=actor.person) if place.direct else ToPerson(person=actor.person)
    return Notice(to=to, text=line.text, params=line.params)
