"""What the command line says, in the language of the settings: sentences, problems, errors."""

import json
import sys
from collections.abc import Iterable

from babel import Locale
from babel.numbers import format_percent

from bot.errors import BotError
from bot.settings import read_settings
from bot.texts import load_catalog
from knowledge.errors import KnowledgeError
from knowledge.models import Lang
from knowledge.problems import Problem, Severity


def sentence(key: str, lang: Lang, /, **values: object) -> str:
    """The catalog's sentence in `lang`."""
    return load_catalog().say(lang, key, {name: str(value) for name, value in values.items()})


def in_per_cent(share: float, lang: Lang, *, decimals: int = 0) -> str:
    """A part of one as readers of that language write it: 72 %, 72%."""
    pattern = Locale.parse(lang).percent_formats[None].pattern.replace("##0", f"##0.{'0' * decimals}".rstrip("."))
    return str(format_percent(share, pattern, locale=lang))


def say(key: str, lang: Lang, /, **values: object) -> None:
    """A sentence on standard output."""
    print(sentence(key, lang, **values))


def warn(key: str, lang: Lang, /, **values: object) -> None:
    """A sentence on standard error, where it does not disturb what a program reads."""
    print(sentence(key, lang, **values), file=sys.stderr)


def print_json(data: object) -> None:
    """One JSON document a line, readable in any terminal."""
    print(json.dumps(data, ensure_ascii=False))


def complain(error: BotError | KnowledgeError) -> None:
    """What went wrong, on standard error."""
    print(explain(error), file=sys.stderr)


def explain(error: BotError | KnowledgeError) -> str:
    """What went wrong and what to do next; the bare code where no sentence exists."""
    catalog = load_catalog()
    key = f"error.{error.code}"
    values = {name: str(value) for name, value in error.data.items()}
    return catalog.say(spoken_here(), key, values) if catalog.has(key) else f"{error.code} {error.data}"


def show_problems(problems: Iterable[Problem], lang: Lang) -> None:
    """Each problem at its file, sheet, row and column, errors first."""
    for problem in sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR):
        print(f"{_where(problem)}: {sentence(f'cli.{problem.severity}', lang)}: {problem_text(problem, lang)}")


def problem_text(problem: Problem, lang: Lang) -> str:
    return sentence(f"problem.{problem.code}", lang, **problem.data)


def _where(problem: Problem) -> str:
    parts = (problem.file, problem.sheet, str(problem.row or ""), problem.column)
    return ":".join(part for part in parts if part) or "-"


def spoken_here() -> Lang:
    """The settings' language, even when another setting is what went wrong."""
    try:
        return read_settings().lang
    except BotError:
        return Lang.EN
