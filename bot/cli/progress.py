"""A bar on the screen while something slow is made; nothing where nobody watches."""

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.cli.say import sentence
from bot.engines.remembered import Progress as Tell
from knowledge.models import Lang


def making_vectors(lang: Lang) -> Tell:
    """A bar for sentence vectors, shown from the first news to the last."""
    return _bar(sentence("cli.kb.making_vectors", lang))


def trying_questions(lang: Lang) -> Tell:
    """A bar for questions that the engine learns from."""
    return _bar(sentence("cli.kb.trying_questions", lang))


def _bar(title: str) -> Tell:
    return _Bar(title) if sys.stderr.isatty() else _silent


def _silent(done: int, of: int) -> None: ...


class _Bar:
    """Begins when it is first told, ends at the last."""

    def __init__(self, title: str) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._title = title
        self._task: TaskID | None = None

    def __call__(self, done: int, of: int) -> None:
        if self._task is None:
            self._progress.start()
            self._task = self._progress.add_task(self._title, total=of)
        self._progress.update(self._task, completed=done)
        if done == of:
            self._progress.stop()
