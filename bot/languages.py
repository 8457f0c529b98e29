"""Which language a few words are likely in, by the dictionaries of simplemma (MIT): for whatever nothing surer tells.

They are read at the first such question: half a second and 12 MB, which most houses never need, as platforms and the
routing table know most people's language. The compact form answers in half a millisecond and spares 37 MB.
"""

from knowledge.models import Lang

LONGEST = 200  # letters that are looked at


def likely_language(text: str) -> Lang | None:
    """The language that knows more of the words; None when both know as many."""
    from simplemma import langdetect

    shares = dict(langdetect(text[:LONGEST], lang=tuple(Lang), low_memory=True))
    french, english = shares.get(Lang.FR, 0.0), shares.get(Lang.EN, 0.0)
    if french == english:
        return None
    return Lang.FR if french > english else Lang.EN
