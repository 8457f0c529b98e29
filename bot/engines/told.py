"""What an engine learned of questions, to be told: a key of the catalog and what goes into the sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil

from bot.engines.fitting import Fitted, parts
from knowledge.calibration import NEVER
from knowledge.feedback import FEWEST, Moved, answer_moved, ask_moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The sentence of `key` takes `figures`; thresholds, before and after, are probabilities."""

    key: str
    counts: Mapping[str, int]
    counted: int
    needed: int
    right: float | None
    answer: Moved
    ask: Moved
    shares: Mapping[str, float] = field(default_factory=dict)

    def figures(self, in_per_cent: Callable[[float], str]) -> dict[str, str]:
        """What goes into the sentence, shares as their reader writes them."""
        shares = {name: in_per_cent(share) for name, share in self.shares.items()}
        return {**{name: str(count) for name, count in self.counts.items()}, **shares}


def told(engine: Fitted) -> Told:
    """Of a cascade, the thorough one's: it has the last word."""
    part = parts(engine)[-1]
    own, found = part.own_calibration, part.refinement
    answer, ask, counted = answer_moved(own, found), ask_moved(own, found), int(found.counted)
    right = found.right / found.answered if found.answered else None
    shares: dict[str, float] = {}
    if own.answer >= NEVER:
        key, counts = "feedback.table_too_small", {"count": counted}
    elif not found.is_enough:
        missing = ceil(FEWEST - found.counted)
        key, counts = "feedback.too_few", {"count": counted, "needed": FEWEST, "missing": missing}
    else:
        key = "feedback.refined" if right is not None else "feedback.refined_unproved"
        shares = {
            "answer_before": answer.before,
            "answer_after": answer.after,
            "ask_before": ask.before,
            "ask_after": ask.after,
        }
        counts = {"count": counted}
        if right is not None:
            counts["answered"], shares["right"] = round(found.answered), right
    return Told(
        key=key, counts=counts, shares=shares, counted=counted, needed=FEWEST, right=right, answer=answer, ask=ask
    )
