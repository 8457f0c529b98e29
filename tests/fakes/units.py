"""Units of work that end the process around a commit: what a kill at that very moment leaves behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork


class MortalUnits(SqlUnitsOfWork):
    """Calls `die` just before or just after the commit of a given number, counted from `doom` on.

    Units that are committed together have one commit.
    """

    def __init__(self, database: Database, die: Callable[[], None]) -> None:
        super().__init__(database, uuid4)
        self._die = die
        self._commits = 0
        self._before: int | None = None
        self._after: int | None = None

    def doom(self, *, before: int | None = None, after: int | None = None) -> None:
        """Die then; with neither, live."""
        self._commits, self._before, self._after = 0, before, after

    @contextmanager
    def begin(self) -> Iterator[SqlUnitOfWork]:
        with super().begin() as unit:
            if type(unit) is SqlUnitOfWork:
                commit = unit.commit
                unit.commit = lambda: self._around(commit)  # type: ignore[method-assign]  # the point of this class
            yield unit

    @contextmanager
    def together(self) -> Iterator[None]:
        with super().together():
            yield
            self._about_to_commit()
        self._has_committed()

    def _around(self, commit: Callable[[], None]) -> None:
        self._about_to_commit()
        commit()
        self._has_committed()

    def _about_to_commit(self) -> None:
        self._commits += 1
        if self._commits == self._before:
            self._die()

    def _has_committed(self) -> None:
        if self._commits == self._after:
            self._die()
