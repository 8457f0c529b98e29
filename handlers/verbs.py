"""What a person can do to a request, by the same names on every channel (DESIGN 7)."""

from enum import StrEnum


class Verb(StrEnum):
    """Slack action ids, Teams verbs and form fields all use these names."""

    TAKE = "take"
    ANSWER = "answer"
    ASK_BACK = "ask_back"
    NOT_OURS = "not_ours"
    HAND_OVER = "hand_over"
    LATER = "later"
    NOTE = "note"
    CALL_BACK = "call_back"
    CHOOSE = "choose"
    NONE_OF_THESE = "none_of_these"
    HELPED = "helped"
    NOT_HELPED = "not_helped"
    PASS_ON = "pass_on"
    NOT_THESE_PEOPLE = "not_these_people"
    KEEP_PRIVATE = "keep_private"
    NUDGE = "nudge"
    ADD = "add"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    JOIN = "join"
    RATE = "rate"
    THANKS = "thanks"
    NOT_A_REQUEST = "not_a_request"
    LANG = "lang"


TOPIC = "topic:"  # before a topic's id, where something else may be picked too
SAID = "said"  # the choice of an `answer` that was said in the thread already

OWNER_VERBS = frozenset(
    {
        Verb.TAKE,
        Verb.ANSWER,
        Verb.ASK_BACK,
        Verb.NOT_OURS,
        Verb.HAND_OVER,
        Verb.LATER,
        Verb.NOTE,
        Verb.CALL_BACK,
    },
)
