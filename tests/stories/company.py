"""The cast of the stories: Olga and Paul keep the stores, Rose the front desk, Anna and Marc ask."""

from dataclasses import replace

from knowledge.models import (
    Bilingual,
    Category,
    Department,
    DepartmentId,
    Email,
    Lang,
    Person,
    RoutingTable,
    Topic,
    TopicId,
)
from tests.bot.house import PAUL, ROSE, WEEK, small_table

OLGA, MARC, HUGO, NORA = (
    Email(f"{name}@atelier.example") for name in ("olga.petit", "marc.bell", "hugo.roy", "nora.diaz")
)
STORES, DESK, HR, IT = (DepartmentId(name) for name in ("magasin", "accueil", "rh", "ti"))
BADGE = "j'ai perdu ma carte d'accès"
HARM = "je subis du harcèlement"
UNKNOWN = "qui paie la facture du fournisseur ?"


def company() -> RoutingTable:
    """Olga and Paul keep stores and badges; Hugo is at human resources, in confidence; Nora keeps IT."""
    table = small_table()
    stores = replace(table.departments[STORES], members=(OLGA, PAUL), head=PAUL, backup=str(ROSE))
    badges = {key: replace(topic, department=STORES, person=None) for key, topic in table.topics.items()}
    harm = Topic(
        id=TopicId("harcelement"),
        department=HR,
        title=Bilingual(fr="Harcèlement", en="Harassment"),
        phrasings_fr=(HARM,),
        phrasings_en=("I am being harassed",),
        confidential=True,
    )
    warranty = Topic(
        id=TopicId("garantie"),
        category=Category.CALL,
        department=IT,
        title=Bilingual(fr="Garantie", en="Warranty"),
        phrasings_fr=("un client appelle pour la garantie",),
        phrasings_en=("a customer calls about the warranty",),
    )
    return replace(
        table,
        people={
            **table.people,
            OLGA: Person(email=OLGA, name="Olga Petit", lang=Lang.FR),
            MARC: Person(email=MARC, name="Marc Bell", lang=Lang.EN),
            HUGO: Person(email=HUGO, name="Hugo Roy", lang=Lang.FR),
            NORA: Person(email=NORA, name="Nora Diaz", phone="819-555-0130", lang=Lang.FR),
        },
        departments={
            **table.departments,
            STORES: stores,
            HR: _department(HR, "Ressources humaines", "Human resources", HUGO),
            IT: _department(IT, "Informatique", "IT", NORA),
        },
        topics={**badges, harm.id: harm, warranty.id: warranty},
    )


def _department(department: DepartmentId, fr: str, en: str, member: Email) -> Department:
    return Department(
        id=department,
        name=Bilingual(fr=fr, en=en),
        phone="819-555-0140",
        members=(member,),
        hours=WEEK,
        timezone="America/Toronto",
    )
