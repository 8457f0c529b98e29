"""What changed from one table to another, as people read it: row by row, field by field, old and new. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.web.pages.admin.forms import cells_of
from bot.web.pages.admin.noun import Noun
from handlers.texts.voice import Voice
from knowledge.changes import Values
from knowledge.models import RoutingTable

LONGEST_VALUE = 300  # characters of a value; whoever wants it all opens the row


class Kind(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    CHANGED = "changed"
    ARCHIVED = "archived"  # gone from the table, or marked as archived
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One column, as it was and as it is."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row."""

    noun: Noun
    key: str
    name: str
    kind: Kind
    fields: tuple[FieldChange, ...]


def row_changes(nouns: tuple[Noun, ...], before: RoutingTable, after: RoutingTable, voice: Voice) -> list[RowChange]:
    """Every row that is another, sheet by sheet."""
    return [change for noun in nouns for change in _of(noun, before, after, voice)]


def _of(noun: Noun, before: RoutingTable, after: RoutingTable, voice: Voice) -> Iterator[RowChange]:
    old, new = noun.rows(before), noun.rows(after)
    for key in dict.fromkeys([*old, *new]):
        was, becomes = old.get(key, ()), new.get(key, ())
        if was != becomes:
            name = noun.name((becomes or was)[0], voice)
            fields = tuple(_fields(noun, was, becomes))
            yield RowChange(noun=noun, key=key, name=name, kind=_kind(noun, was, becomes), fields=fields)


def _kind(noun: Noun, was: Values, becomes: Values) -> Kind:
    if not was:
        return Kind.ADDED
    if not becomes or (noun.is_active(was[0]) and not noun.is_active(becomes[0])):
        return Kind.ARCHIVED
    if not noun.is_active(was[0]) and noun.is_active(becomes[0]):
        return Kind.RESTORED
    return Kind.CHANGED


def _fields(noun: Noun, was: Values, becomes: Values) -> Iterator[FieldChange]:
    old, new = cells_of(noun, was), cells_of(noun, becomes)
    for column in noun.sheet.names:
        before, after = old.get(column, ""), new.get(column, "")
        if before != after and column not in {noun.sheet.key, "active"}:
            yield FieldChange(column=column, old=_shortened(before), new=_shortened(after))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
