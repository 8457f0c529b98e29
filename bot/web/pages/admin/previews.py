"""Imports that were shown and wait to be confirmed: one an admin, in memory."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from uuid import uuid4

from bot.importing import Proposal, proposal_of
from knowledge.exchange import Draft, Problem
from knowledge.models import Email, RoutingTable

MOST = 8  # tables in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Files as they were read, and what publishing them would make of one version of the table."""

    token: str
    files: tuple[str, ...]
    draft: Draft
    read_problems: tuple[Problem, ...]
    is_whole: bool  # what the files do not have is archived
    proposal: Proposal

    def over(self, table: RoutingTable) -> "Preview":
        """The same files over another version: to be looked at again, under another token."""
        proposal = proposal_of(table, self.draft, self.read_problems, replace=self.is_whole)
        return replace(self, token=uuid4().hex, proposal=proposal)


class Previews:
    """The newest of each admin; the oldest goes when there are too many."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Email, Preview] = OrderedDict()

    def keep(self, admin: Email, preview: Preview) -> None:
        self._kept.pop(admin, None)
        self._kept[admin] = preview
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def of(self, admin: Email) -> Preview | None:
        return self._kept.get(admin)

    def forget(self, admin: Email) -> None:
        self._kept.pop(admin, None)


def preview_of(
    table: RoutingTable, files: tuple[str, ...], read: tuple[Draft, tuple[Problem, ...]], *, is_whole: bool
) -> Preview:
    draft, problems = read
    return Preview(
        token=uuid4().hex,
        files=files,
        draft=draft,
        read_problems=problems,
        is_whole=is_whole,
        proposal=proposal_of(table, draft, problems, replace=is_whole),
    )
