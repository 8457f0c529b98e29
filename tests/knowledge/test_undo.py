from dataclasses import replace

from knowledge.exchange.draft import SheetName
from knowledge.models import Bilingual, DepartmentId, GlossaryTerm, RoutingTable
from knowledge.undo import Step, put, undone
from tests.knowledge.test_changes import BOOTS, GLOVES, STORES, TABLE

RENAMED = replace(GLOVES, title=Bilingual(fr="Gants fins", en="Thin gloves"))
WITH_RENAMED = replace(TABLE, topics={GLOVES.id: RENAMED, BOOTS.id: BOOTS})
RENAMING = Step(before=TABLE, after=WITH_RENAMED)


def test_a_changed_row_is_as_it_was() -> None:
    result = undone(WITH_RENAMED, RENAMING)

    assert result.table == TABLE
    assert result.changed_since == ()


def test_other_rows_keep_what_was_done_to_them_since() -> None:
    boots = replace(BOOTS, title=Bilingual(fr="Bottes", en="Boots"))
    now = replace(WITH_RENAMED, topics={GLOVES.id: RENAMED, BOOTS.id: boots})

    result = undone(now, RENAMING)

    assert result.table.topics == {GLOVES.id: GLOVES, BOOTS.id: boots}


def test_a_row_that_was_changed_again_stays_and_is_named() -> None:
    again = replace(GLOVES, title=Bilingual(fr="Gants épais", en="Thick gloves"))
    now = replace(TABLE, topics={GLOVES.id: again, BOOTS.id: BOOTS})

    result = undone(now, RENAMING)

    assert result.table == now
    assert result.changed_since == ((SheetName.TOPICS, "gants"),)


def test_undoing_twice_changes_nothing_more() -> None:
    once = undone(WITH_RENAMED, RENAMING).table

    assert undone(once, RENAMING).table == once


def test_a_row_that_was_added_is_gone_and_one_that_was_taken_out_stands_where_it_stood() -> None:
    other = replace(STORES, id=DepartmentId("rh"))
    both = replace(TABLE, departments={STORES.id: STORES, other.id: other})
    only_other = replace(TABLE, departments={other.id: other})

    added = undone(both, Step(before=TABLE, after=both))
    taken_out = undone(only_other, Step(before=both, after=only_other, places={(SheetName.DEPARTMENTS, STORES.id): 0}))

    assert list(added.table.departments) == ["magasin"]
    assert list(taken_out.table.departments) == ["magasin", "rh"]


def test_all_that_a_term_means_belongs_together() -> None:
    meanings = (GlossaryTerm(term="BC", means="bon de commande"), GlossaryTerm(term="BC", means="bon de caisse"))

    table = put(RoutingTable(), SheetName.GLOSSARY, "BC", meanings)

    assert table.glossary == meanings
    assert put(table, SheetName.GLOSSARY, "BC", ()).glossary == ()
