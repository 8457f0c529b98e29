"""Greetings, thanks and insults alone: recognised for what they are, and taken off a real question's edges.

When in doubt it is a question: one word outside these lists is enough.
"""

GREETINGS = frozenset(
    """
    bonjour bonsoir salut allo coucou hello hi hey hiya yo hola morning afternoon evening night good bon matin
    bienvenue welcome rebonjour buddy sunshine gang tous toutes all everyone monde folks team there
    """.split()
)
_COURTESY = frozenset(
    """
    merci mercis thanks thank thx ty tks beaucoup lot much many mille bravo parfait super genial great nice cool
    excellent perfect wonderful awesome top ok okay kk daccord dac oui non yes no nope yep please svp stp sil
    plait bye aurevoir ciao bientot later tantot weekend week end journee soiree soir nuit day have bonne bons
    belle worked works marche fin fine gentil gentille kind help aide apprecie appreciated sorry desole desolee
    pardon vendredi friday vive happy
    """.split()
)
_TEMPER = frozenset(
    """
    lol mdr haha hahaha hehe hein huh eh ah oh wow bof meh test tests testing asdf qwerty merde chier fuck
    fucking shit damn crap crisse tabarnak tabarnac calisse osti ostie esti simonac maudit maudite poche nul
    nulle stupide stupid idiot idiote dumb useless junk garbage trash piece imbecile con conne niaiseux
    niaiseuse debile worst robot bot machine aime love hate deteste
    """.split()
)
_GLUE = frozenset(
    """
    a an the and or of to you your youre u i im it is its are am be was for so very vraiment tellement tres trop
    le la les un une des de du et ou ca ce c est es etes suis te t toi tu vous je j me m moi on nous va vas
    aller allez comment how bien well pas que qui quoi that this what aujourdhui today ce cet cette en pour avec
    si aussi donc la matin hier demain apres midi comme fait
    """.split()
)
_ALONE = GREETINGS | _COURTESY | _TEMPER
_EDGE = GREETINGS | frozenset(
    """
    merci thanks thank please svp stp sil plait
    """.split()
)
_MOST_WORDS = 12


def is_small_talk(words: tuple[str, ...]) -> bool:
    """Whether nothing is asked: only greetings, courtesy or temper, and the small words between."""
    if not words or len(words) > _MOST_WORDS:
        return False
    told = [word for word in words if not word.isdigit()]
    return any(word in _ALONE for word in told) and all(word in _ALONE or word in _GLUE for word in told)


def without_greeting(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words after a leading greeting; all of them when nothing else would be left."""
    begin = next((i for i, word in enumerate(words) if word not in _EDGE), len(words))
    return words[begin:] or words
