import io
from datetime import date, datetime, time

import pytest
from openpyxl import load_workbook

from knowledge.exchange import Draft, Problem, SourceFile, read, write_xlsx
from knowledge.models import Bilingual, DepartmentId, RoutingTable, Topic, TopicId
from tests.knowledge.exchange.reading import places
from tests.knowledge.exchange.workbooks import workbook


def read_workbook(content: bytes) -> tuple[Draft, tuple[Problem, ...]]:
    return read([SourceFile(name="table.xlsx", content=content)])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (123, "123"),
        (123.0, "123"),
        (0.5, "0.5"),
        ("000123", "000123"),
        ("1E5", "1E5"),
        (True, "true"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4), "2026-01-02 03:04:00"),  # noqa: DTZ001 - Excel knows no zones
        (time(8, 30), "08:30"),
        ("_x005F_x0041_", "_x0041_"),
        ("'+1 819 555-0100", "+1 819 555-0100"),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(value: object, text: str) -> None:
    content = workbook({"topics": [["id", "title_fr"], ["a", value]]})

    draft, problems = read_workbook(content)

    assert problems == ()
    assert draft.topics[0].value.title.fr == text


def test_dates_typed_into_excel_are_dates() -> None:
    content = workbook({"people": [["email", "away_until"], ["ana@example.test", datetime(2026, 8, 1)]]})  # noqa: DTZ001 - sheets know no zone

    draft, _ = read_workbook(content)

    assert draft.people[0].value.away_until == date(2026, 8, 1)


def test_problems_stand_at_sheet_row_and_column() -> None:
    rows = [["id", "active"], ["a", "yes"], [], ["b", "maybe"]]
    content = workbook({"Topics": rows, "People": [["email"], ["nobody"]]})

    _, problems = read_workbook(content)

    assert places(problems) == [("not_a_boolean", "topics", 4, "active"), ("not_an_email", "people", 2, "email")]


def test_the_header_is_the_first_filled_row() -> None:
    content = workbook({"topics": [[], ["", "id", "active"], ["", "a", "maybe"]]})

    _, problems = read_workbook(content)

    assert places(problems) == [("not_a_boolean", "topics", 3, "active")]


def test_a_sheet_of_another_name_is_a_warning_and_an_empty_one_nothing() -> None:
    content = workbook({"topics": [["id"], ["a"]], "Topcis": [["x"]], "Feuil3": []})

    _, problems = read_workbook(content)

    assert [(one.severity, one.code, one.data) for one in problems] == [
        ("warning", "extra_sheet", {"value": "Topcis", "nearest": "topics"})
    ]


def test_a_sheet_that_is_a_chart_is_passed_over() -> None:
    book = load_workbook(io.BytesIO(workbook({"topics": [["id"], ["a"]]})))
    book.create_chartsheet("Chart")
    out = io.BytesIO()
    book.save(out)

    draft, problems = read_workbook(out.getvalue())

    assert problems == ()
    assert len(draft.topics) == 1


def test_a_workbook_without_any_known_sheet_is_an_error() -> None:
    _, problems = read_workbook(workbook({"Feuil1": []}))

    assert places(problems) == [("no_known_sheet", "", None, "")]


def test_the_same_sheet_twice_is_told_by_its_ids() -> None:
    content = workbook({"topics": [["id"], ["a"]], "topics ": [["id"], ["a"]]})

    _, problems = read_workbook(content)

    assert places(problems) == [("duplicate_id", "topics", 2, "id")]


def test_every_exported_cell_is_a_text() -> None:
    topic = Topic(
        id=TopicId("000123"),
        department=DepartmentId("1E5"),
        title=Bilingual(fr="=1+1", en="+1 819 555-0100"),
        codes=("12:30", "0007"),
    )

    exported = load_workbook(io.BytesIO(write_xlsx(RoutingTable(topics={topic.id: topic}))))

    row = [cell for cell in exported["topics"][2] if cell.value is not None]
    assert {cell.data_type for cell in row} == {"s"}
    assert {cell.number_format for cell in row} == {"@"}
    assert exported["topics"]["E2"].value == "=1+1"
