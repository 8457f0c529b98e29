import time
from collections.abc import Iterator

import pytest

from knowledge.lookup import Kind, Lookup
from knowledge.models import Bilingual, Department, DepartmentId, Email, Person, RoutingTable, Topic, TopicId

STORE, DESK = DepartmentId("magasin"), DepartmentId("accueil")
PAUL, PAULINE = Email("paul.cote@x.example"), Email("pauline.roy@x.example")


def table() -> RoutingTable:
    return RoutingTable(
        version=1,
        people={
            PAUL: Person(email=PAUL, name="Paul Côté", phone="819-555-0125", extension="212"),
            PAULINE: Person(email=PAULINE, name="Pauline Roy", location="Atelier nord"),
            Email("old@x.example"): Person(email=Email("old@x.example"), name="Paul Ancien", active=False),
        },
        departments={
            STORE: Department(id=STORE, name=Bilingual(fr="Magasin", en="Stores"), members=(PAUL,)),
            DESK: Department(id=DESK, name=Bilingual(fr="Accueil", en="Front desk"), phone="819-555-0100", triage=True),
        },
        topics={
            TopicId("gants"): Topic(
                id=TopicId("gants"),
                department=STORE,
                title=Bilingual(fr="Gants en nitrile", en="Nitrile gloves"),
                codes=("B-12-3",),
                phrasings_fr=("il n'y a plus de gants",),
            ),
        },
    )


def found(query: str) -> list[str]:
    return [each.key for each in Lookup(table()).find(query, limit=8)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("cote", PAUL),
        ("CÔTÉ", PAUL),
        ("paul c", PAUL),
        ("paul", PAUL),  # a whole word before its beginning in Pauline
        ("pauli", PAULINE),
        ("roy", PAULINE),
        ("212", PAUL),
        ("0125", PAUL),
        ("819-555-0100", DESK),
        ("front", DESK),
        ("magas", STORE),
        ("nitri", "gants"),
        ("b-12", "gants"),
        ("b12", "gants"),
        ("plus de gants", "gants"),
        ("nord", PAULINE),
        ("pualine roy", PAULINE),  # a slip of the finger
    ],
)
def test_what_somebody_begins_to_type_finds_it(query: str, first: str) -> None:
    assert found(query)[0] == first


@pytest.mark.parametrize("query", ["", "   ", "xyzzy", "paul xyzzy", "?!", "\0", "🙂"])
def test_what_is_nowhere_finds_nothing(query: str) -> None:
    assert found(query) == []


def test_somebody_who_has_left_is_not_found() -> None:
    assert found("ancien") == []


def test_colleagues_are_found_by_the_name_of_their_department() -> None:
    assert found("magasin")[:2] == [STORE, PAUL]


def test_a_thousand_topics_and_three_hundred_people_take_a_blink() -> None:
    lookup = Lookup(large())
    typed = ["a", "an", "ann", "anne 1", "anne 12", "topic about 77", "819", "zzzz nobody"]

    began = time.perf_counter()
    for query in typed:
        lookup.find(query, limit=8)
    seconds = (time.perf_counter() - began) / len(typed)

    assert seconds < 0.2  # a tenth of that on a quiet machine


def large() -> RoutingTable:
    return RoutingTable(
        version=1,
        people={person.email: person for person in people()},
        departments={DESK: Department(id=DESK, name=Bilingual(en="Front desk"), triage=True)},
        topics={topic.id: topic for topic in topics()},
    )


def people() -> Iterator[Person]:
    for number in range(300):
        yield Person(email=Email(f"anne{number}@x.example"), name=f"Anne {number}", phone=f"819-555-{number:04}")


def topics() -> Iterator[Topic]:
    for number in range(1000):
        phrasings = tuple(f"where do I find topic {number} of kind {kind}?" for kind in range(10))
        title = Bilingual(en=f"Topic about {number}", fr=f"Sujet numéro {number}")
        yield Topic(id=TopicId(f"t{number}"), department=DESK, title=title, phrasings_en=phrasings)


def test_every_kind_can_be_found() -> None:
    kinds = {each.kind for query in ("paul", "accueil", "gants") for each in Lookup(table()).find(query, limit=8)}

    assert kinds == set(Kind)
