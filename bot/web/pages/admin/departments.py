"""Departments: who owns topics, when they are open, who stands in."""

from bot.web.pages.admin.noun import Control, Field, Group, Noun, Shown
from handlers.texts.voice import Voice
from knowledge.exchange.draft import SheetName
from knowledge.models import Department, RoutingTable


def _name(department: Department, voice: Voice) -> str:
    return voice.best(department.name) or department.id


def _head(department: Department, table: RoutingTable, _: Voice) -> str:
    return table.person(department.head).shown_name if department.head else ""


def _members(department: Department, _: RoutingTable, voice: Voice) -> str:
    return voice.number(len(department.members))


def _phone(department: Department, _: RoutingTable, __: Voice) -> str:
    return department.phone


DEPARTMENTS = Noun(
    sheet_name=SheetName.DEPARTMENTS,
    name=_name,
    shown=(
        Shown(text="admin.field.head", cell=_head),
        Shown(text="admin.field.members", cell=_members),
        Shown(text="admin.field.phone", cell=_phone),
    ),
    groups=(
        Group(title="admin.group.name", fields=(Field(column="name_fr"), Field(column="name_en"))),
        Group(
            title="admin.group.people",
            fields=(
                Field(column="members", control=Control.LINES),
                Field(column="head", offers="people"),
                Field(column="backup", offers="stand_ins"),
                Field(column="triage", control=Control.SWITCH),
            ),
        ),
        Group(
            title="admin.group.reach",
            fields=(
                Field(column="phone"),
                Field(column="email"),
                Field(column="location"),
                Field(column="slack_channel"),
                Field(column="teams_channel"),
            ),
        ),
        Group(
            title="admin.group.time",
            fields=(
                Field(column="timezone"),
                Field(column="hours"),
                Field(column="holidays"),
                Field(column="accept_minutes"),
                Field(column="promise_hours"),
            ),
        ),
    ),
)
