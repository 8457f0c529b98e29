"""A Slack profile as an account of ours. Pure."""

from bot.channels.slack.payload import Json, flag, word
from bot.channels.slack.places import SLACK
from bot.words import known_zone
from handlers.accounts import Account, unknown_person
from handlers.incoming import PersonId, Standing
from knowledge.models import Lang


def account_of(user: Json, team: str) -> Account:
    """Who it is; `team` is ours: everybody of another one is a guest."""
    email = word(user, "profile", "email").strip().lower()
    return Account(
        channel=SLACK,
        account=word(user, "id"),
        person=PersonId(email) if email else unknown_person(SLACK, word(user, "id")),
        name=_name(user),
        lang=_lang(word(user, "locale")),
        timezone=known_zone(word(user, "tz")),
        standing=_standing(user, team),
    )


def _name(user: Json) -> str:
    names = (
        word(user, "profile", "real_name"),
        word(user, "real_name"),
        word(user, "profile", "display_name"),
        word(user, "name"),
    )
    return next((name for name in names if name), "")


def _lang(locale: str) -> Lang | None:
    lang = locale.replace("_", "-").partition("-")[0].lower()
    return Lang(lang) if lang in set(Lang) else None


def _standing(user: Json, team: str) -> Standing:
    if flag(user, "deleted"):
        return Standing.GONE
    is_visitor = any(flag(user, name) for name in ("is_restricted", "is_ultra_restricted", "is_stranger"))
    theirs = word(user, "team_id")
    return Standing.GUEST if is_visitor or (team and theirs and theirs != team) else Standing.MEMBER
