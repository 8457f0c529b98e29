"""The glossary: the company's own words and what they mean."""

from bot.web.pages.admin.noun import Control, Field, Group, Noun, Shown
from handlers.texts.voice import Voice
from knowledge.exchange.draft import SheetName
from knowledge.models import GlossaryTerm, RoutingTable


def _name(term: GlossaryTerm, _: Voice) -> str:
    return term.term


def _means(term: GlossaryTerm, table: RoutingTable, _: Voice) -> str:
    return " · ".join(one.means for one in table.glossary if one.term == term.term)


GLOSSARY = Noun(
    sheet_name=SheetName.GLOSSARY,
    name=_name,
    shown=(Shown(text="admin.field.means", cell=_means),),
    groups=(Group(title="admin.group.meaning", fields=(Field(column="means", control=Control.LINES),)),),
)
