"""Whatever is in a file: problems, never a traceback."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.changes import merge
from knowledge.exchange import SourceFile, read
from knowledge.models import RoutingTable
from knowledge.rules import check
from tests.knowledge.exchange.workbooks import with_part, workbook

NAMES = ["topics.csv", "departments.csv", "table.yaml", "table.xlsx", "other"]
PIECES = st.sampled_from(
    ("id", "email", "hours", "mon-fri 08:00-12:00", "CA-QC +", "topics:", "departments:", "\n", "- ", "  ", ": ")
) | st.sampled_from(",;\"'|\\{}[]#%&*!\t\r\0\ud800🧤-")
BOOK = workbook({"topics": [["id", "title_fr"], ["a", "b"]], "people": [["email"], ["ana@example.test"]]})


def survives(name: str, content: bytes) -> None:
    draft, problems = read([SourceFile(name=name, content=content)])
    found = (*problems, *check(merge(RoutingTable(), draft, replace=False), draft.origins))
    assert all(problem.code for problem in found)


@pytest.mark.parametrize("name", NAMES)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_answered(name: str, content: bytes) -> None:
    survives(name, content)


@pytest.mark.parametrize("name", NAMES)
@given(pieces=st.lists(PIECES, max_size=40))
def test_anything_that_looks_like_a_table_is_answered(name: str, pieces: list[str]) -> None:
    survives(name, "".join(pieces).encode(errors="surrogatepass"))


@given(data=st.data())
def test_any_damage_to_a_workbook_is_answered(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
        part = archive.read(name)
    start = data.draw(st.integers(0, len(part)))
    end = data.draw(st.integers(start, min(len(part), start + 30)))
    patch = data.draw(
        st.binary(max_size=10) | st.sampled_from([b"<c/>", b'r="A0"', b'r="ZZZZZZZ1"', b"99999999999", b"-1"])
    )

    damaged = with_part(BOOK, name, part[:start] + patch + part[end:])

    survives("table.xlsx", damaged)
