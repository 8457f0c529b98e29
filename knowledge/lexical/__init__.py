"""The lexical engine: always there, nothing to download; `fit` makes it from one snapshot."""

from knowledge.lexical.engine import fit

__all__ = ["fit"]
