"""`guichet doctor`: what keeps this Guichet from working, each finding with what to do about it."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from bot.app import Ledger, check_platforms, make_core, open_ledger
from bot.channel import Finding, Serving
from bot.cli.say import print_json, sentence
from bot.clock import SystemClock
from bot.core import Core
from bot.engines.fitting import Senses
from bot.errors import BotError
from bot.settings import EngineChoice, Settings, read_section, read_settings
from bot.storage.schema import ensure_current
from bot.web.signin.settings import Settings as SignIn
from bot.web.signin.settings import is_configured
from knowledge.errors import KnowledgeError
from knowledge.models import Lang
from knowledge.problems import Severity
from knowledge.rules import check as check_table

FINDING = 1


def doctor(*, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Check settings, ledger, routing table, matching and channels; exit 1 when something is wrong."""
    settings = read_settings()
    findings = list(_examined(settings))
    if as_json:
        print_json([_as_data(finding, settings.lang) for finding in findings])
    else:
        for finding in findings:
            print(f"{'✓' if finding.is_well else '✗'} {_said(finding, settings.lang)}")
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else FINDING)


def _examined(settings: Settings) -> Iterator[Finding]:
    """One thing after another; what cannot be looked at without an earlier one is left out."""
    yield _well("doctor.settings")
    with open_ledger(settings) as ledger:
        schema = _tried(lambda: ensure_current(ledger.database), "doctor.database")
        yield schema
        if not schema.is_well:
            return
        if not ledger.routing.published_version():
            yield _wrong(BotError("no_table"))
            return
        yield _table(ledger)
        core = make_core(settings, ledger, SystemClock())
        yield _matching(core)
        yield _engine(ledger, settings)
        yield _sign_in(core)
        yield from _channels(core, ledger, settings)


def _table(ledger: Ledger) -> Finding:
    problems = check_table(ledger.routing.published(), {})
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    counts = {"errors": str(errors), "warnings": str(len(problems) - errors)}
    return Finding(is_well=not errors, text="doctor.table_wrong" if errors else "doctor.table", values=counts)


def _matching(core: Core) -> Finding:
    """The engine finds a topic by its own title: it is fitted on this table."""
    topics = core.snapshots.current.table.active_topics
    titles = [topic.title.best(core.house.lang) for topic in topics]
    asked = next((title for title in titles if title), "")
    found = core.snapshots.current.engine.match(asked) if asked else None
    is_well = bool(found and found.candidates)
    values = {"topics": str(len(topics))}
    return Finding(
        is_well=is_well, text="doctor.matching" if is_well else "doctor.matching_finds_nothing", values=values
    )


def _engine(ledger: Ledger, settings: Settings) -> Finding:
    """Which engine answers; wrong only when the semantic one was asked for by name and is not here."""
    senses = ledger.fitting.senses
    made, of = ledger.fitting.made_of(ledger.routing.published()) if senses is Senses.SEMANTIC else (0, 0)
    if made < of:
        return Finding(is_well=True, text="doctor.engine.making", values={"made": str(made), "of": str(of)})
    is_well = senses is not Senses.MISSING or settings.engine is not EngineChoice.SEMANTIC
    return Finding(is_well=is_well, text=f"doctor.engine.{senses}")


def _sign_in(core: Core) -> Finding:
    """Whether the pages are open, and whether the provider that people sign in with is there."""
    try:
        section = read_section(SignIn)
        if not is_configured(section):
            return _well("doctor.sign_in.none")
    except BotError as error:
        return _wrong(error)
    from bot.web.signin.provider import Provider

    return asyncio.run(Provider(section, core.clock.now).check())


def _channels(core: Core, ledger: Ledger, settings: Settings) -> Iterator[Finding]:
    serving = Serving(host="127.0.0.1", port=8080, base_url=settings.base_url)
    try:
        found = asyncio.run(check_platforms(core, ledger, serving))
    except BotError as error:
        yield _wrong(error)
        return
    yield from found or [_well("doctor.no_channel")]


def _tried(look: Callable[[], None], text: str) -> Finding:
    try:
        look()
    except (BotError, KnowledgeError) as error:
        return _wrong(error)
    return _well(text)


def _well(text: str) -> Finding:
    return Finding(is_well=True, text=text)


def _wrong(error: BotError | KnowledgeError) -> Finding:
    values = {name: str(value) for name, value in error.data.items()}
    return Finding(is_well=False, text=f"error.{error.code}", values=values)


def _said(finding: Finding, lang: Lang) -> str:
    return sentence(finding.text, lang, **finding.values)


def _as_data(finding: Finding, lang: Lang) -> dict[str, object]:
    return {
        "is_well": finding.is_well,
        "finding": finding.text,
        "values": dict(finding.values),
        "text": _said(finding, lang),
    }
