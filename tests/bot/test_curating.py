import pytest

from bot.curating import Clash, Curator, Outcome, Refused, RowEdit, Saved, Stuck, Typed
from bot.errors import BotError
from knowledge.exchange.draft import SheetName
from knowledge.models import DepartmentId, Email, RoutingTable, Topic, TopicId
from tests.bot.house import ANNA, MONDAY_MORNING, PAUL, HouseUnderTest

GLOVES, STORES = TopicId("gants"), DepartmentId("magasin")


def table(house: HouseUnderTest) -> RoutingTable:
    return house.core.units.routing.published()


def curator(house: HouseUnderTest, author: str = "rose.lam@atelier.example") -> Curator:
    return Curator(house.core.units, author, MONDAY_MORNING)


def edited(house: HouseUnderTest, typed: Typed, *, key: str = "gants", base: int = 1) -> Outcome:
    edit = RowEdit(sheet=SheetName.TOPICS, key=key, base=base, typed={"id": key or "gants", **typed})
    return curator(house).save(edit)


def test_a_row_is_saved_as_a_version_with_its_author(house: HouseUnderTest) -> None:
    outcome = edited(house, {"title_fr": "Gants fins", "phrasings_fr": ("des gants | fins", "")})

    newest = house.core.units.routing_history.versions(limit=1)[0]
    topic = table(house).topics[GLOVES]
    assert outcome == Saved(version=2, key="gants")
    assert (newest.number, newest.base, newest.author) == (2, 1, "rose.lam@atelier.example")
    assert topic.title.fr == "Gants fins"
    assert topic.phrasings_fr == ("des gants | fins",)
    assert topic.answer.fr == "Allée B, tablette B-12-3."  # not on the form


def test_all_that_is_wrong_is_told_at_its_column_and_nothing_is_saved(house: HouseUnderTest) -> None:
    outcome = edited(house, {"category": "erpp", "handoff": "maybe"})

    assert isinstance(outcome, Refused)
    assert [(problem.column, problem.code) for problem in outcome.problems] == [
        ("category", "not_one_of"),
        ("handoff", "not_one_of"),
    ]
    assert table(house).version == 1


def test_a_department_that_is_not_there_is_told_at_the_topic(house: HouseUnderTest) -> None:
    outcome = edited(house, {"department": "magasins"})

    assert isinstance(outcome, Refused)
    assert [(problem.sheet, problem.column) for problem in outcome.problems] == [("topics", "department")]


def test_the_same_form_sent_twice_publishes_once(house: HouseUnderTest) -> None:
    assert edited(house, {"title_fr": "Gants fins"}) == edited(house, {"title_fr": "Gants fins"})
    assert edited(house, {"id": "new", "department": "magasin"}, key="") == Saved(version=3, key="new")
    assert edited(house, {"id": "new", "department": "magasin"}, key="") == Saved(version=3, key="new")


def test_whoever_saves_second_sees_both_values_when_it_is_the_same_row(house: HouseUnderTest) -> None:
    edited(house, {"title_fr": "Gants fins"})

    outcome = edited(house, {"title_fr": "Gants épais"})

    assert isinstance(outcome, Clash)
    assert outcome.version == 2
    seen = [row.title.fr for row in (*outcome.before, *outcome.now) if isinstance(row, Topic)]
    assert seen == ["Gants en nitrile", "Gants fins"]
    assert table(house).topics[GLOVES].title.fr == "Gants fins"


def test_whoever_saves_second_is_merged_when_it_is_another_row(house: HouseUnderTest) -> None:
    edited(house, {"title_fr": "Gants fins"})

    outcome = edited(house, {"id": "badge", "title_fr": "Carte perdue"}, key="badge")

    titles = [topic.title.fr for topic in table(house).topics.values()]
    assert outcome == Saved(version=3, key="badge")
    assert titles == ["Gants fins", "Carte perdue"]


def test_a_new_row_never_takes_the_place_of_another(house: HouseUnderTest) -> None:
    outcome = edited(house, {"id": "gants", "department": "accueil"}, key="")

    assert isinstance(outcome, Refused)
    assert [(problem.column, problem.code) for problem in outcome.problems] == [("id", "id_taken")]


def test_an_archived_topic_keeps_its_row_and_comes_back(house: HouseUnderTest) -> None:
    curator(house).set_active(SheetName.TOPICS, "gants", active=False)
    archived = table(house).topics[GLOVES]
    curator(house).set_active(SheetName.TOPICS, "gants", active=True)

    assert not archived.active
    assert archived.phrasings_fr
    assert table(house).topics[GLOVES].active


def test_a_department_leaves_when_its_topics_have_an_heir_and_comes_back_without_them(house: HouseUnderTest) -> None:
    refused = curator(house).take_out(SheetName.DEPARTMENTS, "magasin")
    curator(house).take_out(SheetName.DEPARTMENTS, "magasin", "accueil")
    without = table(house)
    curator(house).bring_back(SheetName.DEPARTMENTS, "magasin")

    assert isinstance(refused, Refused)
    assert list(without.departments) == ["accueil"]
    assert without.topics[GLOVES].department == "accueil"
    assert table(house).departments[STORES].members == (PAUL,)


def test_triage_stays(house: HouseUnderTest) -> None:
    outcome = curator(house).take_out(SheetName.DEPARTMENTS, "accueil", "magasin")

    assert isinstance(outcome, Refused)
    assert [problem.code for problem in outcome.problems] == ["no_triage"]


def test_a_version_is_undone_by_another_one(house: HouseUnderTest) -> None:
    edited(house, {"title_fr": "Gants fins"})
    edited(house, {"id": "badge", "title_fr": "Carte perdue"}, key="badge", base=2)

    outcome = curator(house).undo(2)

    assert outcome == Saved(version=4)
    titles = [topic.title.fr for topic in table(house).topics.values()]
    assert titles == ["Gants en nitrile", "Carte perdue"]
    assert [version.number for version in house.core.units.routing_history.versions(limit=9)] == [4, 3, 2, 1]


def test_what_has_changed_since_is_not_undone(house: HouseUnderTest) -> None:
    edited(house, {"title_fr": "Gants fins"})
    edited(house, {"title_fr": "Gants épais"}, base=2)

    assert curator(house).undo(2) == Stuck(changed_since=((SheetName.TOPICS, "gants"),))


def test_what_others_lean_on_by_now_is_not_undone(house: HouseUnderTest) -> None:
    hours = "mon-fri 08:00-12:00"
    new = RowEdit(sheet=SheetName.DEPARTMENTS, key="", base=1, typed={"id": "rh", "hours": hours})
    curator(house).save(new)
    edited(house, {"department": "rh"}, base=2)

    outcome = curator(house).undo(2)

    assert isinstance(outcome, Refused)
    assert [problem.code for problem in outcome.problems] == ["unknown_department"]


def test_a_version_that_was_never_published_cannot_be_undone(house: HouseUnderTest) -> None:
    with pytest.raises(BotError):
        curator(house).undo(7)


def test_a_term_may_mean_several_things_and_comes_back_with_all_of_them(house: HouseUnderTest) -> None:
    typed: Typed = {"term": "BC", "means": ("bon de commande", "bon de caisse")}
    curator(house).save(RowEdit(sheet=SheetName.GLOSSARY, key="", base=1, typed=typed))
    both = table(house).glossary
    curator(house).take_out(SheetName.GLOSSARY, "BC")
    none = table(house).glossary
    curator(house).bring_back(SheetName.GLOSSARY, "BC")

    assert [term.means for term in both] == ["bon de commande", "bon de caisse"]
    assert none == ()
    assert table(house).glossary == both


def test_a_person_may_be_described_in_a_row_of_their_own(house: HouseUnderTest) -> None:
    edit = RowEdit(sheet=SheetName.PEOPLE, key="", base=1, typed={"email": "Luc@Atelier.example", "name": "Luc"})

    assert curator(house).save(edit) == Saved(version=2, key="luc@atelier.example")
    assert table(house).people[Email("luc@atelier.example")].name == "Luc"
    assert table(house).people[ANNA].name == "Anna Roy"
