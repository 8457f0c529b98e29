"""A chat channel becomes a department's, as its head asked from inside it."""

import asyncio
from dataclasses import replace

from bot.front import Front
from handlers.accounts import Account, unknown_person
from handlers.incoming import Actor, ChannelName, ChannelOffered, PersonId, Place, Standing
from handlers.outgoing import Line
from knowledge.models import DepartmentId, RoutingTable
from tests.bot.house import ANNA, MONDAY_MORNING, PAUL, HouseUnderTest, small_table

CHAT, STORES = ChannelName("chat"), DepartmentId("magasin")
HERE = Place(channel=CHAT, conversation="C1", thread="T1", direct=False)


def table() -> RoutingTable:
    """Paul heads the stores."""
    before = small_table()
    stores = replace(before.departments[STORES], head=PAUL)
    return replace(before, departments={**before.departments, STORES: stores})


TABLE = table


def offered(house: HouseUnderTest, who: str, department: str = "magasin", standing: Standing = Standing.MEMBER) -> str:
    """The text key of what is said there."""
    actor = Actor(person=PersonId(who), standing=standing)
    fact = ChannelOffered(
        keys=(f"{who}:{department}",), actor=actor, place=HERE, at=MONDAY_MORNING, department=department, address="C1"
    )
    asyncio.run(house.bridge.receive(fact))
    with house.core.units.begin() as unit:
        claimed = unit.outbox.claim_lane("place:chat:C1:T1", MONDAY_MORNING, MONDAY_MORNING - MONDAY_MORNING)
    assert claimed
    return str(getattr(claimed.message, "text", ""))


def links(house: HouseUnderTest) -> dict[DepartmentId, str]:
    return dict(asyncio.run(Front(house.bridge).links(CHAT)))


def test_the_head_links_the_channel_from_inside(house: HouseUnderTest) -> None:
    assert offered(house, PAUL) == "notice.linked"
    assert links(house) == {STORES: "C1"}


def test_nobody_else_does(house: HouseUnderTest) -> None:
    assert offered(house, ANNA) == "notice.link_refused"
    assert links(house) == {}


def test_a_department_that_is_not_there_is_named(house: HouseUnderTest) -> None:
    assert offered(house, PAUL, department="magazin") == "notice.link_unknown"


def test_a_guest_hears_of_no_department(house: HouseUnderTest) -> None:
    assert offered(house, "visitor@other.example", standing=Standing.GUEST) == "notice.guest"


def test_somebody_nobody_knows_yet_waits_until_their_platform_has_said_who_they_are(house: HouseUnderTest) -> None:
    front = Front(house.bridge)
    nobody = Actor(person=unknown_person(CHAT, "U9"), known=False)
    fact = ChannelOffered(keys=("1",), actor=nobody, place=HERE, at=MONDAY_MORNING, department="magasin", address="C1")

    asyncio.run(house.bridge.receive(fact))
    assert links(house) == {}
    asyncio.run(front.learn(Account(channel=CHAT, account="U9", person=PersonId(PAUL))))
    house.core.decide_kept()

    assert links(house) == {STORES: "C1"}


def test_an_account_that_was_only_seen_keeps_its_address_and_has_no_name_yet(house: HouseUnderTest) -> None:
    front, nobody = Front(house.bridge), unknown_person(CHAT, "U1")
    seen = Account(channel=CHAT, account="U1", person=nobody, address="D1", introduced=False)

    asyncio.run(front.learn(seen))

    assert asyncio.run(front.account_of(CHAT, nobody)) == seen
    assert asyncio.run(front.identified(Actor(person=nobody, known=False))).known is False
    house.core.leave_nameless(CHAT, "U1")
    assert asyncio.run(front.account_of(CHAT, nobody)) == replace(seen, introduced=True)


def test_a_sentence_is_told_directly_and_never_before_a_whole_channel(house: HouseUnderTest) -> None:
    asyncio.run(Front(house.bridge).tell(Line(text="line.nothing_due"), Actor(person=PersonId(ANNA)), HERE))

    with house.core.units.begin() as unit:
        assert unit.outbox.claim_lane(f"person:{ANNA}", MONDAY_MORNING, MONDAY_MORNING - MONDAY_MORNING)
