"""One rule for everybody who reads: the table, then their platform, then the house; a choice of theirs before all."""

import pytest

from handlers.incoming import Actor, PersonId
from handlers.readers import reader_of, readers_in
from handlers.texts.voice import Reader
from knowledge.models import Bilingual, Department, DepartmentId, Email, Lang, Person

HOUSE = Reader(lang=Lang.FR, timezone="America/Toronto", territory="CA")
ANNA = Email("anna@atelier.example")
PLATFORM = Actor(person=PersonId(ANNA), lang=Lang.EN, timezone="Europe/Paris")


@pytest.mark.parametrize(
    ("person", "profile", "zone", "lang"),
    [
        (Person(email=ANNA, timezone="America/Vancouver", lang=Lang.FR), PLATFORM, "America/Vancouver", Lang.FR),
        (Person(email=ANNA), PLATFORM, "Europe/Paris", Lang.EN),
        (Person(email=ANNA, lang=Lang.EN), None, "America/Toronto", Lang.EN),
        (Person(email=ANNA), None, "America/Toronto", Lang.FR),
    ],
)
def test_the_table_wins_then_the_platform_then_the_house(
    person: Person, profile: Actor | None, zone: str, lang: Lang
) -> None:
    assert reader_of(person, profile, HOUSE) == Reader(lang=lang, timezone=zone, territory="CA")


def test_their_own_choice_is_surer_than_the_table() -> None:
    assert reader_of(Person(email=ANNA, lang=Lang.FR), PLATFORM, HOUSE, Lang.EN).lang is Lang.EN


def test_a_department_reads_by_its_own_clock() -> None:
    abroad = Department(id=DepartmentId("lab"), name=Bilingual(en="Laboratory"), timezone="Europe/Paris")

    assert readers_in(abroad, HOUSE).timezone == "Europe/Paris"
    assert readers_in(None, HOUSE) == HOUSE
