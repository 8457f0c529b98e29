import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.command import ROOT, SAMPLE, CommandLine

pytestmark = pytest.mark.slow


def test_a_known_question_is_answered_with_an_owner_and_a_number(company: CommandLine) -> None:
    ran = company("ask", "où sont les gants en nitrile ?", "--as", "minh", "--json")

    reply = json.loads(ran.out)
    assert (ran.code, reply["outcome"], reply["state"]) == (0, "matched", "answered")
    assert reply["topic"] == "gants-nitrile"
    assert reply["person"]
    assert reply["phone"].startswith("819-555-")
    assert "B-12-3" in reply["text"]
    assert reply["lang"] == "fr"


def test_an_unknown_question_is_promised_by_a_keeper_with_a_time(company: CommandLine) -> None:
    reply = json.loads(company("ask", "where do I park a helicopter?", "--json").out)

    assert (reply["outcome"], reply["state"], reply["topic"]) == ("unknown", "promised", None)
    assert reply["keeper"]
    assert reply["due_at"]
    assert reply["reference"] in reply["text"]


def test_later_news_of_a_question_asked_here_is_kept_for_the_persons_page(company: CommandLine) -> None:
    company("ask", "where do I park a helicopter?")

    listed = company("requests", "list", "--json")
    shown = company("requests", "show", "G-1001", "--json")

    assert json.loads(listed.out)["reference"] == "G-1001"
    assert [event["kind"] for event in json.loads(shown.out)["timeline"]] == ["asked", "became_promised"]


def test_requests_are_listed_in_words_and_their_stories_told_with_dates(company: CommandLine) -> None:
    company("ask", "where do I park a helicopter?")
    french = CommandLine(company.folder, {"GUICHET_LOCALE": "fr_CA"})

    listed, shown = french("requests", "list").out, french("requests", "show", "G-1001").out

    assert listed.split()[:2] == ["Demande", "Pour"]
    assert "Personne ne sait encore qui peut aider" in listed
    assert re.search(r"\d+ \S+ 20\d\d, \d+\xa0h.*: where do I park a helicopter", shown)


def test_the_french_are_answered_in_french_by_default(company: CommandLine) -> None:
    assert "promesse" not in company("ask", "hello").out
    assert "Bonjour" in company("ask", "bonjour", "--lang", "fr").out


def test_a_reference_of_somebody_else_is_unknown(company: CommandLine) -> None:
    company("ask", "where do I park a helicopter?", "--as", "minh")

    theirs = company("ask", "any news of G-1001?", "--as", "minh").out
    others = company("ask", "any news of G-1001?", "--as", "brian").out
    nobodys = company("ask", "any news of G-1999?", "--as", "brian").out

    assert "finding out" in theirs
    assert others == nobodys.replace("1999", "1001")


def test_match_reads_lines_and_answers_each_by_itself(company: CommandLine) -> None:
    lines = b'{"text": "ME21N"}\n\n{"text": "\\ud83d\\ude00"}\n{"text": "\\ud800 a\\u0000b"}\n'

    ran = company.apart("kb", "match", stdin=lines)

    outcomes = [json.loads(line)["outcome"] for line in ran.out.splitlines()]
    assert (ran.code, len(outcomes), outcomes[0]) == (0, 3, "matched")


def test_a_line_that_is_no_question_is_named_and_the_others_are_answered(company: CommandLine) -> None:
    ran = company("kb", "match", stdin=b'not json\n{"text": 3}\n[1]\n{"text": "ME21N"}\n')

    assert ran.code == 1
    assert len(ran.out.splitlines()) == 1
    assert [word in ran.err for word in ("Line 1", "Line 2", "Line 3")] == [True] * 3


def test_a_dry_run_changes_nothing(guichet: CommandLine) -> None:
    ran = guichet("kb", "import", SAMPLE, "--dry-run")

    assert ran.code == 0
    assert "Dry run" in ran.out
    assert guichet("kb", "match").code == 2


def test_errors_stop_the_import_and_are_shown_at_their_row(company: CommandLine) -> None:
    (company.folder / "topics.csv").write_text("id,department,title_fr,confidential\nx,nobody,Titre,maybe\n")

    ran = company("kb", "import", "topics.csv")

    assert ran.code == 1
    assert "topics.csv:topics:2:confidential" in ran.out
    assert "topics.csv:topics:2:department" in ran.out
    in_force = json.loads(company("kb", "import", SAMPLE, "--dry-run", "--json").out)
    assert (in_force["version"], in_force["changes"]) == (1, {})


def test_a_table_in_one_language_is_imported_with_warnings(company: CommandLine) -> None:
    (company.folder / "topics.csv").write_text("id,department,title_en\nkayak,accueil,Lend me a kayak\n")

    ran = company("kb", "import", "topics.csv")

    assert (ran.code, "warning" in ran.out.lower(), "kayak" in ran.out) == (0, True, True)


@pytest.mark.parametrize("suffix", ["table.xlsx", "table.yaml", "folder"])
def test_what_is_exported_imports_as_nothing_new(company: CommandLine, suffix: str) -> None:
    assert company("kb", "export", suffix).code == 0
    target = company.folder / suffix
    files = sorted(target.iterdir()) if target.is_dir() else [target]

    ran = company("kb", "import", *files, "--replace", "--json")

    report = json.loads(ran.out)
    assert (ran.code, report["changes"], report["version"]) == (0, {}, 1)


def test_export_never_overwrites_unasked(company: CommandLine) -> None:
    (company.folder / "table.yaml").write_text("mine")

    assert company("kb", "export", "table.yaml").code == 2
    assert (company.folder / "table.yaml").read_text() == "mine"


def test_a_backup_is_put_back_and_the_former_ledger_kept(company: CommandLine) -> None:
    company("ask", "where do I park a helicopter?")
    assert company("db", "backup", "copy.db").code == 0
    company("ask", "where do I park a submarine?")

    rehearsed = company("db", "restore", "copy.db")
    restored = company("db", "restore", "copy.db", "--yes")

    assert (rehearsed.code, restored.code) == (0, 0)
    assert len(company("requests", "list", "--json").out.splitlines()) == 1
    assert list(company.folder.glob("guichet.db.before-restore-*"))


@pytest.mark.parametrize(
    ("setting", "value", "word"),
    [
        ("DATABASE_URL", "sqlite://", "memory"),
        ("DATABASE_URL", "mysql://x/y", "mysql"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL"),
        ("GUICHET_TIMEZONE", "Mars/Olympus", "GUICHET_TIMEZONE"),
        ("GUICHET_LOCALE", "xx_YY", "GUICHET_LOCALE"),
        ("DATABASE_URL_FILE", "missing.txt", "missing.txt"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(tmp_path: Path, setting: str, value: str, word: str) -> None:
    ran = CommandLine(tmp_path, {setting: value})("requests", "list")

    assert ran.code == 2
    assert word in ran.err
    assert "Traceback" not in ran.err


def of_something_else(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (address TEXT)")
        connection.commit()


def held(path: Path) -> object:
    """The names of its tables; its text when it has none."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("SELECT name FROM sqlite_master").fetchall()
    except sqlite3.DatabaseError:
        return path.read_text()


@pytest.mark.parametrize("make", [lambda path: path.write_text("shopping list"), of_something_else])
@pytest.mark.parametrize("words", [("requests", "list"), ("db", "upgrade"), ("serve",), ("doctor",)])
def test_a_file_that_is_no_ledger_is_named_and_left_alone(
    tmp_path: Path, make: Callable[[Path], object], words: tuple[str, ...]
) -> None:
    make(tmp_path / "other.db")
    before = held(tmp_path / "other.db")

    ran = CommandLine(tmp_path, {"DATABASE_URL": "sqlite:///other.db"})(*words)

    assert ran.code == (1 if words == ("doctor",) else 2)
    assert "other.db is not a sound ledger" in ran.out + ran.err
    assert "Traceback" not in ran.err
    assert held(tmp_path / "other.db") == before


def test_without_its_driver_postgresql_is_no_riddle(tmp_path: Path) -> None:
    (tmp_path / "psycopg.py").write_text("raise ImportError")
    guichet = CommandLine(
        tmp_path, {"DATABASE_URL": "postgresql://u:p@127.0.0.1/x", "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    )

    ran = guichet.apart("requests", "list")

    assert (ran.code, "Traceback" in ran.err) == (2, False)
    assert "psycopg" in ran.err


def test_without_a_table_the_command_to_run_is_named(guichet: CommandLine) -> None:
    for words in (("ask", "x"), ("kb", "match"), ("serve",)):
        ran = guichet.apart(*words)
        assert (ran.code, "guichet kb import" in ran.err) == (2, True), words
