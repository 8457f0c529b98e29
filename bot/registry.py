"""Finds the folders under `channels/` and opens those that are configured."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules

import bot.channels
from bot.channel import Platform, Serving
from bot.reception import Reception

OpenPlatform = Callable[[Serving, Reception], Platform | None]


def open_platforms(serving: Serving, reception: Reception) -> list[Platform]:
    """The configured platforms, not started yet. Raises BotError for one that is configured wrongly."""
    opened = (open_platform(serving, reception) for open_platform in _openers())
    return [platform for platform in opened if platform]


def _openers() -> Iterator[OpenPlatform]:
    """What each folder offers; folders of channels without a platform behind them, such as the pages, offer nothing."""
    for folder in iter_modules(bot.channels.__path__, f"{bot.channels.__name__}."):
        opener = getattr(import_module(folder.name), "open_platform", None)
        if opener:
            yield opener
