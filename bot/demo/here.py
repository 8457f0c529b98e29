"""The bridge without its threads: whoever lives through weeks in one go waits for nobody, and hops cost the most."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from bot.bridge import Bridge
from bot.core import Core

P = ParamSpec("P")
T = TypeVar("T")


class Here(Bridge):
    """Runs each call where it is made; everything else is the bridge's."""

    def __init__(self, core: Core) -> None:
        super().__init__(core, writers=2)  # with more than one, nothing waits to be committed together

    async def write(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return call(*args, **kwargs)

    async def write_alone(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return call(*args, **kwargs)

    async def read(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return call(*args, **kwargs)
