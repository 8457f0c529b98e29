"""How good the routing is: by labelled questions (`kb evaluate`), by the table and by real questions (`kb check`)."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app import Ledger
from bot.cli.open import ledger_at_hand, need_sound_table
from bot.cli.picture import draw
from bot.cli.progress import making_vectors, trying_questions
from bot.cli.say import in_per_cent, print_json, say, sentence, warn
from bot.clock import SystemClock
from bot.engines.fitting import Fitted
from bot.engines.learning import Learning
from bot.engines.told import Told, told
from bot.errors import BotError
from knowledge.evaluation import Health, Labelled, Report, health
from knowledge.evaluation import evaluate as judge
from knowledge.lexical.sense import EncoderFailedError
from knowledge.models import Lang, RoutingTable, TopicId

FINDING = 1
_SHARES = ("top1", "top3", "useful", "wrong", "asked", "resolved", "calibration_error")
_MOST_SHOWN = 10


def evaluate(
    labelled: Annotated[Path, typer.Argument()],
    *,
    picture: Annotated[Path | None, typer.Option()] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Ask labelled questions and print how good the answers are; exit 1 when a line could not be read."""
    with ledger_at_hand() as (settings, ledger):
        need_sound_table(ledger)
        table = ledger.routing.published()
        questions, bad = _read(labelled, table)
        for number in bad:
            warn("cli.kb.bad_label", settings.lang, line=number)
        report = judge(ledger.fitting.best(table, making_vectors(settings.lang)), questions)
        if as_json:
            print_json(asdict(report))
        else:
            _show(report, settings.lang)
        if picture:
            _draw(report, picture, settings.lang, is_quiet=as_json)
    raise typer.Exit(FINDING if bad else 0)


def learned(ledger: Ledger, table: RoutingTable, lang: Lang) -> Fitted:
    """The best engine of the table, with what it can learn by now of what became of questions."""
    engine = ledger.fitting.best(table, making_vectors(lang))
    learning, now = Learning(ledger.units, ledger.fitting), SystemClock().now()
    try:
        return learning.learned(table, engine, now, trying_questions(lang))
    except EncoderFailedError:  # has said so where it failed first
        return engine


def advice(table: RoutingTable, engine: Fitted, lang: Lang) -> list[dict[str, Any]]:
    """What the table predicts for itself, what would make it better and what became of questions.

    As rows beside those of its problems; that of the questions has its figures as `data`.
    """
    rows = [_row(code, text) for code, text in _advised(health(table, engine), table, lang)]
    found = told(engine)
    return [
        *rows,
        {
            **_row("feedback", sentence(found.key, lang, **found.figures(lambda share: in_per_cent(share, lang)))),
            "data": _figures(found),
        },
    ]


def _row(code: str, text: str) -> dict[str, Any]:
    return {"severity": "advice", "code": code, "file": "", "sheet": "topics", "row": None, "column": "", "text": text}


def _figures(found: Told) -> dict[str, Any]:
    """For programs; thresholds that nothing can reach are 1."""
    thresholds = {
        name: {"before": round(min(moved.before, 1.0), 4), "after": round(min(moved.after, 1.0), 4)}
        for name, moved in (("answer", found.answer), ("ask", found.ask))
    }
    right = None if found.right is None else round(found.right, 4)
    return {"counted": found.counted, "needed": found.needed, "right": right, **thresholds}


def _advised(found: Health, table: RoutingTable, lang: Lang) -> Iterator[tuple[str, str]]:
    by_lang = ", ".join(f"{name} {in_per_cent(share, lang)}" for name, share in found.by_lang.items())
    yield "accuracy", sentence("cli.kb.accuracy", lang, share=in_per_cent(found.accuracy, lang), by_lang=by_lang or "-")
    if found.few_phrasings:
        names = _some(list(found.few_phrasings))
        yield "few_phrasings", sentence("cli.kb.few_phrasings", lang, count=len(found.few_phrasings), topics=names)
    for close in found.close[:_MOST_SHOWN]:
        titles = {
            name: table.topics[topic].title.best(lang) or topic for name, topic in _pair(close.topic, close.other)
        }
        yield "close", sentence("cli.kb.close", lang, count=close.count, **titles)


def _pair(topic: TopicId, other: TopicId) -> tuple[tuple[str, TopicId], tuple[str, TopicId]]:
    return ("topic", topic), ("other", other)


def _some(names: list[TopicId]) -> str:
    more = "…" if len(names) > _MOST_SHOWN else ""
    return ", ".join(names[:_MOST_SHOWN]) + more


def _read(path: Path, table: RoutingTable) -> tuple[list[Labelled], list[int]]:
    """The questions of a file, and the numbers of the lines that hold none or name a topic the table has not."""
    try:
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    except OSError as error:
        raise BotError("file_unreadable", path=str(path), reason=error.strerror or "") from error
    read = {number: _labelled(line, table) for number, line in enumerate(lines, start=1) if line.strip()}
    return [found for found in read.values() if found], [number for number, found in read.items() if not found]


def _labelled(line: str, table: RoutingTable) -> Labelled | None:
    try:
        told = json.loads(line)
        accepted = [told["topic"], *told.get("also", [])]
        known = {topic for topic in accepted if topic is not None}
        if not isinstance(told["text"], str) or not known <= table.topics.keys():
            return None
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None
    return Labelled(text=told["text"], accepted=frozenset(known))


def _show(report: Report, lang: Lang) -> None:
    say("cli.kb.evaluated", lang, questions=report.questions, covered=report.covered)
    for name in _SHARES:
        print(
            f"  {sentence(f'cli.kb.figure.{name}', lang):60s}{in_per_cent(getattr(report, name), lang, decimals=1):>8s}"
        )
    if report.confusions:
        say("cli.kb.confusions", lang)
    for confusion in report.confusions[:_MOST_SHOWN]:
        print(f"  {confusion.count:3d}  {confusion.right or '-'} -> {confusion.said}")


def _draw(report: Report, picture: Path, lang: Lang, *, is_quiet: bool) -> None:
    try:
        picture.write_text(draw(report, lang), encoding="utf-8")
    except OSError as error:
        raise BotError("file_unreadable", path=str(picture), reason=error.strerror or "") from error
    if not is_quiet:
        say("cli.kb.drawn", lang, path=picture)
