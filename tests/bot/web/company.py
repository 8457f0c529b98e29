"""A company with every kind of person a page has to tell apart."""

from dataclasses import replace

from knowledge.models import Bilingual, Department, DepartmentId, Email, Lang, Person, RoutingTable, Topic, TopicId
from tests.bot.house import PAUL, WEEK, small_table

LUC, LINA, NOOR = (Email(f"{name}@atelier.example") for name in ("luc.roy", "lina.cote", "noor.haddad"))
HEAD, BACKUP = Email("henri.tremblay@atelier.example"), Email("bea.martin@atelier.example")


def company() -> RoutingTable:
    """The small table with colleagues: Luc beside Paul at the store, Henri its head, Bea its backup."""
    table = small_table()
    people = {
        email: Person(email=email, name=name, lang=Lang.EN)
        for email, name in (
            (LUC, "Luc Roy"),
            (LINA, "Lina Côté"),
            (NOOR, "Noor Haddad"),
            (HEAD, "Henri Tremblay"),
            (BACKUP, "Bea Martin"),
        )
    }
    store = replace(table.departments[DepartmentId("magasin")], members=(PAUL, LUC), head=HEAD, backup=BACKUP)
    return replace(
        table,
        people={**table.people, **people},
        departments={**table.departments, store.id: store, DepartmentId("achats"): _purchasing()},
        topics={**table.topics, TopicId("commande"): _order()},
    )


def _purchasing() -> Department:
    return Department(
        id=DepartmentId("achats"),
        name=Bilingual(fr="Achats", en="Purchasing"),
        phone="819-555-0140",
        members=(NOOR,),
        hours=WEEK,
        timezone="America/Toronto",
    )


def _order() -> Topic:
    """Always handed to a person: there is no answer."""
    return Topic(
        id=TopicId("commande"),
        department=DepartmentId("magasin"),
        person=PAUL,
        title=Bilingual(fr="Commande spéciale de gants", en="Special order of gloves"),
        phrasings_fr=("je veux commander des gants spéciaux",),
        phrasings_en=("I want to order special gloves",),
    )
