"""Importing routing tables: read in a process of their own, checked as a whole, published as one version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from bot.errors import BotError
from bot.reading import read_apart
from bot.storage.routing import SqlRouting
from knowledge.changes import Difference, difference, merge
from knowledge.exchange import Draft, Problem, SourceFile, is_sound, read
from knowledge.models import RoutingTable
from knowledge.rules import check


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an import would make of the table in force: to be shown before it is published."""

    before: RoutingTable
    after: RoutingTable
    problems: tuple[Problem, ...]
    difference: Difference

    @property
    def is_sound(self) -> bool:
        return is_sound(self.problems)


def load_files(paths: Sequence[Path]) -> list[SourceFile]:
    """The files' bytes. Raises BotError `file_unreadable`."""
    return [SourceFile(name=path.name, content=_bytes(path)) for path in paths]


def propose(routing: SqlRouting, files: Sequence[SourceFile], *, replace: bool) -> Proposal:
    """What publishing `files` would change, with every problem found."""
    draft, problems = read_apart(files)
    return proposal_of(routing.published(), draft, problems, replace=replace)


def proposal_of(before: RoutingTable, draft: Draft, problems: tuple[Problem, ...], *, replace: bool) -> Proposal:
    """What laying `draft` over `before` would change; `problems` are those of reading it."""
    after = merge(before, draft, replace=replace)
    everything = (*problems, *check(after, draft.origins))
    return Proposal(before=before, after=after, problems=everything, difference=difference(before, after))


def sample_proposal(before: RoutingTable) -> Proposal:
    """The sample company laid over `before`. Our own file: read here, not apart."""
    content = (files("bot.sample") / "routing.yaml").read_bytes()
    draft, problems = read([SourceFile(name="routing.yaml", content=content)])
    return proposal_of(before, draft, problems, replace=False)


def publish(routing: SqlRouting, proposal: Proposal, *, author: str, now: datetime) -> int:
    """Publish a sound proposal; the version in force afterwards. One that changes nothing publishes nothing."""
    if not proposal.difference:
        return proposal.before.version
    before = proposal.before
    return routing.publish(proposal.after, base=before.version, author=author, now=now, before=before)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BotError("file_unreadable", path=str(path), reason=error.strerror or "") from error
