"""Writes every sentence Guichet can say, in both languages side by side, to read through: `make texts`.

What people read is filled in as they would read it; what only a command line says keeps the names of its values.
"""

import re
from collections import UserDict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

from handlers.texts.catalog import Catalog, Entries, read_entries
from handlers.texts.voice import Reader, Voice
from knowledge.models import Lang, RoutingTable

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "handlers" / "texts" / "locales"
PAGE = ROOT / "docs" / "texts.md"
HEADINGS: Mapping[str, str] = {
    "ask": "What forms ask for",
    "call": "A caller on the line",
    "card": "Cards",
    "cli": "The command line",
    "error": "Errors, with what to do next",
    "help": "The help of the command line",
    "line": "Said at once, in answer to a click",
    "notice": "Notices",
    "page": "The pages",
    "problem": "What can be wrong with a routing table",
    "rate": "Ratings",
    "reach": "Reachable or not",
    "said": "Said at once, on the pages",
    "verb": "Buttons",
    "when": "Times",
}

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SOON, LATER = NOW + timedelta(hours=4, minutes=30), NOW + timedelta(days=1, hours=-1)
INSTANTS = {"due": LATER, "slot": LATER, "time": SOON}
ONCE_AN_INSTANT = {"notice.delayed": {"before": SOON}}  # elsewhere a person was there before
WORDS: Mapping[str, tuple[str, str]] = {
    "name": ("Olga Petit", "Olga Petit"),
    "person": ("Olga Petit", "Olga Petit"),
    "reference": ("G-1042", "G-1042"),
    "topic": ("Gants en nitrile", "Nitrile gloves"),
    "question": ("où sont les gants en nitrile ?", "where are the nitrile gloves?"),
    "answer": ("Tablette B-12-3, à gauche.", "Shelf B-12-3, on the left."),
    "reply": ("La boîte bleue.", "The blue box."),
    "reason": ("la pièce arrive jeudi", "the part comes on Thursday"),
    "words": ("Pour quelle taille ?", "Which size?"),
    "rating": ("4", "4"),
    "by": ("Paul Côté", "Paul Côté"),
    "before": ("Paul Côté", "Paul Côté"),
    "asked": ("Paul Côté", "Paul Côté"),
    "phone": ("819-555-0125 #212", "819-555-0125 #212"),
    "until": ("vendredi 4 décembre", "Friday, December 4"),
    "day": ("jeudi 26 novembre", "Thursday, November 26"),
}


class Sample(UserDict[str, str]):
    """Values to fill in; a name without one stays as it is written."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def main() -> None:
    french = LOCALES / Lang.FR / "guichet.po"
    french.write_text(with_french_spaces(french.read_text(encoding="utf-8")), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written anew.")


def with_french_spaces(catalog: str) -> str:
    """The catalog with no-break spaces where French has spaces around its punctuation: no line begins with a colon."""
    wide, narrow = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
    spaced = re.sub(r" (?=[:»])|(?<=«) ", wide, catalog)
    return re.sub(r" (?=[;!?])", narrow, spaced)


def page() -> str:
    """The page as it has to be for the catalogs as they are."""
    entries = {lang: read_entries((LOCALES / lang / "guichet.po").read_bytes()) for lang in Lang}
    spoken = {lang: _filled(lang, entries) for lang in Lang}
    title, intro = "# Every sentence Guichet can say", "Written by `make texts` from the catalogs, with made-up values."
    return "\n".join((f"{title}\n", f"{intro}\n", *_sections(spoken)))


def _filled(lang: Lang, entries: Mapping[Lang, Entries]) -> Entries:
    reader = Reader(lang=lang, timezone="America/Toronto", territory="CA")
    voice = Voice(catalog=Catalog(entries), reader=reader, table=RoutingTable(), now=NOW)
    column = list(Lang).index(lang)
    words = {name: values[column] for name, values in WORDS.items()}
    return {
        key: sentence.format_map(Sample(words | _written(voice, INSTANTS | ONCE_AN_INSTANT.get(key, {}))))
        for key, sentence in entries[lang].items()
    }


def _written(voice: Voice, instants: Mapping[str, datetime]) -> dict[str, str]:
    return {name: voice.written(at) for name, at in instants.items()}


def _sections(spoken: Mapping[Lang, Entries]) -> Iterator[str]:
    for kind, keys in groupby(sorted(spoken[Lang.FR]), key=lambda key: key.split(".")[0]):
        yield f"## {HEADINGS.get(kind, kind.capitalize())}\n"
        yield "| key | français | English |\n|---|---|---|"
        yield "\n".join(_row(key, spoken) for key in keys) + "\n"


def _row(key: str, spoken: Mapping[Lang, Entries]) -> str:
    return f"| `{key}` | {_cell(spoken[Lang.FR][key])} | {_cell(spoken[Lang.EN][key])} |"


def _cell(sentence: str) -> str:
    return sentence.replace("|", "\\|").replace("\n", "<br>")


if __name__ == "__main__":
    main()
