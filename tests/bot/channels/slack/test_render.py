"""A message as Slack shows it: within Slack's limits, every word of a person's only ever text."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.arrivals import FormWanted
from bot.channels.slack.forms import modal, said_modal
from bot.channels.slack.places import SLACK
from bot.channels.slack.render import blocks_of, fallback_of, message_of, plain_message_of
from bot.channels.slack.words import chunks, escape, mrkdwn, tel_link, typed
from handlers.content import Button, Contact, Content, Field, FieldName, Option
from handlers.incoming import Actor, PersonId, Place, Reference
from handlers.outgoing import View
from handlers.verbs import Verb
from tests.fakes.slack import words_of
from tests.fakes.slack_people import buttons_of
from tests.fakes.slack_rules import faults_of_message, faults_of_view

G1042 = Reference("G-1042")
WANTED = FormWanted(
    actor=Actor(person=PersonId("slack:U1")),
    place=Place(channel=SLACK, conversation="C1", thread="17.1", direct=False),
    verb=Verb.ANSWER,
    reference=G1042,
)


def button(verb: Verb, label: str = "label", choice: str = "") -> Button:
    return Button(verb=verb, label=label, choice=choice)


def words(content: Content) -> str:
    return "\n".join(words_of(message_of(content)))


def test_a_card_shows_title_reference_quote_body_contact_and_buttons() -> None:
    content = Content(
        view=View.OWNER,
        title="Anna demande",
        reference=G1042,
        quote="où ?\net quand ?",
        body=("Sujet : gants",),
        contact=Contact(department="Magasin", person="Paul", phone="819-555-0125", extension="212", location="B-12"),
        buttons=(button(Verb.TAKE), button(Verb.ANSWER)),
    )

    shown = words(content).split("\n")

    assert shown == [
        "*Anna demande*  `G-1042`",
        "> où ?",
        "> et quand ?",
        "Sujet : gants",
        "*Paul*, Magasin",
        "<tel:8195550125|819-555-0125 #212> · B-12",
        "label",
        "label",
    ]


def test_a_notice_bears_its_reference_below() -> None:
    content = Content(reference=G1042, body=("C'est pris.",))

    assert words(content).split("\n") == ["C'est pris.", "`G-1042`"]
    assert fallback_of(content) == "C'est pris. (G-1042)"


def test_the_value_says_what_the_button_is_about_and_needs() -> None:
    form = Button(verb=Verb.ANSWER, label="Répondre", fields=(Field(name=FieldName.TEXT, label="?"),))
    content = Content(view=View.OWNER, reference=G1042, body=("x",), buttons=(button(Verb.TAKE), form))

    take, answer = (json.loads(one["value"]) for one in buttons_of(message_of(content)))

    assert take == {"reference": "G-1042", "choice": "", "view": "owner"}
    assert answer == {"reference": "G-1042", "choice": "", "view": "owner", "form": True}


def test_verbs_that_are_there_twice_are_numbered() -> None:
    choices = (button(Verb.CHOOSE, choice="a"), button(Verb.CHOOSE, choice="b"), button(Verb.NONE_OF_THESE))
    content = Content(body=("?",), buttons=choices)

    assert [one["action_id"] for one in buttons_of(message_of(content))] == ["choose:1", "choose:2", "none_of_these"]


@pytest.mark.parametrize("trick", ["<!channel>", "<@U1>", "<#C1>", "<https://evil.example|votre banque>", "a & b"])
def test_nothing_a_person_types_becomes_more_than_text(trick: str) -> None:
    content = Content(title=trick, quote=trick, body=(trick,), contact=Contact(department=trick, location=trick))

    shown = words(content)

    assert "<!" not in shown
    assert "<@" not in shown
    assert not re.search(r"<[^>]*\|votre", shown)
    assert shown.count("&lt;") == (5 if trick.startswith("<") else 0)
    assert "<!" not in fallback_of(content)


def test_a_web_address_can_be_clicked() -> None:
    assert mrkdwn("voir https://erp.example/?a=1&b=2.") == "voir <https://erp.example/?a=1&amp;b=2>."


def test_a_phone_number_is_written_as_in_the_table() -> None:
    assert tel_link("+33 (0)1 23", "+33 (0)1 23 #4") == "<tel:+330123|+33 (0)1 23 #4>"
    assert tel_link("demander l'accueil", "demander l'accueil") == "demander l'accueil"


def test_a_text_of_a_hundred_thousand_characters_is_cut_and_seen_to_be() -> None:
    content = Content(title="Long", reference=G1042, body=("mot " * 25_000,), buttons=(button(Verb.TAKE),))

    blocks = blocks_of(content)

    assert faults_of_message(blocks) == []
    assert blocks[-2]["text"]["text"] == "…"
    assert blocks[-1]["type"] == "actions"


def test_many_buttons_are_spread_over_blocks() -> None:
    buttons = tuple(button(Verb.CHOOSE, label="x" * 200, choice=str(number)) for number in range(60))

    assert faults_of_message(blocks_of(Content(body=("?",), buttons=buttons))) == []


def test_words_alone_are_a_message_too() -> None:
    assert plain_message_of(Content(title="Titre", reference=G1042)) == {"text": "Titre (G-1042)", "blocks": []}


TEXTS = st.text(max_size=40) | st.text(alphabet="<>&|@!#:\n `*_~ab", max_size=400)
LONG = st.builds(lambda piece, times: piece * times, st.sampled_from(["<", "\n", "<x ", "&\n"]), st.integers(500, 7000))
CONTENTS = st.builds(
    Content,
    view=st.sampled_from(View),
    title=TEXTS,
    reference=st.just(G1042),
    quote=TEXTS | LONG,
    body=st.lists(TEXTS | LONG, max_size=4).map(tuple),
    contact=st.none() | st.builds(Contact, department=TEXTS, person=TEXTS, phone=TEXTS, location=TEXTS, reach=TEXTS),
    buttons=st.lists(st.builds(Button, verb=st.sampled_from(Verb), label=TEXTS, choice=TEXTS), max_size=40).map(tuple),
)


@given(CONTENTS)
def test_whatever_is_shown_slack_takes_it(content: Content) -> None:
    message = message_of(content)

    assert faults_of_message(message["blocks"]) == []
    assert 1 <= len(message["text"]) <= 4000


@given(TEXTS)
def test_what_is_escaped_and_read_again_is_what_was_typed(text: str) -> None:
    assert typed(escape(text)) == text.strip()


@given(st.text(alphabet="<>&ab \n", max_size=300), st.integers(6, 40))
def test_pieces_hold_the_whole_text_and_no_piece_is_too_long(text: str, limit: int) -> None:
    pieces = list(chunks(text, limit))

    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join(pieces).replace(" ", "").strip() == escape(text).replace(" ", "").strip()


def fields(options: int = 3) -> tuple[Field, ...]:
    many = tuple(Option(value=f"service-{number}", label=f"Service {number} " * 9) for number in range(options))
    return (
        Field(name=FieldName.TEXT, label="Quoi ?"),
        Field(name=FieldName.CHOICE, label="Qui ?", options=many, required=False),
        Field(name=FieldName.WHEN, label="Quand ?"),
    )


@pytest.mark.parametrize("options", [1, 100, 101, 950])
def test_a_form_is_one_that_slack_opens(options: int) -> None:
    view = modal("Un titre qui est bien trop long pour Slack", fields(options), WANTED, "Envoyer")

    assert faults_of_view(view) == []
    assert [block["optional"] for block in view["blocks"]] == [False, True, False]


def test_a_form_remembers_what_it_is_for() -> None:
    view = modal("Répondre", fields(), WANTED, "Envoyer")

    assert (view["callback_id"], json.loads(view["private_metadata"])) == (
        "verb",
        {"verb": "answer", "reference": "G-1042", "choice": "", "conversation": "C1", "thread": "17.1"},
    )


def test_a_sentence_in_a_form_is_one_that_slack_shows() -> None:
    assert faults_of_view(said_modal("Guichet", "Noté & <bien>")) == []


def test_a_list_without_anything_to_pick_is_left_out() -> None:
    empty = Field(name=FieldName.CHOICE, label="Qui ?", required=False)

    assert faults_of_view(modal("x", (*fields()[:1], empty), WANTED, "Envoyer")) == []
