from datetime import date

import pytest

from knowledge.exchange.cells import join, split
from knowledge.models import Category, HandOff, Lang
from knowledge.problems import LONGEST_QUOTE
from tests.knowledge.exchange.reading import only_topic, places, problems_of, read_text


def in_people(column: str, value: str) -> str:
    return f'email,{column}\nana@example.test,"{value}"\n'


def in_topics(column: str, value: str) -> str:
    return f'id,{column}\ngants,"{value}"\n'


def in_departments(column: str, value: str) -> str:
    return f'id,{column}\nrh,"{value}"\n'


@pytest.mark.parametrize("word", ["true", "TRUE", "yes", "Oui", "vrai", "VRAI", "1", "x", " X "])
def test_yes_is_understood_in_both_languages(word: str) -> None:
    topic = only_topic("topics.csv", in_topics("confidential", word))

    assert topic.confidential


@pytest.mark.parametrize("word", ["false", "no", "Non", "faux", "FAUX", "0"])
def test_no_is_understood_in_both_languages(word: str) -> None:
    topic = only_topic("topics.csv", in_topics("active", word))

    assert not topic.active


def test_an_empty_boolean_is_the_default() -> None:
    topic = only_topic("topics.csv", "id,active,confidential\ngants,,\n")

    assert topic.active
    assert not topic.confidential


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("topics.csv", in_topics("active", "maybe"), "not_a_boolean"),
        ("topics.csv", in_topics("category", "food"), "not_one_of"),
        ("topics.csv", in_topics("handoff", "perhaps"), "not_one_of"),
        ("topics.csv", in_topics("person", "Ana Roy"), "not_an_email"),
        ("topics.csv", in_topics("title_fr", "nul\0"), "control_character"),
        ("topics.csv", in_topics("title_fr", "y" * 501), "cell_too_long"),
        ("topics.csv", in_topics("answer_fr", "y" * 100_000), "cell_too_long"),
        ("topics.csv", in_topics("phrasings_fr", "\n".join(["abc"] * 6000)), "cell_too_long"),
        ("people.csv", in_people("lang", "de"), "not_one_of"),
        ("people.csv", in_people("timezone", "America/Torronto"), "unknown_timezone"),
        ("people.csv", in_people("away_from", "01/02/2026"), "not_a_date"),
        ("people.csv", in_people("away_until", "2026-02-30"), "not_a_date"),
        ("departments.csv", in_departments("members", "ana@example.test, bo@example.test"), "not_an_email"),
        ("departments.csv", in_departments("backup", "🧤"), "bad_id"),
        ("departments.csv", in_departments("backup", "bo@"), "not_an_email"),
        ("departments.csv", in_departments("hours", "sometimes"), "unknown_day"),
        ("departments.csv", in_departments("hours", "mon 08:00-12:00 11:00-13:00"), "openings_overlap"),
        ("departments.csv", in_departments("holidays", "CA-ZZ"), "unknown_subdivision"),
        ("departments.csv", in_departments("accept_minutes", "0"), "not_a_number"),
        ("departments.csv", in_departments("promise_hours", "4.5"), "not_a_number"),
    ],
)
def test_a_wrong_value_is_told_at_its_row_and_column(name: str, text: str, code: str) -> None:
    problems = problems_of(name, text)

    column = text.partition("\n")[0].partition(",")[2]
    assert places(problems) == [(code, name.removesuffix(".csv"), 2, column)]


def test_the_nearest_time_zone_is_named() -> None:
    (problem,) = problems_of("people.csv", in_people("timezone", "america/torronto"))

    assert problem.data == {"value": "america/torronto", "nearest": "America/Toronto"}


def test_every_wrong_cell_is_told_at_once() -> None:
    text = "id,active,category,person\na,maybe,food,nobody\n🧤,true,erp,\n"

    problems = problems_of("topics.csv", text)

    assert places(problems) == [
        ("not_one_of", "topics", 2, "category"),
        ("not_an_email", "topics", 2, "person"),
        ("not_a_boolean", "topics", 2, "active"),
        ("bad_id", "topics", 3, "id"),
    ]


def test_a_problem_repeats_little_of_a_long_value_and_nothing_a_terminal_obeys() -> None:
    value = "\u202e" + "z" * 400

    (problem,) = problems_of("people.csv", in_people("timezone", value))

    assert len(problem.data["value"]) == LONGEST_QUOTE + 1
    assert problem.data["value"].startswith(" zzz")


def test_codes_and_numbers_stay_text() -> None:
    topic = only_topic("topics.csv", in_topics("codes", "000123 | 1E5 | ME51N | 12:30"))

    assert topic.codes == ("000123", "1E5", "ME51N", "12:30")


def test_several_values_stand_one_a_line_or_between_bars() -> None:
    topic = only_topic("topics.csv", in_topics("phrasings_fr", "des gants\nmitaines | \\|pipe\\| | |des gants\n"))

    assert topic.phrasings_fr == ("des gants", "mitaines", "|pipe|")


def test_a_bar_inside_a_value_survives_joining_and_splitting() -> None:
    values = ("a|b", "c\\", "\\|", "d")

    again = tuple(value.strip() for value in split(join(values)))

    assert again == values


def test_invisible_characters_go_from_ids_and_stay_in_texts() -> None:
    draft, problems = read_text("topics.csv", "id,title_fr\n\u202ega\u200bnts\ufeff,\u202eabc\n")

    assert problems == ()
    assert draft.topics[0].value.id == "gants"
    assert draft.topics[0].value.title.fr == "\u202eabc"


def test_composed_and_decomposed_accents_are_one_id() -> None:
    problems = problems_of("topics.csv", "id\ncaf\u00e9\ncafe\u0301\n")

    assert places(problems) == [("duplicate_id", "topics", 3, "id")]


def test_emails_are_lower_case() -> None:
    draft, _ = read_text("people.csv", "email\nAna.Roy@Example.TEST\n")

    assert draft.people[0].value.email == "ana.roy@example.test"


def test_languages_categories_and_handoffs_are_read_whatever_their_case() -> None:
    person, _ = read_text("people.csv", "email,lang,away_from\nana@example.test,fr-CA,2026-12-24\n")
    topic = only_topic("topics.csv", "id,category,handoff\nx,ERP,Never\n")

    assert person.people[0].value.lang is Lang.FR
    assert person.people[0].value.away_from == date(2026, 12, 24)
    assert (topic.category, topic.handoff) == (Category.ERP, HandOff.NEVER)


def test_a_row_without_id_is_told_and_left_out() -> None:
    draft, problems = read_text("topics.csv", "id,title_fr\n,Gants\nb,Bottes\n")

    assert places(problems) == [("id_missing", "topics", 2, "id")]
    assert [row.value.id for row in draft.topics] == ["b"]


def test_a_term_may_mean_two_things_but_not_twice_the_same() -> None:
    text = "term,means\nBC,bon de commande\nBC,Colombie-Britannique\nBC,bon de commande\nPO,\n"

    draft, problems = read_text("glossary.csv", text)

    assert places(problems) == [("duplicate_id", "glossary", 4, "term"), ("value_missing", "glossary", 5, "means")]
    assert [row.value.means for row in draft.glossary] == ["bon de commande", "Colombie-Britannique"]


def test_an_id_that_two_files_bring_is_told_with_both_places() -> None:
    from knowledge.exchange import SourceFile, read

    one = SourceFile(name="one/topics.csv", content=b"id\ngants\n")
    two = SourceFile(name="two/topics.csv", content=b"id\nbottes\ngants\n")

    draft, problems = read([one, two])

    assert places(problems) == [("duplicate_id", "topics", 3, "id")]
    assert problems[0].file == "two/topics.csv"
    assert problems[0].data == {"value": "gants", "first_file": "one/topics.csv", "first_row": "2"}
    assert [row.value.id for row in draft.topics] == ["gants", "bottes"]
