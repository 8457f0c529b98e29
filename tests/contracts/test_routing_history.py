"""What the routing table was: one suite on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

from bot.storage.database import Database
from bot.storage.routing import SqlRouting
from bot.storage.routing_history import SqlRoutingHistory, Version
from knowledge.changes import Change, difference
from knowledge.exchange.draft import SheetName
from knowledge.models import Bilingual, DepartmentId, GlossaryTerm, RoutingTable, TopicId
from tests.bot.house import MONDAY_MORNING, small_table

GLOVES, STORES = TopicId("gants"), DepartmentId("magasin")
BC = (GlossaryTerm(term="BC", means="bon de commande"), GlossaryTerm(term="BC", means="bon de caisse"))
FIRST = replace(small_table(), glossary=BC)


def publish(database: Database, *tables: RoutingTable) -> SqlRoutingHistory:
    """One version after the other, an hour apart."""
    for base, table in enumerate(tables):
        now = MONDAY_MORNING + timedelta(hours=base)
        SqlRouting(database).publish(table, base=base, author=f"author {base + 1}", now=now)
    return SqlRoutingHistory(database)


def renamed(table: RoutingTable) -> RoutingTable:
    gloves = replace(table.topics[GLOVES], title=Bilingual(fr="Gants fins", en="Thin gloves"))
    return replace(table, topics={**table.topics, GLOVES: gloves})


def without_stores(table: RoutingTable) -> RoutingTable:
    kept = {key: department for key, department in table.departments.items() if key != STORES}
    return replace(table, departments=kept, glossary=())


def test_versions_come_newest_first_with_who_and_when(database: Database) -> None:
    history = publish(database, FIRST, renamed(FIRST))

    assert history.versions(limit=1) == [
        Version(number=2, base=1, author="author 2", published_at=MONDAY_MORNING + timedelta(hours=1))
    ]
    assert [version.number for version in history.versions(limit=9, below=2)] == [1]
    assert history.version(3) == history.version(2)
    assert history.version(0) is None


def test_a_step_is_what_a_version_touched(database: Database) -> None:
    history = publish(database, FIRST, renamed(FIRST), without_stores(renamed(FIRST)))
    second, third = (version for number in (2, 3) if (version := history.version(number)))

    changed, gone = history.step(second), history.step(third)

    change = difference(changed.before, changed.after)
    assert change.topics.changed == (Change(id="gants", columns=("title_fr", "title_en")),)
    assert not change.departments
    assert not change.glossary
    assert difference(gone.before, gone.after).departments.archived == ("magasin",)
    assert difference(gone.before, gone.after).glossary.archived == ("BC",)
    assert gone.places[SheetName.DEPARTMENTS, "magasin"] == 0


def test_a_row_is_read_as_it_was_in_a_version(database: Database) -> None:
    history = publish(database, FIRST, renamed(FIRST))

    titles = [history.row(SheetName.TOPICS, "gants", version) for version in (1, 2)]

    assert titles == [(FIRST.topics[GLOVES],), (renamed(FIRST).topics[GLOVES],)]
    assert history.row(SheetName.GLOSSARY, "BC", 2) == BC
    assert history.row(SheetName.TOPICS, "nothing", 2) == ()


def test_what_was_taken_out_is_found_as_it_was_last(database: Database) -> None:
    history = publish(database, FIRST, without_stores(FIRST))

    assert history.gone(SheetName.DEPARTMENTS) == {"magasin": (FIRST.departments[STORES],)}
    assert history.gone(SheetName.GLOSSARY) == {"BC": BC}
    assert history.gone(SheetName.TOPICS) == {}


def test_what_came_back_is_not_gone(database: Database) -> None:
    history = publish(database, FIRST, without_stores(FIRST), FIRST)

    assert history.gone(SheetName.DEPARTMENTS) == history.gone(SheetName.GLOSSARY) == {}


def test_one_row_is_published_whatever_is_at_hand(database: Database) -> None:
    publish(database, FIRST)

    version = SqlRouting(database).publish(renamed(FIRST), base=1, author="x", now=MONDAY_MORNING, before=FIRST)

    assert SqlRouting(database).published() == replace(renamed(FIRST), version=version)


def test_a_topic_stands_since_its_first_version_whatever_became_of_it(database: Database) -> None:
    without_gloves = replace(FIRST, topics={key: topic for key, topic in FIRST.topics.items() if key != GLOVES})

    history = publish(database, without_gloves, FIRST, renamed(FIRST), without_gloves)

    assert history.first_versions() == {GLOVES: 2, "badge": 1}
