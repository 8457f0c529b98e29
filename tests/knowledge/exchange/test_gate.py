import io
import zipfile
from collections.abc import Callable

import pytest

from knowledge.exchange import SourceFile, gate, read, write_xlsx
from knowledge.exchange.limits import MOST_PACKED_BYTES
from knowledge.models import DepartmentId, RoutingTable, Topic, TopicId
from tests.knowledge.exchange.workbooks import empty_workbook, with_part, with_sheet_xml, workbook

LAUGHS = "<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;'>]>"


def bomb(megabytes: int, parts: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        for number in range(parts):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b" " * (megabytes * 1_000_000))
    return out.getvalue()


def encrypted_part() -> bytes:
    """A workbook whose parts say that they are encrypted."""
    content = bytearray(empty_workbook())
    start = 0
    while (start := content.find(b"PK\x01\x02", start)) >= 0:
        content[start + 8] |= 1
        start += 4
    return bytes(content)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: b"", "file_empty"),
        (lambda: b"PK" + b"x" * MOST_PACKED_BYTES, "file_too_large"),
        (lambda: b"%PDF-1.7\n...", "wrong_content"),
        (lambda: b"id,title_fr\n", "wrong_content"),
        (lambda: b"<html></html>", "wrong_content"),
        (lambda: b"\xd0\xcf\x11\xe0 an old workbook", "wrong_content"),
        (lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "workbook_encrypted"),
        (lambda: b"PK\x03\x04 and nothing more", "workbook_broken"),
        (lambda: empty_workbook()[:-40], "workbook_broken"),
        (lambda: bomb(1), "workbook_ratio"),
        (lambda: bomb(26, parts=2), "workbook_too_large"),
        (lambda: bomb(0, parts=64), "workbook_too_many_parts"),
        (encrypted_part, "workbook_encrypted"),
        (lambda: with_part(empty_workbook(), "xl/vbaProject.bin", b"macro"), "workbook_macros"),
        (lambda: with_part(empty_workbook(), "xl/externalLinks/externalLink1.xml", b"<x/>"), "workbook_external_links"),
        (lambda: with_part(empty_workbook(), "xl/worksheets/sheet1.xml", b"<open>"), "workbook_broken"),
        (lambda: with_part(empty_workbook(), "xl/worksheets/sheet1.xml", b"<a></b>"), "workbook_broken"),
        (lambda: with_sheet_xml("", start=LAUGHS), "workbook_doctype"),
        (lambda: with_sheet_xml('<row r="1"><c r="A1"/></row><row r="1048576"/>'), "too_many_rows"),
        (lambda: with_sheet_xml("<row/>" * 20_002), "too_many_rows"),
        (lambda: with_sheet_xml('<row r="1"><c r="XFD1"/></row>'), "too_many_columns"),
        (lambda: with_sheet_xml("<row>" + "<c/>" * 65 + "</row>"), "too_many_columns"),
        (lambda: with_sheet_xml('<row r="1"><c r="A1048576"/></row>'), "too_many_rows"),
        (lambda: with_sheet_xml('<row r="ten"/>'), "workbook_broken"),
        (lambda: with_sheet_xml('<row><c t="inlineStr"><is><t>&#xD800;</t></is></c></row>'), "workbook_broken"),
    ],
)
def test_the_gate_says_why_a_file_is_not_read(made: Callable[[], bytes], code: str) -> None:
    refusal = gate(made())

    assert refusal is not None
    assert refusal.code == code


@pytest.mark.parametrize(
    "made",
    [
        empty_workbook,
        lambda: workbook({"topics": [["id"], ["a"]], "Notes": [["hello"]]}),
        lambda: with_part(empty_workbook(), "xl/empty/", b""),
    ],
)
def test_an_ordinary_workbook_passes(made: Callable[[], bytes]) -> None:
    assert gate(made()) is None


def test_a_large_company_passes() -> None:
    phrasings = tuple(f"où sont les gants de taille {number}" for number in range(20))
    topics = {
        topic.id: topic
        for topic in (
            Topic(id=TopicId(f"t{number}"), department=DepartmentId("d"), phrasings_fr=phrasings)
            for number in range(1_000)
        )
    }

    assert gate(write_xlsx(RoutingTable(topics=topics))) is None


def test_what_the_gate_lets_pass_and_the_reader_cannot_read_is_told() -> None:
    content = with_part(empty_workbook(), "xl/_rels/workbook.xml.rels", b"<nothing/>")

    draft, problems = read([SourceFile(name="table.xlsx", content=content)])

    assert gate(content) is None
    assert draft.people == ()
    assert [problem.code for problem in problems] == ["workbook_broken"]


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    honest = with_part(empty_workbook(), "xl/media/extra.xml", b"<a>" + b" " * 5_000 + b"</a>")
    size = (5_007).to_bytes(4, "little")

    liar = honest.replace(size, (10).to_bytes(4, "little"))

    assert liar != honest
    refusal = gate(liar)
    assert refusal is not None
    assert refusal.code == "workbook_broken"
