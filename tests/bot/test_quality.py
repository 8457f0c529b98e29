"""`kb evaluate` and what `kb check` says of the table's own promise, through the command line."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot.cli.say import in_per_cent
from knowledge.models import Lang
from tests.bot.command import CommandLine, sample_company

pytestmark = pytest.mark.slow

LABELLED = """
{"text": "où sont les gants en nitrile ?", "topic": "gants-nitrile"}
{"text": "ME21N", "topic": "me21n-creer-commande", "also": ["me22n-modifier-commande"]}
{"text": "where do I park a helicopter?", "topic": null}
{"text": "ME29N"}
{"text": 3, "topic": null}
{"text": "x", "topic": "no-such-topic"}
not json
""".strip()


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    guichet = sample_company(tmp_path_factory.mktemp("quality"))
    (guichet.folder / "labelled.jsonl").write_text(LABELLED, encoding="utf-8")
    return guichet


def test_labelled_questions_are_judged_and_lines_that_hold_none_are_named(company: CommandLine) -> None:
    ran = company("kb", "evaluate", "labelled.jsonl", "--json")

    report = json.loads(ran.out)
    assert (report["questions"], report["covered"], report["useful"], report["wrong"]) == (3, 2, 1.0, 0.0)
    assert ran.code == 1
    assert [f"Line {number}" in ran.err for number in range(1, 8)] == [False, False, False, True, True, True, True]


def test_the_figures_and_the_picture_are_for_people(company: CommandLine) -> None:
    ran = company("kb", "evaluate", "labelled.jsonl", "--picture", "risk.svg")

    assert "answered right" in ran.out
    assert "100.0%" in ran.out
    picture = ET.parse(company.folder / "risk.svg").getroot()  # our own file
    assert picture.tag.endswith("svg")
    assert "Does confidence come true?" in "".join(picture.itertext())


@pytest.mark.parametrize(
    ("lang", "written"), [(Lang.EN, ("72%", "72.1%", "100%")), (Lang.FR, ("72 %", "72,1 %", "100 %"))]
)
def test_shares_are_written_as_their_reader_writes_them(lang: Lang, written: tuple[str, ...]) -> None:
    told = (in_per_cent(0.721, lang), in_per_cent(0.7207, lang, decimals=1), in_per_cent(1.0, lang))

    assert tuple(re.sub(r"\s", " ", one) for one in told) == written


def test_a_file_that_is_not_there_is_said_so(company: CommandLine) -> None:
    ran = company("kb", "evaluate", "nowhere.jsonl")

    assert (ran.code, "nowhere.jsonl" in ran.err, "Traceback" in ran.err) == (2, True, False)


def test_check_tells_what_the_table_predicts_for_itself_by_language(company: CommandLine) -> None:
    rows = json.loads(company("kb", "check", "--json").out)

    advice = {row["code"]: row["text"] for row in rows if row["severity"] == "advice"}
    assert "fr " in advice["accuracy"]
    assert "en " in advice["accuracy"]
    assert "close" in advice


def test_fits_are_kept_beside_the_ledger_and_may_be_lost(company: CommandLine) -> None:
    kept = company.folder / "guichet-engine.db"
    line = json.dumps({"text": "my prints come out with white streaks"}).encode()
    before = company("kb", "match", stdin=line)

    kept.write_bytes(b"damaged")
    after = company("kb", "match", stdin=line)

    assert (after.code, after.out) == (0, before.out)


def test_the_lines_of_kb_match_do_not_know_each_other(company: CommandLine) -> None:
    texts = [
        "ME21N",
        "my prints come out with white streaks",
        "",
        "bonjour",
        "quelqu'un chiale pour une invoice",
        "gants",
    ]

    def asked(order: list[str]) -> dict[str, str]:
        ran = company("kb", "match", stdin="\n".join(json.dumps({"text": text}) for text in order).encode())
        return {json.loads(line)["text"]: line for line in ran.out.splitlines()}

    assert asked(texts) == asked(texts[::-1])


def test_an_engine_that_does_not_exist_is_named(tmp_path: Path) -> None:
    ran = CommandLine(tmp_path, {"GUICHET_ENGINE": "psychic"})("kb", "match")

    assert (ran.code, "GUICHET_ENGINE" in ran.err) == (2, True)
