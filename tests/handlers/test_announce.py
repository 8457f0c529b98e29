from dataclasses import replace

from handlers.incoming import Actor, ChannelName, PersonId, Place
from handlers.outgoing import Card, ToPerson
from handlers.requests.announce import hand_to
from handlers.requests.duty import Roster
from handlers.requests.model import Keeper, Request
from handlers.requests.opening import Question, open_request
from knowledge.matcher import NoMatch, WhyNot
from knowledge.models import DepartmentId, Lang, RoutingTable
from tests.bot.house import ANNA, MONDAY_MORNING, PAUL, ROSE, small_table

DESK = DepartmentId("accueil")


def asked_by_rose(table: RoutingTable) -> Request:
    place = Place(channel=ChannelName("web"), conversation=f"person:{ROSE}")
    question = Question(text="qui ?", lang=Lang.FR, actor=Actor(person=PersonId(ROSE)), place=place)
    roster = Roster(
        table=table,
        requester=PersonId(ROSE),
        burdens=lambda persons: dict.fromkeys(persons, 0),
        now=MONDAY_MORNING,
        default_zone="America/Toronto",
    )
    return open_request(question, NoMatch(why=WhyNot.UNSURE), roster).request


def test_a_card_for_a_whole_department_goes_to_every_member_but_the_one_who_asks() -> None:
    table = small_table()
    desk = replace(table.departments[DESK], members=(ROSE, ANNA, PAUL))
    table = replace(table, departments={**table.departments, DESK: desk})
    nobodys = replace(asked_by_rose(table), keeper=Keeper(department=DESK))

    cards = hand_to(table, nobodys)

    persons = [card.to.person for card in cards if isinstance(card, Card) and isinstance(card.to, ToPerson)]
    assert [str(person) for person in persons] == [ANNA, PAUL]
