"""The breaks of `make mutants` take minutes to try; that each still finds its line and its tests takes none."""

from tests.architecture.source import ROOT
from tools.mutants import MUTANTS, is_stale


def test_every_break_finds_the_line_it_breaks() -> None:
    assert [mutant.name for mutant in MUTANTS if is_stale(mutant, ROOT)] == []


def test_no_two_breaks_bear_the_same_name() -> None:
    names = [mutant.name for mutant in MUTANTS]

    assert len(names) == len(set(names))
