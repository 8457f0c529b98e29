from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings

from knowledge.changes import difference, merge
from knowledge.exchange import SourceFile, read, write_csv, write_xlsx, write_yaml
from knowledge.models import RoutingTable
from tests.knowledge.exchange.tables import tables

SAMPLE = Path(__file__).parents[3] / "bot" / "sample" / "routing.yaml"

few = settings(max_examples=25)  # a table is a large example; a thousand of them held once
Write = Callable[[RoutingTable], Sequence[SourceFile]]


def as_yaml(table: RoutingTable) -> list[SourceFile]:
    return [SourceFile(name="table.yaml", content=write_yaml(table))]


def as_xlsx(table: RoutingTable) -> list[SourceFile]:
    return [SourceFile(name="table.xlsx", content=write_xlsx(table))]


def as_csv(table: RoutingTable) -> list[SourceFile]:
    return [SourceFile(name=name, content=content) for name, content in write_csv(table).items()]


def is_restored(table: RoutingTable, files: Sequence[SourceFile]) -> bool:
    draft, problems = read(files)
    return problems == () and merge(RoutingTable(), draft, replace=False) == table


@few
@given(table=tables())
def test_export_then_import_gives_the_same_table_in_yaml(table: RoutingTable) -> None:
    assert is_restored(table, as_yaml(table))


@few
@given(table=tables())
def test_export_then_import_gives_the_same_table_in_csv(table: RoutingTable) -> None:
    assert is_restored(table, as_csv(table))


@few
@given(table=tables())
def test_export_then_import_gives_the_same_table_in_xlsx(table: RoutingTable) -> None:
    assert is_restored(table, as_xlsx(table))


@few
@given(first=tables(), later=tables())
def test_an_export_laid_over_a_later_table_restores_its_own_rows(first: RoutingTable, later: RoutingTable) -> None:
    draft, _ = read(as_yaml(first))

    restored = merge(later, draft, replace=False)

    assert all(restored.topics[key] == topic for key, topic in first.topics.items())
    assert all(restored.departments[key] == department for key, department in first.departments.items())


@few
@given(first=tables(), later=tables())
def test_an_export_that_replaces_a_later_table_restores_everything(first: RoutingTable, later: RoutingTable) -> None:
    draft, _ = read(as_csv(first))

    restored = merge(later, draft, replace=True)

    assert restored == first
    assert not difference(first, restored)


@pytest.mark.parametrize("write", [as_yaml, as_xlsx, as_csv])
def test_the_sample_company_survives_every_format(write: Write) -> None:
    draft, problems = read([SourceFile(name="routing.yaml", content=SAMPLE.read_bytes())])
    table = merge(RoutingTable(), draft, replace=False)

    files = write(table)

    assert problems == ()
    assert len(table.topics) == 110
    assert is_restored(table, files)
