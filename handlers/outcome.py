"""What a use case returns: the request it was about, and what to say in the platform's own response."""

from dataclasses import dataclass

from handlers.outgoing import Line
from handlers.requests.model import RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`line` may be lost without harm; `duplicate` means the fact had been taken care of before.

    `refused` means that nothing was done and `line` says why: a platform with forms keeps what was typed.
    """

    request: RequestId | None = None
    line: Line | None = None
    duplicate: bool = False
    refused: bool = False
