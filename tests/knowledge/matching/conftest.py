import pytest

from knowledge.lexical import fit
from knowledge.lexical.engine import LexicalEngine

from .company import company


@pytest.fixture(scope="session")
def engine() -> LexicalEngine:
    return fit(company())
