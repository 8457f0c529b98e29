"""A light stem, the same for French and English: enough for `commandes` and `commander` to meet.

Consistency matters more than grammar: both sides of a comparison go through here, and an over-long cut is harmless.
"""

from functools import lru_cache

_SHORTEST = 3
_ENDINGS = sorted(
    (
        "issements issement ations ation ements ement euses euse ateurs ateur eurs eur ings ing aient erait erai "
        "eront ait ais ons ees ee es er ez e ed s x rs ers ies y ie"
    ).split(),
    key=len,
    reverse=True,
)


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """`word` without its ending; words with digits and short words stay as they are."""
    if not word.isalpha() or len(word) <= _SHORTEST:
        return word
    cut = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST), "")
    root = word[: len(word) - len(cut)]
    return root[:-1] if len(root) > _SHORTEST and root[-1] == root[-2] else root
