"""`guichet kb`: the routing table as files, its soundness, and what it makes of questions."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app import Ledger
from bot.cli.open import ledger_at_hand, need_sound_table
from bot.cli.progress import making_vectors
from bot.cli.quality import advice, evaluate, learned
from bot.cli.say import print_json, problem_text, say, show_problems, warn
from bot.clock import SystemClock
from bot.errors import BotError
from bot.importing import Proposal, load_files, propose, publish
from knowledge.changes import Difference
from knowledge.exchange import Problem, Severity, write_csv, write_xlsx, write_yaml
from knowledge.matcher import Ambiguous, Match, Matched
from knowledge.models import Lang, RoutingTable
from knowledge.rules import check as check_table

app = typer.Typer(no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json")]
FINDING = 1
MOST_VECTORS = 2_000  # made by an import: about a minute


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument()],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    replace: Annotated[bool, typer.Option("--replace")] = False,
    as_json: AsJson = False,
) -> None:
    """Add and change rows by id and publish one new version; exit 1 with every problem when there are errors."""
    with ledger_at_hand() as (settings, ledger):
        proposal = propose(ledger.routing, load_files(files), replace=replace)
        version = proposal.before.version
        if proposal.is_sound and not dry_run:
            version = publish(ledger.routing, proposal, author="cli", now=SystemClock().now())
        if as_json:
            print_json(_import_report(proposal, version, settings.lang))
        else:
            show_problems(proposal.problems, settings.lang)
            _show_result(proposal, version, settings.lang, dry_run=dry_run)
        if proposal.is_sound and not dry_run:
            _prepare(ledger, settings.lang, is_quiet=as_json)
    raise typer.Exit(0 if proposal.is_sound else FINDING)


@app.command()
def export(
    target: Annotated[Path, typer.Argument()],
    *,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Write the published table; importing it again gives the same table."""
    with ledger_at_hand() as (settings, ledger):
        need_sound_table(ledger)
        for path, content in _exported(ledger.routing.published(), target).items():
            if path.exists() and not force:
                raise BotError("target_exists", path=str(path))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            say("cli.kb.exported", settings.lang, path=path)


@app.command()
def check(*, as_json: AsJson = False) -> None:
    """Say what is wrong with the published table, what it predicts for itself, and what became of real questions.

    Exit 1 when something is wrong.
    """
    with ledger_at_hand() as (settings, ledger):
        need_sound_table(ledger)
        table = ledger.routing.published()
        problems = check_table(table, {})
        advised = advice(table, learned(ledger, table, settings.lang), settings.lang)
        if as_json:
            print_json([*(_problem(problem, settings.lang) for problem in problems), *advised])
        else:
            show_problems(problems, settings.lang)
            print("\n".join(str(row["text"]) for row in advised))
            say("cli.kb.checked", settings.lang, count=len(problems))
    raise typer.Exit(FINDING if problems else 0)


app.command()(evaluate)


@app.command()
def match() -> None:
    """Match questions: JSON lines {"text": ...} in, JSON lines with outcome and candidates out."""
    with ledger_at_hand() as (settings, ledger):
        need_sound_table(ledger)
        engine = ledger.fitting.best(ledger.routing.published(), making_vectors(settings.lang))
        is_clean = True
        for number, text in _questions():
            if text is None:
                is_clean = False
                warn("cli.kb.bad_line", settings.lang, line=number)
            else:
                print_json({"text": text, **_outcome(engine.match(text))})
    raise typer.Exit(0 if is_clean else FINDING)


def _prepare(ledger: Ledger, lang: Lang, *, is_quiet: bool) -> None:
    """Make the sentence vectors that are lacking, about a minute's worth: `serve` makes the others while it answers.

    May be broken off: the table is in force.
    """
    lacking = ledger.fitting.lacking(ledger.routing.published())
    with suppress(KeyboardInterrupt):
        ledger.fitting.prepare(lacking[:MOST_VECTORS], making_vectors(lang))
    if len(lacking) > MOST_VECTORS and not is_quiet:
        say("cli.kb.vectors_later", lang, count=len(lacking) - MOST_VECTORS)


def _questions() -> Iterator[tuple[int, str | None]]:
    """The texts on standard input with their line numbers; None for a line that holds none."""
    lines = sys.stdin.buffer.read().decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _text_of(line)


def _text_of(line: str) -> str | None:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    text = data.get("text") if isinstance(data, dict) else None
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else None


def _outcome(match: Match) -> dict[str, Any]:
    outcome = "matched" if isinstance(match, Matched) else "ambiguous" if isinstance(match, Ambiguous) else "unknown"
    candidates = [
        {"topic": found.topic, "confidence": round(found.confidence, 4), "reason": str(found.reason)}
        for found in match.candidates
    ]
    return {"outcome": outcome, "candidates": candidates}


def _exported(table: RoutingTable, target: Path) -> dict[Path, bytes]:
    match target.suffix.lower():
        case ".xlsx":
            return {target: write_xlsx(table)}
        case ".yaml" | ".yml":
            return {target: write_yaml(table)}
        case "":
            return {target / name: content for name, content in write_csv(table).items()}
        case other:
            raise BotError("unknown_export_format", extension=other)


def _show_result(proposal: Proposal, version: int, lang: Lang, *, dry_run: bool) -> None:
    if not proposal.is_sound:
        errors = sum(problem.severity is Severity.ERROR for problem in proposal.problems)
        say("cli.kb.refused", lang, count=errors)
        return
    for sheet, (added, changed, archived) in _counts(proposal.difference).items():
        say("cli.kb.sheet", lang, sheet=sheet, added=added, changed=changed, archived=archived)
    if dry_run:
        say("cli.kb.dry_run", lang)
    elif not proposal.difference:
        say("cli.kb.nothing_new", lang, version=version)
    else:
        say("cli.kb.published", lang, version=version)


def _counts(difference: Difference) -> dict[str, tuple[int, int, int]]:
    sheets = {
        "people": difference.people,
        "departments": difference.departments,
        "topics": difference.topics,
        "glossary": difference.glossary,
    }
    return {
        name: (len(sheet.added), len(sheet.changed), len(sheet.archived)) for name, sheet in sheets.items() if sheet
    }


def _import_report(proposal: Proposal, version: int, lang: Lang) -> dict[str, Any]:
    counts = _counts(proposal.difference).items()
    return {
        "version": version,
        "sound": proposal.is_sound,
        "problems": [_problem(problem, lang) for problem in proposal.problems],
        "changes": {sheet: dict(zip(("added", "changed", "archived"), three, strict=True)) for sheet, three in counts},
    }


def _problem(problem: Problem, lang: Lang) -> dict[str, Any]:
    return {
        "severity": problem.severity,
        "code": problem.code,
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "text": problem_text(problem, lang),
    }
