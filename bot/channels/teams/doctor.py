"""What `guichet doctor` can tell of Teams without writing to anybody."""

from collections.abc import Sequence

from bot.channel import Finding
from bot.channels.teams.keys import Key
from bot.channels.teams.tokens import Tokens
from bot.channels.teams.whereabouts import NAME
from bot.keyring import KeyRing
from bot.reception import Reception


def anonymous() -> Sequence[Finding]:
    """Development on this machine asks nothing of Microsoft."""
    return [Finding(is_well=True, text="doctor.teams.anonymous")]


async def findings(keys: KeyRing[Key], tokens: Tokens, reception: Reception) -> Sequence[Finding]:
    """Whether the keys and a token can be had, and which departments have no channel on Teams."""
    has_keys, token = await keys.warm_up(), await tokens.get()
    linked = await reception.links(NAME)
    missing = [department for department in reception.table.departments if department not in linked]
    return [
        Finding(is_well=True, text="doctor.teams.keys_well")
        if has_keys
        else Finding(is_well=False, text="doctor.teams.keys_ill"),
        Finding(is_well=True, text="doctor.teams.token_well")
        if token
        else Finding(is_well=False, text="doctor.teams.token_ill"),
        Finding(is_well=False, text="doctor.teams.channels_ill", values={"departments": ", ".join(missing)})
        if missing
        else Finding(is_well=True, text="doctor.teams.channels_well"),
    ]
