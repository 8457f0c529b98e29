"""Topics: what may be asked, what is known about it, who owns it."""

from bot.web.pages.admin.noun import Control, Field, Filter, Group, Noun, Shown
from handlers.texts.voice import Voice
from knowledge.exchange.draft import SheetName
from knowledge.models import RoutingTable, Topic


def _name(topic: Topic, voice: Voice) -> str:
    return voice.best(topic.title) or topic.id


def _owner(topic: Topic, table: RoutingTable, voice: Voice) -> str:
    department = table.departments.get(topic.department)
    shown = voice.best(department.name) if department else topic.department
    return f"{shown}, {table.person(topic.person).shown_name}" if topic.person else shown


def _category(topic: Topic, _: RoutingTable, voice: Voice) -> str:
    return voice.say(f"admin.category.{topic.category}")


def _phrasings(topic: Topic, _: RoutingTable, voice: Voice) -> str:
    return voice.number(len(topic.phrasings))


def _is_in(topic: Topic, department: str) -> bool:
    return topic.department == department


def _is_of(topic: Topic, category: str) -> bool:
    return topic.category == category


TOPICS = Noun(
    sheet_name=SheetName.TOPICS,
    name=_name,
    keeps_archived=True,
    shown=(
        Shown(text="admin.field.department", cell=_owner),
        Shown(text="admin.field.category", cell=_category),
        Shown(text="admin.list.phrasings", cell=_phrasings),
    ),
    filters=(
        Filter(name="department", offers="departments", passes=_is_in),
        Filter(name="category", offers="categories", passes=_is_of),
    ),
    groups=(
        Group(
            title="admin.group.answer",
            fields=(
                Field(column="title_fr"),
                Field(column="title_en"),
                Field(column="answer_fr", control=Control.TEXT),
                Field(column="answer_en", control=Control.TEXT),
            ),
        ),
        Group(
            title="admin.group.asked",
            fields=(
                Field(column="phrasings_fr", control=Control.LINES),
                Field(column="phrasings_en", control=Control.LINES),
                Field(column="codes", control=Control.LINES),
            ),
        ),
        Group(
            title="admin.group.owner",
            fields=(
                Field(column="department", control=Control.CHOICE, offers="departments"),
                Field(column="person", offers="people"),
                Field(column="category", control=Control.CHOICE, offers="categories"),
                Field(column="handoff", control=Control.CHOICE, offers="handoffs"),
                Field(column="confidential", control=Control.SWITCH),
            ),
        ),
    ),
)
