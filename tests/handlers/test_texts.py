"""The catalogs say the same things in both languages, and every cell of the machine has something to say."""

import re
from pathlib import Path
from string import Formatter

import pytest

from bot.texts import load_catalog
from handlers.requests.events import EVERY_EVENT, EventKind, NoOp, Refusal
from handlers.requests.model import ClosingReason, State, StepKind
from handlers.requests.states import TABLE
from handlers.texts.catalog import read_entries
from handlers.verbs import Verb
from knowledge.models import Lang
from knowledge.problems import ProblemCode
from tools.texts import with_french_spaces

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "handlers" / "texts" / "locales"
KEY = re.compile(
    r"""["'](?:line|notice|card|verb|when|reach|ask|page|said|cli|error|slack|doctor|feedback)\.[a-z_.]+[a-z_]["']"""
)
LITERAL = re.compile(r"""["']([\w.]+)["']""")
HEAD = re.compile(r"""["']([a-z_.]+\.)(?:\{|["'] ?[~+])""")  # of a key whose end is put to it
TAIL = re.compile(r"""(?:\}|~ ?["'])\.([a-z_.]+)["']""")


def entries(lang: Lang) -> dict[str, str]:
    return dict(read_entries((LOCALES / lang / "guichet.po").read_bytes()))


def sources() -> list[str]:
    folders = ("knowledge/**/*.py", "handlers/**/*.py", "bot/**/*.py", "bot/**/*.html", "bot/web/static/*.js")
    files = [file for folder in folders for file in ROOT.glob(folder)]
    return [file.read_text(encoding="utf-8") for file in files]


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    french, english = entries(Lang.FR), entries(Lang.EN)

    assert set(french) == set(english)
    assert {key for key in french if placeholders(french[key]) != placeholders(english[key])} == set()


def test_every_key_in_the_code_has_its_sentence() -> None:
    known = entries(Lang.FR)

    named = {key.strip("\"'") for source in sources() for key in KEY.findall(source)}

    assert named
    assert named - set(known) == set()


def test_every_sentence_is_said_somewhere() -> None:
    text = "\n".join(sources())
    literals = set(LITERAL.findall(text))
    heads = {*HEAD.findall(text), *(f"{literal}." for literal in literals if "." in literal)}
    ends = {*literals, *TAIL.findall(text), *(f"became_{state}" for state in State)}
    ends |= {literal.removeprefix("line.") for literal in literals}  # each line has a short form, as another test says

    keys = [key for key in entries(Lang.FR) if not key.startswith("help.")]  # those are tests/bot/test_help.py's
    assert [key for key in keys if not is_said(key, literals, heads, ends)] == []
    assert not is_said("card.closed.unsaid", literals, heads, ends)


def is_said(key: str, literals: set[str], heads: set[str], ends: set[str]) -> bool:
    """Whether the key stands in the sources, or a beginning of it with words that may be put to that."""
    put_to_it = [key.removeprefix(head) for head in heads if key.startswith(head)]
    return key in literals or any(ends.issuperset(end.split(".")) for end in put_to_it)


def test_french_punctuation_never_stands_at_the_beginning_of_a_line() -> None:
    catalog = (LOCALES / Lang.FR / "guichet.po").read_text(encoding="utf-8")

    assert with_french_spaces(catalog) == catalog, "run `make texts`"


@pytest.mark.parametrize(
    "key",
    [
        *(f"card.title.{state}" for state in State),
        *(f"card.owner.{state}" for state in State if state is not State.CLOSED),
        *(f"card.closed.{reason}" for reason in ClosingReason),
        *(f"notice.news.{state}" for state in State),
        *(f"verb.{verb}" for verb in Verb),
        *(f"problem.{code}" for code in ProblemCode),
        *(f"chat.next.{kind}" for kind in StepKind),
    ],
)
def test_every_member_of_a_closed_set_has_its_sentence(key: str) -> None:
    assert load_catalog().has(key)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", EVERY_EVENT)
def test_no_cell_of_the_machine_is_empty(state: State, event: EventKind) -> None:
    cell = TABLE[state, event]

    if isinstance(cell, NoOp | Refusal):
        assert load_catalog().has(cell.line.text)
    else:
        assert callable(cell)


def test_what_is_said_at_once_on_a_page_has_its_short_form() -> None:
    lines = {key.removeprefix("line.") for key in entries(Lang.FR) if key.startswith("line.")}

    assert {line for line in lines if not load_catalog().has(f"said.{line}")} == set()
