"""What a content becomes on Teams: held to the official schema, to its limits, and to the words as they were typed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.channels.teams.answers import with_dialog
from bot.channels.teams.markdown import escaped, phone_link
from bot.channels.teams.render import activity_of, card_of
from bot.wire import Json
from bot.words import readable
from handlers.content import Button, Contact, Content, Field, FieldName, Option
from handlers.incoming import Reference
from handlers.outgoing import View
from handlers.verbs import Verb
from knowledge.models import Lang
from tests.bot.channels.teams.cards import complaints, executes, parts
from tests.bot.channels.teams.stage import text_of

TEXT = Field(name=FieldName.TEXT, label="Votre réponse")
CHOICE = Field(name=FieldName.CHOICE, label="Quel service ?", options=(Option(value="accueil", label="Accueil"),))
WHEN = Field(name=FieldName.WHEN, label="Pour quand ?", required=False)
CONTACT = Contact(
    department="Magasin",
    person="Paul Côté",
    phone="819-555-0125",
    extension="212",
    location="Allée B",
    reach="Joignable jusqu’à 17 h.",
)
WHOLE = Content(
    view=View.OWNER,
    title="Anna a besoin de vous",
    reference=Reference("G-1042"),
    quote="où sont les gants ?",
    body=("Sujet : Gants", "Réponse promise pour 14 h 30."),
    contact=CONTACT,
    buttons=(
        Button(verb=Verb.TAKE, label="Je m’en occupe"),
        Button(verb=Verb.ANSWER, label="Répondre", fields=(TEXT,)),
        Button(verb=Verb.NOT_OURS, label="Pas à nous", fields=(CHOICE, TEXT)),
        Button(verb=Verb.LATER, label="Plus tard", fields=(WHEN, TEXT)),
        Button(verb=Verb.CHOOSE, label="Gants", choice="gants"),
        Button(verb=Verb.CHOOSE, label="Badge", choice="badge"),
        Button(verb=Verb.NOTE, label="Note", fields=(TEXT,)),
    ),
    lang=Lang.FR,
)


def drawn(content: Content, hint: str = "") -> Json:
    return card_of(content, drawn="5f0c", hint=hint)


def test_the_schema_accepts_a_card_with_everything() -> None:
    assert complaints(drawn(WHOLE, hint="Mentionnez @Guichet.")) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda card: card["body"].append({"type": "TextBlok", "text": "x"}), ""),
        (lambda card: card["body"].append({"type": "TextBlock", "text": "x", "weight": "fat"}), ""),
        (lambda card: card["body"].append({"type": "Input.Text"}), ""),
        (lambda card: card["actions"].append(card["actions"][0]), "twice"),
        (lambda card: card["actions"][0].pop("fallback"), "fallback"),
        (lambda card: card.update(version="1.6"), "version"),
    ],
)
def test_a_card_that_teams_would_not_show_is_told(spoil: Any, told: str) -> None:
    card = drawn(WHOLE)
    spoil(card)

    assert complaints(card)
    assert told in str(complaints(card))


def test_verb_reference_choice_and_view_travel_in_the_data() -> None:
    [gloves] = [action for action in executes(drawn(WHOLE)) if action["id"] == "choose:4"]

    assert gloves["verb"] == "choose"
    assert gloves["data"] == {
        "verb": "choose",
        "reference": "G-1042",
        "choice": "gants",
        "drawn": "5f0c",
        "view": "owner",
    }


def test_a_verb_that_needs_words_opens_a_form_with_inputs_of_its_own() -> None:
    card = drawn(WHOLE)
    forms = {action["title"]: action["card"] for action in card["actions"] if action["type"] == "Action.ShowCard"}

    inputs = {title: [part["id"] for part in parts(form) if "Input" in part["type"]] for title, form in forms.items()}

    assert inputs == {
        "Répondre": ["answer_text"],
        "Pas à nous": ["not_ours_choice", "not_ours_text"],
        "Plus tard": ["later_date", "later_time", "later_text"],
        "Note": ["note_text"],
    }


def test_buttons_beyond_five_go_behind_the_dots() -> None:
    modes = [action.get("mode", "primary") for action in drawn(WHOLE)["actions"]]

    assert modes == ["primary"] * 5 + ["secondary"] * 2


def test_the_card_bears_the_reference_and_a_number_to_tap() -> None:
    words = text_of(activity_of(WHOLE, drawn="1"))

    assert "G-1042" in words
    assert "[819-555-0125 #212](tel:8195550125;ext=212)" in words


@pytest.mark.parametrize(
    ("shown", "number", "extension", "link"),
    [
        ("819-555-0125", "819-555-0125", "", "[819-555-0125](tel:8195550125)"),
        ("+1 (819) 555-0125", "+1 (819) 555-0125", "", "[+1 (819) 555-0125](tel:+18195550125)"),
        ("*72", "*72", "", r"[\*72](tel:*72)"),
        ("poste 4)", "poste 4)", "", "[poste 4)](tel:4)"),
        ("à l'accueil", "à l'accueil", "", "à l'accueil"),
    ],
)
def test_a_phone_number_is_a_link_as_the_table_writes_it(shown: str, number: str, extension: str, link: str) -> None:
    assert phone_link(shown, number, extension) == link


def test_a_sentence_alone_is_plain_text_that_names_its_request() -> None:
    notice = Content(reference=Reference("G-1042"), body=("Paul *s’occupe* de votre demande.",))

    message = activity_of(notice, drawn="1")

    assert message["text"] == "G-1042 · Paul *s’occupe* de votre demande."
    assert message["textFormat"] == "plain"
    assert activity_of(replace(notice, body=("G-1042 est fermée.",)), drawn="1")["text"] == "G-1042 est fermée."


def test_a_notice_with_buttons_is_a_card_without_a_title() -> None:
    asked = Content(reference=Reference("G-1"), body=("Aidé ?",), buttons=(Button(verb=Verb.HELPED, label="Oui"),))

    [attachment] = activity_of(asked, drawn="1")["attachments"]

    assert complaints(attachment["content"]) == []


def test_the_dialog_of_a_message_passed_on_is_a_whole_card() -> None:
    answer = with_dialog("Titre", "Je transmets :", "*bonjour* <at>x</at>", "Transmettre")

    assert complaints(answer["task"]["value"]["card"]["content"]) == []
    assert answer["task"]["type"] == "continue"


SIGNS = st.text(alphabet="*_[]()`~#>-+.!\\<>&;|{}:/ aé1\n\t'\"")


@settings(max_examples=400)
@given(text=SIGNS | st.text(max_size=80).map(readable))
def test_words_are_shown_as_they_were_typed(text: str) -> None:
    html = MarkdownIt("commonmark").render(escaped(text))

    shown = html_words(html)
    assert shown == " ".join(text.replace("\N{WORD JOINER}", "").split())


def html_words(html: str) -> str:
    """The words of rendered Markdown, whose only tags may be paragraphs and line breaks."""
    from html import unescape
    from re import findall, sub

    assert set(findall(r"</?(\w+)", html)) <= {"p", "br"}, html
    return " ".join(unescape(sub(r"</?(?:p|br)\s*/?>", " ", html)).replace("\N{WORD JOINER}", "").split())


@pytest.mark.parametrize("macro", ["{{DATE(2026-11-24T14:30:00Z,SHORT)}}", "{{{{TIME(2026-11-24T14:30:00Z)}}}}"])
def test_a_macro_in_somebodys_words_is_only_words(macro: str) -> None:
    assert "{{" not in escaped(macro)


@settings(max_examples=30)
@given(text=st.text(min_size=1, max_size=60), times=st.integers(1, 4000))
def test_however_long_the_words_the_card_fits(text: str, times: int) -> None:
    long = replace(WHOLE, quote=text * times, body=(text * times, *WHOLE.body), title=text[:200])

    message = activity_of(long, drawn="1")

    assert len(json.dumps(message, ensure_ascii=False).encode()) <= 28_000
    assert "G-1042" in text_of(message)
    assert len(executes(message["attachments"][0]["content"])) == 7


def test_lists_to_pick_from_are_cut_before_teams_refuses_the_card() -> None:
    options = tuple(Option(value=f"{'x' * 60}{number}@atelier.example", label="é" * 80) for number in range(100))
    many = replace(CHOICE, options=options)
    forms = tuple(Button(verb=verb, label="x", fields=(many, TEXT)) for verb in (Verb.NOT_OURS, Verb.HAND_OVER))

    message = activity_of(replace(WHOLE, buttons=forms), drawn="1")

    assert len(json.dumps(message, ensure_ascii=False).encode()) <= 28_000
    assert complaints(message["attachments"][0]["content"]) == []
    choices = [part["choices"] for part in parts(message) if part["type"] == "Input.ChoiceSet"]
    assert [5 <= len(some) < 100 for some in choices] == [True, True]


def test_a_long_sentence_fits_too() -> None:
    notice = Content(reference=Reference("G-1042"), body=("é" * 100_000,))

    assert len(json.dumps(activity_of(notice, drawn="1"), ensure_ascii=False).encode()) <= 28_000


@pytest.mark.parametrize("lang", Lang)
def test_every_card_of_a_request_is_one_that_teams_shows(lang: Lang, tmp_path: Path) -> None:
    from tests.bot.channels.teams.every import every_card

    cards = list(every_card(tmp_path, lang))

    assert len(cards) > 10
    assert {name: complaints(drawn(content, "x")) for name, content in cards if complaints(drawn(content, "x"))} == {}
