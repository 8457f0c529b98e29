import pytest

from knowledge.exchange import write_yaml
from knowledge.models import Bilingual, DepartmentId, RoutingTable, Topic, TopicId
from tests.knowledge.exchange.reading import codes, only_topic, places, problems_of, read_text


def test_every_scalar_stays_what_is_written() -> None:
    text = "topics:\n- id: 0123\n  codes: [12:30, 1E5, no, 0x1F]\n  title_fr: 2026-01-02\n  title_en: null\n"

    topic = only_topic("table.yaml", text)

    assert topic.id == "0123"
    assert topic.codes == ("12:30", "1E5", "no", "0x1F")
    assert topic.title == Bilingual(fr="2026-01-02")


def test_a_list_is_taken_literally_and_a_text_is_split() -> None:
    text = "topics:\n- id: a\n  phrasings_fr: ['x | y', ' z ', '']\n  phrasings_en: x | y\n"

    topic = only_topic("table.yml", text)

    assert topic.phrasings_fr == ("x | y", "z")
    assert topic.phrasings_en == ("x", "y")


def test_rows_are_told_by_their_line() -> None:
    text = "# comment\ntopics:\n- id: a\n  department: rh\n  active: maybe\n- department: rh\n"

    draft, problems = read_text("table.yaml", text)

    assert places(problems) == [("not_a_boolean", "topics", 5, "active"), ("id_missing", "topics", 6, "id")]
    assert draft.topics[0].origin.row == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("topics:\n- &x\n  id: a\n- *x\n", [("yaml_alias", "", 2, ""), ("yaml_alias", "", 4, "")]),
        ("topics:\n- id: !!python/object:os.system a\n", [("yaml_tag", "", 2, "")]),
        ("topics:\n- id: !secret a\n", [("yaml_tag", "", 2, "")]),
        ("topics: [{id: a, codes: [[[[[[x]]]]]]}]\n", [("yaml_too_deep", "", 1, "")]),
        ("topics: []\n---\npeople: []\n", [("yaml_several_documents", "", 2, "")]),
        ("topics:\n- id: a\n   title_fr: b\n", [("yaml_broken", "", 3, "")]),
        ("topics:\n- id: a\n  title_fr: 'open\n- id: b\n", [("yaml_broken", "", 3, "")]),
        ('topics:\n- id: "\\ud800"\n', [("yaml_broken", "", 2, "")]),
        ("topics:\n- id: a\x00\n- id: b\x0b\n", [("control_character", "", 2, ""), ("control_character", "", 3, "")]),
        ('topics:\n- id: a\n  title_fr: "\\0"\n', [("control_character", "topics", 3, "title_fr")]),
        ("- id: a\n", [("yaml_not_sheets", "", 1, "")]),
        ("just text", [("yaml_not_sheets", "", 1, "")]),
        ("# nothing\n", [("yaml_not_sheets", "", 1, "")]),
        ("topic:\n- id: a\n", [("unknown_sheet", "", 1, "")]),
        ("topics: []\npeople: []\ntopics: []\n", [("duplicate_sheet", "", 3, "")]),
        ("topics:\n  a: {title_fr: b}\n", [("yaml_not_rows", "topics", 2, "")]),
        ("topics:\n- a\n-\n", [("yaml_not_a_row", "topics", 2, ""), ("yaml_not_a_row", "topics", 3, "")]),
        ("topics:\n- id: a\n  codes: {b: c}\n", [("yaml_not_a_value", "topics", 3, "codes")]),
        ("topics:\n- id: a\n  title_fr: [b, c]\n", [("yaml_list_not_allowed", "topics", 3, "title_fr")]),
        ("topics:\n- id: a\n  titel_fr: b\n", [("unknown_column", "topics", 3, "titel_fr")]),
        ("topics:\n- id: a\n  id: b\n", [("duplicate_column", "topics", 3, "id")]),
        ("topics:\n- id: a\n- id: a\n", [("duplicate_id", "topics", 3, "id")]),
        ("topics:\n- id: a\n  ? [b]\n  : c\n", [("yaml_not_a_value", "topics", 3, "")]),
        ("topics:\n- id: a\n  <<: {title_fr: b}\n", [("unknown_column", "topics", 3, "<<")]),
    ],
)
def test_what_is_no_table_is_told_at_its_line(text: str, expected: list[tuple[str, str, int, str]]) -> None:
    problems = problems_of("table.yaml", text)

    assert places(problems) == expected


def test_a_billion_laughs_are_refused_before_the_first() -> None:
    layers = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]
    text = "l0: &l0 [lol]\n" + "\n".join(layers)

    problems = problems_of("table.yaml", text)

    assert set(codes(problems)) == {"yaml_alias"}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_bottomless_nesting_is_refused_at_once(opening: str) -> None:
    problems = problems_of("table.yaml", opening * 300_000)

    assert codes(problems) == ["yaml_too_deep"]


@pytest.mark.parametrize("row", ["- a\n", "- {}\n"])
def test_a_million_rows_are_refused_at_the_first_too_many(row: str) -> None:
    problems = problems_of("table.yaml", "people: []\ntopics:\n" + row * 1_000_000)

    assert places(problems) == [("too_many_rows", "", 20_003, "")]


def test_rows_are_counted_in_each_sheet_alone() -> None:
    problems = problems_of("table.yaml", "people:\n" + "- a\n" * 10_001 + "topics:\n" + "- b\n" * 10_001)

    assert "too_many_rows" not in codes(problems)


def test_windows_text_and_binary_files_are_told() -> None:
    latin = problems_of("table.yaml", "topics:\n- id: été\n".encode("latin-1"))
    pdf = problems_of("table.yaml", b"%PDF-1.7")

    assert codes((*latin, *pdf)) == ["not_utf8", "wrong_content"]


def test_an_export_is_pleasant_to_read() -> None:
    topic = Topic(
        id=TopicId("gants"),
        department=DepartmentId("magasin"),
        answer=Bilingual(fr="Allée B.\nDemande au comptoir : l’été aussi."),
        phrasings_fr=("des gants", "12:30"),
    )

    text = write_yaml(RoutingTable(topics={topic.id: topic})).decode()

    assert "- id: gants\n" in text
    assert "answer_fr: |-\n    Allée B.\n    Demande au comptoir : l’été aussi.\n" in text
    assert "- des gants\n  - '12:30'\n" in text
    assert "confidential: false\n  active: true\n" in text
