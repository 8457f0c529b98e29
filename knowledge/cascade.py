"""Two engines in a row: the quick one answers when it has no doubt, the thorough one is asked about the rest.

Should the thorough one fail, the quick one's answer stands: a question never waits for a repair.
"""

from collections.abc import Sequence

from knowledge.lexical.engine import LexicalEngine
from knowledge.lexical.features import Floats
from knowledge.lexical.sense import EncoderFailedError
from knowledge.matcher import Match, Matched, NoMatch, ReasonKind, SelfTest, WhyNot

_AS_WRITTEN = frozenset({ReasonKind.PHRASING, ReasonKind.CODE})


class Cascade:
    """An engine made of two that were fitted to the same table."""

    def __init__(self, quick: LexicalEngine, thorough: LexicalEngine) -> None:
        self.quick = quick
        self.thorough = thorough

    @property
    def alike(self) -> float:
        """The least likeness of two questions that are one and the same, measured on the table."""
        return self.thorough.alike

    def likenesses(self, texts: Sequence[str]) -> Floats:
        """How alike each of the texts is to each, 0 to 1, as a square."""
        return self.thorough.likenesses(texts)

    def self_test(self) -> tuple[SelfTest, ...]:
        return self.thorough.self_test()

    def match(self, text: str) -> Match:
        match = self.quick.match(text)
        if not is_doubtful(match, self.quick.calibration.doubtless):
            return match
        try:
            return self.thorough.match(text)
        except EncoderFailedError:
            return match


def is_doubtful(match: Match, doubtless: float) -> bool:
    """Whether somebody slower should look: not at what is written in the table, nor at what is no question."""
    if isinstance(match, NoMatch):
        return match.why is WhyNot.UNSURE
    first = match.candidates[0]
    if first.reason.kind in _AS_WRITTEN:
        return False
    return not (isinstance(match, Matched) and first.confidence >= doubtless)
