"""Units of work that end the process around a commit: what a kill at that very moment leaves behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork


class MortalUnits(SqlUnitsOfWork):
    """Calls `die` just before or just after the commit of a given number, counted from `doom` on."""

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
            commit = unit.commit
            unit.commit = lambda: self._around(commit)  # type: ignore[method-assign]  # the point of this class
            yield unit

    def _around(self, commit: Callable[[], None]) -> None:
        self._commits += 1
        if self._commits == self._before:
            self._die()
        commit()
        if self._commits == self._after:
            self._die()
