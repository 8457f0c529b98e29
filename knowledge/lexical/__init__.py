"""The lexical engine: always there, nothing to download; `fit` makes it from one snapshot, `refit` after an edit."""

from knowledge.lexical.engine import fit, refit

__all__ = ["fit", "refit"]
