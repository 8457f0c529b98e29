"""Greetings, thanks and insults alone: recognised for what they are, and taken off a real question's edges.

When in doubt it is a question: one word outside these lists is enough.
"""

GREETINGS = frozenset(
    """
    bonjour bonsoir salut allo coucou hello hi hey hiya yo hola morning afternoon evening rebonjour greetings
    bienvenue welcome matin
    """.split()
)
_COURTESY = frozenset(
    """
    merci mercis thanks thank thx ty tks bravo ok okay kk daccord dac oui non yes no nope yep please svp stp sil bye
    goodbye aurevoir ciao bientot tantot sorry desole desolee pardon super genial great nice cool excellent perfect
    parfait wonderful awesome vendredi friday weekend night goodnight nuit
    """.split()
)
_TEMPER = frozenset(
    """
    lol mdr haha hahaha hehe hein huh eh ah oh wow bof meh merde chier fuck fucking shit damn crap crisse tabarnak
    tabarnac calisse osti ostie esti simonac maudit maudite poche nul nulle stupide stupid idiot idiote dumb useless
    junk garbage shut imbecile con conne niaiseux niaiseuse debile worst sucks love aime hate deteste
    """.split()
)
_YOU = frozenset("tu toi te t vous you your ur".split())
_ABOUT_YOU = frozenset(
    """
    robot bot human humain humaine person personne machine ai ia programme programmed made real vrai vraie name nom
    aimes like working travailler travailles old age call appelles joke blague poeme poem chante sing story histoire
    """.split()
)
_WEATHER = frozenset("beau soleil meteo weather sunny".split())  # rain and snow may be coming through the roof
_PARTING = frozenset("see ya cya you u later soon tomorrow monday tuesday wednesday thursday next week then".split())
_DOING = frozenset("y fait faire fera fais il temps today demain tomorrow weekend like be".split())
_ORDERS = frozenset("conte raconte tell ecris write chante sing dis say".split())
_TRICKS = frozenset("joke jokes blague blagues poeme poem poems chanson song histoire story".split())
_TRYING = frozenset("test tests testing essai un deux trois one two three asdf qwerty".split())
_GLUE = frozenset(
    """
    a an the and or of to i im it is its are am be was for so very vraiment tellement tres trop qui que quoi who what
    le la les un une des de du et ou ca ce c est es etes suis te t toi tu vous je j me m moi on nous us va vas aller
    allez you u your youre do does did have has how comment bien well pas this that aujourdhui today cet cette en pour
    avec si aussi donc comme here ici mon ma my sur about as lot much many beaucoup mille day journee soiree soir nuit
    night matin week end fin fine gentil gentille kind good bon bonne bonnes bons belle tous toutes all everyone monde
    tout up gang folks team there buddy sunshine vive happy worked works marche piece apprecie appreciated help aide
    """.split()
)
_ALONE = GREETINGS | _COURTESY | _TEMPER
_EDGE = GREETINGS | frozenset("merci thanks thank please svp stp sil plait".split())
_MOST_WORDS = 12


def is_small_talk(words: tuple[str, ...]) -> bool:
    """Whether nothing is asked: greetings, courtesy, temper or talk about the machine, and the small words between."""
    told = {word for word in words if not word.isdigit()}
    if not told or len(words) > _MOST_WORDS:
        return False
    is_parting = told <= _PARTING and not told.isdisjoint({"see", "cya", "later"})
    return told <= _TRYING or is_parting or _is_social(told) or _is_about_the_machine(told) or _is_weather(told)


def without_greeting(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words after a leading greeting; all of them when nothing else would be left."""
    begin = next((i for i, word in enumerate(words) if word not in _EDGE), len(words))
    return words[begin:] or words


def _is_social(told: set[str]) -> bool:
    return bool(told & _ALONE) and told <= _ALONE | _GLUE


def _is_weather(told: set[str]) -> bool:
    """`y fait-tu beau à Lyon`: the weather and small words, with one word for the place."""
    others = told - _WEATHER - _GLUE
    return not told.isdisjoint(_WEATHER) and len(others - _DOING) <= 1


def _is_about_the_machine(told: set[str]) -> bool:
    if told & _ORDERS and told & _TRICKS:
        return True
    return bool(told & _YOU) and bool(told & _ABOUT_YOU) and told <= _YOU | _ABOUT_YOU | _GLUE
