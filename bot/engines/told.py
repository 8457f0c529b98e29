"""What an engine learned of questions, to be told: a key of the catalog and what goes into the sentence."""

from dataclasses import dataclass
from math import ceil

from bot.engines.fitting import Fitted, parts
from knowledge.calibration import NEVER
from knowledge.feedback import FEWEST, Moved, answer_moved, ask_moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`figures` for the sentence of that key; the others as they are, thresholds before and after as probabilities."""

    key: str
    figures: dict[str, str]
    counted: int
    needed: int
    right: float | None
    answer: Moved
    ask: Moved


def told(engine: Fitted) -> Told:
    """Of a cascade, the thorough one's: it has the last word."""
    part = parts(engine)[-1]
    own, found = part.own_calibration, part.refinement
    answer, ask, counted = answer_moved(own, found), ask_moved(own, found), int(found.counted)
    right = found.right / found.answered if found.answered else None
    if own.answer >= NEVER:
        key, figures = "feedback.table_too_small", {"count": str(counted)}
    elif not found.is_enough:
        missing = ceil(FEWEST - found.counted)
        key, figures = "feedback.too_few", {"count": str(counted), "needed": str(FEWEST), "missing": str(missing)}
    else:
        key = "feedback.refined" if right is not None else "feedback.refined_unproved"
        shares = {
            "answer_before": answer.before,
            "answer_after": answer.after,
            "ask_before": ask.before,
            "ask_after": ask.after,
        }
        figures = {"count": str(counted), **{name: f"{share:.0%}" for name, share in shares.items()}}
        if right is not None:
            figures |= {"answered": str(round(found.answered)), "right": f"{right:.0%}"}
    return Told(key=key, figures=figures, counted=counted, needed=FEWEST, right=right, answer=answer, ask=ask)
