"""A small general lexicon, written for Guichet: words that mean the same in French and English, and how people type.

Holds no company's words: those are the glossary's. A line of a word list is one concept; `_` joins an expression.
"""

from knowledge.lexical.lexicon.colloquial import FUNCTION_WORDS, SPOKEN
from knowledge.lexical.lexicon.daily import LINES as DAILY
from knowledge.lexical.lexicon.office import LINES as OFFICE
from knowledge.lexical.lexicon.trade import LINES as TRADE
from knowledge.lexical.lexicon.working import LINES as WORKING

__all__ = ["CONCEPTS", "FUNCTION_WORDS", "SPOKEN"]

CONCEPTS: tuple[tuple[str, ...], ...] = tuple(tuple(line.split()) for line in (*DAILY, *OFFICE, *TRADE, *WORKING))
