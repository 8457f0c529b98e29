from hypothesis import given, settings

from knowledge.changes import Change, SheetDifference, difference, merge
from knowledge.exchange import Draft
from knowledge.models import (
    Bilingual,
    Department,
    DepartmentId,
    Email,
    GlossaryTerm,
    Person,
    RoutingTable,
    Topic,
    TopicId,
)
from tests.knowledge.exchange.reading import read_text
from tests.knowledge.exchange.tables import tables

GLOVES = Topic(
    id=TopicId("gants"),
    department=DepartmentId("magasin"),
    title=Bilingual(fr="Gants", en="Gloves"),
    phrasings_fr=("des gants",),
    confidential=True,
)
BOOTS = Topic(id=TopicId("bottes"), department=DepartmentId("magasin"), title=Bilingual(fr="Bottes"))
STORES = Department(id=DepartmentId("magasin"), name=Bilingual(fr="Magasin", en="Stores"))
ANA = Person(email=Email("ana@example.test"), name="Ana")
TABLE = RoutingTable(
    version=7,
    people={ANA.email: ANA},
    departments={STORES.id: STORES},
    topics={GLOVES.id: GLOVES, BOOTS.id: BOOTS},
    glossary=(GlossaryTerm(term="BC", means="bon de commande"), GlossaryTerm(term="ÉPI", means="gants")),
)


def draft_of(name: str, text: str) -> Draft:
    draft, problems = read_text(name, text)
    assert problems == ()
    return draft


def test_a_new_row_is_added_at_the_end_and_the_version_stays() -> None:
    draft = draft_of("topics.csv", "id,department\ncasques,magasin\n")

    merged = merge(TABLE, draft, replace=False)

    assert list(merged.topics) == ["gants", "bottes", "casques"]
    assert merged.version == 7
    assert difference(TABLE, merged).topics == SheetDifference(added=("casques",))


def test_columns_that_the_file_does_not_mention_keep_their_value() -> None:
    draft = draft_of("topics.csv", "id,title_fr\ngants,Gants de nitrile\n")

    merged = merge(TABLE, draft, replace=False)

    changed = merged.topics[GLOVES.id]
    assert changed.title == Bilingual(fr="Gants de nitrile", en="Gloves")
    assert (changed.phrasings_fr, changed.confidential) == (("des gants",), True)
    assert difference(TABLE, merged).topics == SheetDifference(changed=(Change(id="gants", columns=("title_fr",)),))


def test_an_empty_cell_empties_the_column() -> None:
    draft = draft_of("topics.csv", "id,title_en,phrasings_fr,confidential\ngants,,,\n")

    merged = merge(TABLE, draft, replace=False)

    assert merged.topics[GLOVES.id].title == Bilingual(fr="Gants")
    assert difference(TABLE, merged).topics.changed == (
        Change(id="gants", columns=("title_en", "phrasings_fr", "confidential")),
    )


def test_in_yaml_each_row_mentions_its_own_columns() -> None:
    draft = draft_of("table.yaml", "topics:\n- id: gants\n  title_en: ''\n- id: bottes\n  title_fr: Bottines\n")

    merged = merge(TABLE, draft, replace=False)

    assert merged.topics[GLOVES.id].title == Bilingual(fr="Gants")
    assert merged.topics[BOOTS.id].title == Bilingual(fr="Bottines")


def test_a_cell_that_could_not_be_read_changes_nothing() -> None:
    draft, problems = read_text("topics.csv", "id,confidential\ngants,maybe\n")

    merged = merge(TABLE, draft, replace=False)

    assert len(problems) == 1
    assert merged == TABLE


def test_replacing_archives_what_the_files_do_not_have() -> None:
    draft = draft_of("topics.csv", "id,title_fr\nbottes,Bottes\ngants,Gants\n")

    merged = merge(TABLE, draft, replace=True)

    found = difference(TABLE, merged)
    assert list(merged.topics) == ["bottes", "gants"]
    assert merged.topics[GLOVES.id].title == Bilingual(fr="Gants")
    assert not merged.topics[GLOVES.id].confidential
    assert found.people == SheetDifference(archived=("ana@example.test",))
    assert found.glossary == SheetDifference(archived=("BC", "ÉPI"))
    assert found.topics.reordered


def test_the_meanings_of_a_term_take_the_place_of_its_old_ones() -> None:
    draft = draft_of("glossary.csv", "term,means\nBC,Colombie-Britannique\nDA,demande d’achat\nBC,bon\n")

    merged = merge(TABLE, draft, replace=False)

    assert [(term.term, term.means) for term in merged.glossary] == [
        ("BC", "Colombie-Britannique"),
        ("BC", "bon"),
        ("ÉPI", "gants"),
        ("DA", "demande d’achat"),
    ]
    assert difference(TABLE, merged).glossary == SheetDifference(
        added=("DA",), changed=(Change(id="BC", columns=("means",)),)
    )


def test_a_row_that_says_the_same_changes_nothing() -> None:
    draft = draft_of("people.csv", "email,name\nANA@example.test,Ana\n")

    found = difference(TABLE, merge(TABLE, draft, replace=False))

    assert not found


@settings(max_examples=25)
@given(table=tables())
def test_nothing_is_different_from_itself(table: RoutingTable) -> None:
    assert not difference(table, table)
    assert merge(table, Draft(), replace=False) == table


@settings(max_examples=25)
@given(before=tables(), after=tables())
def test_two_tables_differ_when_a_row_or_the_order_does(before: RoutingTable, after: RoutingTable) -> None:
    found = difference(before, after)

    assert bool(found) == (before != after or _order(before) != _order(after))


def _order(table: RoutingTable) -> list[str]:
    return [*table.people, *table.departments, *table.topics]
