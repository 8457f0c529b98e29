"""What the ledger says afterwards of everything that was acknowledged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.database import Database
from handlers.outgoing import View
from handlers.requests.model import FIRST_NUMBER

_ASKED = sa.select(tables.requests.c.id, tables.requests.c.question, tables.requests.c.requester)
_SHOWN = sa.select(tables.web_messages.c.conversation, tables.web_messages.c.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Counts; all but the first have to be 0 or empty."""

    questions: int
    lost: tuple[str, ...]  # acknowledged, and no request bears the words
    doubled: int  # several requests bear them
    unanswered: int  # nothing of the request stands in the requester's conversation
    answered_twice: int  # the first reply stands there more than once

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.unanswered or self.answered_twice)


def verdict(database: Database, questions: Sequence[str]) -> Verdict:
    """Over the questions that were acknowledged, each of which was asked once."""
    with database.read() as connection:
        requests = connection.execute(_ASKED).all()
        replies = Counter(
            (row.conversation, row.content["reference"])
            for row in connection.execute(_SHOWN)
            if row.content.get("view") == View.REQUESTER
        )
    wanted = set(questions)
    asked = Counter(row.question for row in requests)
    seen = [
        replies[f"person:{row.requester}", f"G-{FIRST_NUMBER + row.id}"] for row in requests if row.question in wanted
    ]
    return Verdict(
        questions=len(questions),
        lost=tuple(text for text in questions if asked[text] == 0),
        doubled=sum(asked[text] > 1 for text in questions),
        unanswered=sum(count == 0 for count in seen),
        answered_twice=sum(count > 1 for count in seen),
    )
