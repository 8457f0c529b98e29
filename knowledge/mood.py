"""The tone of a text: thanks alone, a greeting alone, anger. It changes how a reply begins, nothing else."""

import re

from knowledge.lexical.small_talk import GREETINGS
from knowledge.text import fold, words

_THANKS = frozenset("merci mercis thanks thank thx ty tks".split())
_AROUND_THANKS = frozenset(
    """
    a beaucoup bien de du infiniment mille pour tout tous toutes vous toi te your you u so very much many a lot for the
    that your all everything help aide reponse answer quick rapide super parfait perfect genial great ok c est it s
    is this ca marche works worked bonne journee have nice good day
    """.split()
)
_ANGRY = re.compile(
    r"\b(?:ras le bol|inacceptable|inadmissible|scandaleux|honteux|en ai (?:marre|assez|plein)|exaspere\w*|furieu\w*"
    r"|n'importe quoi|foutage|tabarnak|calisse|criss?e|osti|bordel|putain|merde|personne (?:ne )?(?:repond|m'aide)"
    r"|\d+e fois|encore une fois|unacceptable|ridiculous|fed up|sick of|furious|outrageous|wtf|fuck\w*|bullshit|damn"
    r"|useless|nobody (?:answers|helps|cares)|last straw|nth time)\b"
)
_SHOUTED = 0.7  # of the letters in capitals
_LONG_ENOUGH = 12  # letters, before capitals or marks mean anything


def is_thanks(text: str) -> bool:
    """Thanks and nothing else: it asks for nothing and reopens nothing."""
    told = set(words(fold(text)))
    return bool(told & _THANKS) and told <= _THANKS | _AROUND_THANKS | GREETINGS


def is_greeting(text: str) -> bool:
    """A greeting and nothing else."""
    told = set(words(fold(text)))
    return bool(told) and told <= GREETINGS


def sounds_angry(text: str) -> bool:
    """Words of anger, shouting, or a burst of exclamation marks."""
    read = text[:2000]
    letters = [char for char in read if char.isalpha()]
    is_long = len(letters) >= _LONG_ENOUGH
    shouted = is_long and sum(char.isupper() for char in letters) / len(letters) >= _SHOUTED
    return shouted or (is_long and "!!" in read) or _ANGRY.search(fold(read)) is not None
