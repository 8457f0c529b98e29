"""One-line breaks of the code, each with the tests that must notice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """One line replaced by another, and the tests that must notice."""

    name: str
    file: str
    old: str
    new: str
    tests: str
