"""People: how to reach them, and when they are away."""

from bot.web.pages.admin.noun import Control, Field, Filter, Group, Noun, Shown
from handlers.texts.voice import Voice
from knowledge.exchange.draft import SheetName
from knowledge.models import Person, RoutingTable


def _name(person: Person, _: Voice) -> str:
    return person.shown_name


def _departments(person: Person, table: RoutingTable, voice: Voice) -> str:
    return ", ".join(voice.best(department.name) for department in table.departments_of(person.email))


def _phone(person: Person, _: RoutingTable, __: Voice) -> str:
    return f"{person.phone} #{person.extension}" if person.extension else person.phone


def _location(person: Person, _: RoutingTable, __: Voice) -> str:
    return person.location


def _speaks(person: Person, lang: str) -> bool:
    return person.lang == lang


PEOPLE = Noun(
    sheet_name=SheetName.PEOPLE,
    name=_name,
    keeps_archived=True,
    shown=(
        Shown(text="admin.list.departments", cell=_departments),
        Shown(text="admin.field.phone", cell=_phone),
        Shown(text="admin.field.location", cell=_location),
    ),
    filters=(Filter(name="lang", offers="langs", passes=_speaks),),
    groups=(
        Group(title="admin.group.name", fields=(Field(column="name"),)),
        Group(
            title="admin.group.reach",
            fields=(Field(column="phone"), Field(column="extension"), Field(column="location")),
        ),
        Group(
            title="admin.group.habits",
            fields=(Field(column="lang", control=Control.CHOICE, offers="langs"), Field(column="timezone")),
        ),
        Group(
            title="admin.group.absence",
            fields=(
                Field(column="away_from", control=Control.DAY),
                Field(column="away_until", control=Control.DAY),
            ),
        ),
    ),
)
