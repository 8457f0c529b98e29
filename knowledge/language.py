"""Which language a text is in, by its function words and accents; None when they do not say.

Matching never depends on it: it only chooses the language of the reply.
"""

import re

from knowledge.models import Lang

_FRENCH = frozenset(
    """
    ai as au aux avec c ça ce ces cette chez ci combien comment d dans de des donc du elle en est et été faire fait
    faut il ils j je l la le les leur ma mais me mes mon n ne nos notre nous on ont ou où par pas pis plus pour pourquoi
    qu quand que quel quelle quelles quels qui quoi s sa sans ses son sont suis sur ta te tes ton tu un une va veut veux
    voir vos votre vous y à ça allo bonjour merci salut svp
    """.split(),
)
_ENGLISH = frozenset(
    """
    a about am an and any are at be been by can could did do does for from get had has have hello her hi his how i in is
    isn it its just ll m me my need no not of on or our please re she should so some thanks that the their them there
    they this to us ve want was we were what when where which who whose why will with would you your
    """.split(),
)
_BOTH = _FRENCH & _ENGLISH
_WORDS = re.compile(r"[^\W\d_]+")
_ACCENTS = re.compile("[àâçéèêëîïôùûœ]")


def guess(text: str) -> Lang | None:
    """The language whose words weigh more in the text's first 2,000 characters."""
    lowered = text[:2000].casefold()
    words = [word for word in _WORDS.findall(lowered) if word not in _BOTH]
    french = sum(word in _FRENCH for word in words) + len(_ACCENTS.findall(lowered))
    english = sum(word in _ENGLISH for word in words)
    if french == english:
        return None
    return Lang.FR if french > english else Lang.EN
