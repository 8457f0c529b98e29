import pytest

from knowledge.exchange import SourceFile, read, write_csv
from knowledge.exchange.limits import MOST_TEXT_BYTES
from knowledge.models import Bilingual, DepartmentId, RoutingTable, Topic, TopicId
from tests.knowledge.exchange.reading import codes, only_topic, places, problems_of, read_text


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_of_every_excel_are_accepted(separator: str) -> None:
    topic = only_topic("topics.csv", f"id{separator}title_fr\ngants{separator}Été\n")

    assert topic.title.fr == "Été"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_accepted(line_end: str) -> None:
    draft, problems = read_text("topics.csv", line_end.join(["id,title_fr", "a,A", "b,B"]))

    assert problems == ()
    assert [(row.value.id, row.origin.row) for row in draft.topics] == [("a", 2), ("b", 3)]


def test_a_byte_order_mark_is_accepted() -> None:
    problems = problems_of("topics.csv", "id\ngants\n".encode("utf-8-sig"))

    assert problems == ()


def test_columns_stand_in_any_order_and_case() -> None:
    topic = only_topic("Topics.CSV", "Title_FR , ID\nGants,gants\n")

    assert (topic.id, topic.title.fr) == ("gants", "Gants")


def test_rows_count_as_excel_does() -> None:
    text = 'id,title_fr,active\na,"two\nlines",true\n\nb,B,maybe\n'

    problems = problems_of("topics.csv", text)

    assert places(problems) == [("not_a_boolean", "topics", 4, "active")]


@pytest.mark.parametrize(
    ("content", "looks_like"),
    [
        ("id,title_fr\na,été\n".encode("latin-1"), "Windows-1252 (Latin-1)"),
        ("id,title_fr\na,été\n".encode("utf-16"), "UTF-16"),
        ("id,title_fr\na,b\n".encode("utf-16-le")[:-1] + b"\xff", "UTF-16"),
        (b"id,title_fr\na,\xed\xa0\x80\n", "Windows-1252 (Latin-1)"),
    ],
)
def test_another_encoding_is_named(content: bytes, looks_like: str) -> None:
    (problem,) = problems_of("topics.csv", content)

    assert (problem.code, problem.data) == ("not_utf8", {"looks_like": looks_like})


def test_an_unknown_column_names_the_nearest() -> None:
    (problem,) = problems_of("topics.csv", "id,titel_fr\na,b\n")

    assert places([problem]) == [("unknown_column", "topics", 1, "titel_fr")]
    assert problem.data == {"value": "titel_fr", "nearest": "title_fr"}


def test_header_problems_are_all_told() -> None:
    problems = problems_of("topics.csv", "department,Department,colour,\nrh,it,red,lost\n")

    assert places(problems) == [
        ("duplicate_column", "topics", 1, "Department"),
        ("unknown_column", "topics", 1, "colour"),
        ("missing_column", "topics", 1, "id"),
        ("nameless_column", "topics", 2, "D"),
    ]


def test_a_file_without_the_id_column_is_told_once_and_not_at_every_row() -> None:
    problems = problems_of("topics.csv", "title_fr\na\nb\n")

    assert places(problems) == [("missing_column", "topics", 1, "id")]


def test_an_unclosed_quote_is_told_where_it_opens() -> None:
    draft, problems = read_text("topics.csv", 'id,title_fr\na,A\nb,"B\nc,C\nd,D\n')

    assert places(problems) == [("unclosed_quote", "topics", 3, "")]
    assert [row.value.id for row in draft.topics] == ["a"]


def test_a_stray_quote_is_told() -> None:
    problems = problems_of("topics.csv", 'id,title_fr\na,"A" and more\n')

    assert places(problems) == [("stray_quote", "topics", 2, "")]


def test_a_cell_larger_than_the_parser_takes_is_told() -> None:
    problems = problems_of("topics.csv", "id,title_fr\na," + "y" * 200_000)

    assert places(problems) == [("cell_too_long", "topics", 2, "")]


def test_a_million_rows_are_refused_with_one_problem() -> None:
    problems = problems_of("topics.csv", b"id\n" + b"x\n" * 1_000_000)

    assert places(problems) == [("too_many_rows", "topics", 20_002, "")]


def test_ten_thousand_columns_are_refused() -> None:
    problems = problems_of("topics.csv", ",".join(["id"] * 10_000))

    assert places(problems) == [("too_many_columns", "topics", 1, "")]


def test_a_file_that_is_too_large_is_refused() -> None:
    problems = problems_of("topics.csv", b"x" * (MOST_TEXT_BYTES + 1))

    assert codes(problems) == ["file_too_large"]


@pytest.mark.parametrize("content", [b"", b"\n \n", "\ufeff".encode()])
def test_an_empty_file_is_told(content: bytes) -> None:
    problems = problems_of("topics.csv", content)

    assert codes(problems) == ["file_empty"]


def test_a_header_alone_is_fine() -> None:
    draft, problems = read_text("glossary.csv", "term,means\n")

    assert problems == ()
    assert draft.glossary == ()


@pytest.mark.parametrize(
    ("start", "kind"), [(b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "ZIP, XLSX"), (b"\xd0\xcf\x11\xe0", "XLS")]
)
def test_another_format_under_the_name_of_csv_is_told(start: bytes, kind: str) -> None:
    (problem,) = problems_of("topics.csv", start + b" and so on")

    assert (problem.code, problem.data["looks_like"]) == ("wrong_content", kind)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("topics (1).csv", "unknown_csv_name"),
        ("routing.json", "unknown_format"),
        ("routing", "unknown_format"),
        ("old.xls", "old_or_macro_workbook"),
        ("macros.XLSM", "old_or_macro_workbook"),
        ("../../etc/passwd", "unknown_format"),
        ("x" * 300 + ".doc", "unknown_format"),
    ],
)
def test_a_file_of_another_name_or_format_is_told(name: str, code: str) -> None:
    problems = problems_of(name, b"id\nx\n")

    assert codes(problems) == [code]


@pytest.mark.parametrize("text", ["=1+1", "+1 819 555-0100", "-2", "@SUM(A1)", "＝1", "'=1"])
def test_no_spreadsheet_takes_an_exported_text_for_a_formula(text: str) -> None:
    topic = Topic(id=TopicId("a"), department=DepartmentId("d"), title=Bilingual(fr=text))
    table = RoutingTable(topics={topic.id: topic})

    exported = write_csv(table)["topics.csv"]
    draft, _ = read([SourceFile(name="topics.csv", content=exported)])

    assert f",'{text},".encode() in exported
    assert draft.topics[0].value.title.fr == text


def test_an_apostrophe_that_guards_no_formula_stays() -> None:
    topic = only_topic("topics.csv", "id,title_fr\na,'tis\n")

    assert topic.title.fr == "'tis"
