"""How a text is read: accents, case, French elisions and odd characters folded away; codes kept whole.

Says nothing about meaning: what the words stand for is decided by the engines.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST = 2_000  # characters read; what matters in a question comes early, and 100 kB must not cost 100 kB

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "–": "-", "—": "-"})
_ELISION = re.compile(r"\b(?:[ldjmtsncy]|(?:jus|lors|puis|quoi|quel|pres)?qu)'(?=\w)")
_PARTS_OF_A_NUMBER = 2  # 12-3 may be a range; 819-555-0100 is one thing
_PIECE = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_RUN = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case without accents, one space between what is left; at most LONGEST characters are read."""
    read = text[:LONGEST].casefold().translate(_LIGATURES)
    if read.isascii() and read.isprintable():
        return " ".join(read.split())
    kept = (_kept(char) for char in unicodedata.normalize("NFKD", read))
    return " ".join("".join(kept).translate(_LIGATURES).split())


def words(folded: str) -> tuple[str, ...]:
    """The words of a folded text: elided articles taken off, `b-12-3` and `12.5` in one piece, `week-end` in two."""
    bare = _ELISION.sub(" ", folded).replace("'", "")
    return tuple(word for piece in _PIECE.findall(bare) for word in _split(piece))


@lru_cache(maxsize=4_096)
def _kept(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in {"Mn", "Cf"}:  # accents; zero-width and direction marks
        return ""
    return " " if kind in {"Cc", "Cs", "Co", "Cn"} else char


@lru_cache(maxsize=16_384)
def _split(piece: str) -> tuple[str, ...]:
    parts = _RUN.findall(piece)
    is_code = any(char.isdigit() for char in piece) and (
        len(parts) > _PARTS_OF_A_NUMBER or any(char.isalpha() for char in piece)
    )
    return ("".join(parts),) if is_code else tuple(parts)
