"""How people of the made-up company behave: what they ask, which button they use, how long they take. All by seed."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.content import Button, Field, FieldName
from handlers.requests.calendar import calendar_of, next_opening
from handlers.verbs import Verb
from knowledge.models import Email, RoutingTable

# How gladly each button is used; what is not named here is used now and then.
GLADLY: Mapping[Verb, float] = {
    Verb.TAKE: 5,
    Verb.ANSWER: 6,
    Verb.HELPED: 6,
    Verb.CHOOSE: 3,
    Verb.WITHDRAW: 0.3,
}
NOW_AND_THEN = 0.6
# Once picked, how likely it is really used: nobody reopens, switches or refuses just because there is a button.
SELDOM: Mapping[Verb, float] = {
    Verb.REOPEN: 0.05,
    Verb.LANG: 0.05,
    Verb.KEEP_PRIVATE: 0.15,
    Verb.NOT_THESE_PEOPLE: 0.2,
    Verb.NOT_HELPED: 0.3,
    Verb.CALL_BACK: 0.4,
    Verb.ADD: 0.3,
}
NEVER_REACTS = 0.12  # of the people: they read and say nothing
IGNORED = {True: 0.15, False: 0.35}  # of the cards, by owners and by requesters
UNKNOWN = (
    "qui peut m'aider à remplir le questionnaire d'un fournisseur de café équitable ?",
    "who decides what is printed on the anniversary mugs?",
    "à qui dire que le panneau de la cour est tombé pendant la tempête ?",
    "is there somebody who knows how the old bell in lobby two works?",
    "bonjour",
    "merci beaucoup !",
)


@dataclass(frozen=True, slots=True)
class Reaction:
    """A button that will be used, by whom and after how long."""

    button: Button
    after: timedelta


class Habits:
    """Everything that is left to chance."""

    def __init__(self, table: RoutingTable, seed: int) -> None:
        self._chance = random.Random(seed)
        self._table = table
        self._people = list(table.people)
        self._silent = frozenset(email for email in self._people if self._chance.random() < NEVER_REACTS)
        self._questions = [text for topic in table.active_topics for text in topic.phrasings]

    def asker(self) -> Email:
        return self._chance.choice(self._people)

    def question(self) -> str:
        """A phrasing of the table, a few words short now and then; or something that nobody owns."""
        if self._chance.random() < 0.2:
            return self._chance.choice(UNKNOWN)
        words = self._chance.choice(self._questions).split()
        if len(words) > 4 and self._chance.random() < 0.4:
            words.pop(self._chance.randrange(len(words)))
        return " ".join(words)

    def pause(self, mean: timedelta) -> timedelta:
        return mean * self._chance.expovariate(1)

    def comes_twice(self) -> bool:
        """Whether a platform delivers the same thing again."""
        return self._chance.random() < 0.05

    def reaction(self, person: Email, buttons: Sequence[Button], *, owner: bool) -> Reaction | None:
        """What somebody does about a card; None when they let it be."""
        if not buttons or person in self._silent or self._chance.random() < IGNORED[owner]:
            return None
        weights = [GLADLY.get(button.verb, NOW_AND_THEN) for button in buttons]
        button = self._chance.choices(buttons, weights)[0]
        if self._chance.random() >= SELDOM.get(button.verb, 1):
            return None
        return Reaction(button, self.pause(timedelta(minutes=45 if owner else 90)))

    def filled(self, fields: Sequence[Field], now: datetime) -> tuple[str, str, datetime | None]:
        """Text, choice and time for the fields of a form."""
        names = {field.name: field for field in fields}
        text = "Voici ce qu'il faut faire : appelez-moi." if FieldName.TEXT in names else ""
        options = names[FieldName.CHOICE].options if FieldName.CHOICE in names else ()
        choice = self._chance.choice(options).value if options else ""
        when = now + timedelta(days=1 + self._chance.randrange(3)) if FieldName.WHEN in names else None
        return text, choice, when

    def at_work(self, person: Email, at: datetime, default_zone: str) -> datetime:
        """The first moment from `at` on at which the person's own department is open."""
        own = self._table.departments_of(person)
        opening = next_opening(calendar_of(own[0] if own else self._table.triage, default_zone), at)
        return opening.start if opening else at


def with_absences(table: RoutingTable, first: date, weeks: int, seed: int) -> RoutingTable:
    """The table with holidays taken here and there: one person in three, a week or two each."""
    chance = random.Random(seed)
    people = dict(table.people)
    for email, person in people.items():
        if chance.random() < 1 / 3:
            leaves = first + timedelta(days=chance.randrange(max(1, weeks * 7)))
            back = leaves + timedelta(days=chance.choice((5, 10)))
            people[email] = replace(person, away_from=leaves, away_until=back)
    return replace(table, people=people)
