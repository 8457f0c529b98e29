"""Two questions in one text: cut where one ends and another begins, and kept apart only when both are sure."""

import re
from collections.abc import Callable

from handlers.scene import Part
from knowledge.matcher import Match, Matched
from knowledge.models import TopicId

MOST_PARTS = 6  # looked at; a text of more sentences is a story, not a list
_ASKING = (
    r"(?:(?:où|ou|qui|que|quoi|quand|comment|combien|quelle?s?|pourquoi|who|where|what|when|how|why|which|can|do|does)\b"
    r"|est-ce|c[’']est|qu[’'])"
)
_CUT = re.compile(
    r"(?<=[?!])\s+|(?<=[.;])\s+|\n+|\s*[,;]?\s+(?:et aussi|et puis|ainsi que|and also|as well as)\s+"
    rf"|\s*,?\s+(?:et|puis|pis|and)\s+(?={_ASKING})",
    re.IGNORECASE,
)


def parts_of(text: str, whole: Match, match: Callable[[str], Match]) -> tuple[Part, ...]:
    """The parts that are sure of different topics; empty unless there are two. `whole` is the match of all of it."""
    pieces = [piece.strip() for piece in _CUT.split(text[:2000]) if piece and piece.strip()]
    if not 1 < len(pieces) <= MOST_PARTS or _is_exact(whole):
        return ()
    found: dict[TopicId, Part] = {}
    for piece in pieces:
        outcome = match(piece)
        if isinstance(outcome, Matched):
            found.setdefault(outcome.candidates[0].topic, Part(piece, outcome))
    return tuple(found.values()) if len(found) > 1 else ()


def _is_exact(match: Match) -> bool:
    """The whole text is the very words of one topic."""
    return isinstance(match, Matched) and str(match.candidates[0].reason) == "phrasing"
