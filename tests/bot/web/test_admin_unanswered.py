import asyncio
import html
import re
from dataclasses import replace
from uuid import uuid4

import pytest

from bot.web.pages.admin.demand import wishes
from handlers.incoming import Actor, ChannelName, PersonId, Place, QuestionAsked
from knowledge.models import Email, TopicId
from tests.bot.channels.web.browser import Browser
from tests.bot.house import ANNA, MONDAY_MORNING, PAUL, HouseUnderTest
from tests.bot.web.admins import ADMIN, Admin, filled

FICUS = "qui arrose le ficus du troisième ?"
DIRECT = Place(channel=ChannelName("slack"), conversation="D1")
CHANNEL = Place(channel=ChannelName("slack"), conversation="C1", thread="1.2", direct=False)


def ask(house: HouseUnderTest, person: Email, text: str, place: Place = DIRECT) -> str:
    """A question from any channel; its reference."""
    actor = Actor(person=PersonId(person), name=person)
    fact = QuestionAsked(keys=(uuid4().hex,), actor=actor, place=place, at=MONDAY_MORNING, text=text)
    asyncio.run(house.bridge.receive(fact))
    return house.requests()[-1].reference


def make_paul_the_admin(house: HouseUnderTest) -> None:
    """Paul is not at the front desk: what it keeps is not his to read."""
    house.core.house = replace(house.core.house, admins=(PAUL,))


def seen_by_paul(house: HouseUnderTest, path: str = "/unanswered") -> str:
    make_paul_the_admin(house)
    page = html.unescape(Browser(house.app).get(f"/as/paul.cote/admin{path}").text)
    return page[page.index("<main") :]  # the demo's bar above names everybody


def test_questions_that_ask_the_same_stand_together_the_most_wanted_first(house: HouseUnderTest, admin: Admin) -> None:
    ask(house, PAUL, "où est garé l'hélicoptère ?")
    ask(house, ANNA, FICUS)
    ask(house, ANNA, "qui arrose le ficus du 3e étage, svp ?")
    ask(house, PAUL, "Qui arrose le ficus du troisieme")

    page = admin.sees("/unanswered")

    headings = re.findall(r"<h2><bdi>(.*?)</bdi></h2>", page)
    assert headings[0].lower().startswith("qui arrose le ficus")
    assert "People: 2" in page
    assert len(headings) == 3  # the third floor in figures is another wording to words alone


def test_whoever_may_not_read_a_question_sees_that_it_was_asked_and_no_word_of_it(house: HouseUnderTest) -> None:
    reference = ask(house, ANNA, FICUS)

    page = seen_by_paul(house)

    assert "ficus" not in page
    assert "anna" not in page.lower()
    assert reference in page
    assert "ficus" not in seen_by_paul(house, "")
    assert "ficus" not in seen_by_paul(house, f"/topics/new?from={reference}")
    assert "ficus" not in seen_by_paul(house, f"/topics/row?id=gants&from={reference}")


def test_what_was_asked_where_others_read_is_for_every_admin(house: HouseUnderTest) -> None:
    ask(house, ANNA, FICUS, CHANNEL)

    assert FICUS in seen_by_paul(house)


def test_what_is_kept_private_leaves_no_words_even_for_those_who_handle_it(house: HouseUnderTest, admin: Admin) -> None:
    reference = ask(house, ANNA, FICUS)
    assert f"from={reference}" in admin.sees("/unanswered")

    Browser(house.app).does("anna", "keep_private", reference, "n1")

    page = admin.sees("/unanswered")

    assert f"from={reference}" not in page
    assert "ficus" not in admin.sees(f"/topics/new?from={reference}")


def test_a_question_is_one_click_from_being_a_topic_with_its_answer(house: HouseUnderTest, admin: Admin) -> None:
    reference = ask(house, ANNA, FICUS)
    browser = Browser(house.app)
    browser.does("rose.lam", "take", reference, "n1")
    browser.does("rose.lam", "answer", reference, "n2", "C'est Luc, le mardi.")

    assert f'href="/as/rose.lam/admin/topics/new?from={reference}"' in admin.sees("/unanswered")
    form = filled(admin.sees(f"/topics/new?from={reference}"))
    saved = admin.sends("/topics/new", {**form, "id": "ficus"})
    house.core.snapshots.refresh()

    topic = admin.table.topics[TopicId("ficus")]
    assert saved.status_code == 303
    assert topic.phrasings_fr == (FICUS,)
    assert topic.answer.fr == "C'est Luc, le mardi."
    assert topic.department == "accueil"
    assert "Questions that a topic answers since: 1" in admin.sees("/unanswered")


def test_a_question_becomes_a_phrasing_of_a_topic_that_is_there(house: HouseUnderTest, admin: Admin) -> None:
    reference = ask(house, ANNA, FICUS)

    form = filled(admin.sees(f"/topics/row?id=gants&from={reference}"))

    assert form["phrasings_fr"].split("\n")[-1] == FICUS
    assert admin.table.version == 1  # reviewed first
    assert admin.sends("/topics/row?id=gants", form).status_code == 303


@pytest.mark.parametrize("reference", ["G-9999", "", "nonsense", "G-1001'--"])
def test_a_reference_that_says_nothing_fills_in_nothing(admin: Admin, reference: str) -> None:
    assert filled(admin.sees(f"/topics/new?from={reference}")) == filled(admin.sees("/topics/new"))


def test_what_people_typed_is_only_ever_text(house: HouseUnderTest, admin: Admin) -> None:
    ask(house, ANNA, '<img src=x onerror="alert(1)"> et le ficus du hall ?')

    for page in (f"{ADMIN}/unanswered", ADMIN):
        source = admin.browser.get(page).text
        assert "<img" not in source
        assert "&lt;img src=x" in source


def test_nothing_asks_for_nothing() -> None:
    assert wishes([], lambda _: []) == []


def test_questions_are_the_same_by_their_words_or_as_far_as_the_table_can_tell(house: HouseUnderTest) -> None:
    texts = [FICUS, "Qui arrose le ficus du troisieme", "où est garé l'hélicoptère ?"]

    worded = house.core.snapshots.current.same(texts)
    house.core.snapshots.measure()
    measured = house.core.snapshots.current.same(texts)

    assert worded == [(), (True,), (False, False)]
    assert [len(row) for row in measured] == [0, 1, 2]
    assert house.core.snapshots.current.same([]) == []
