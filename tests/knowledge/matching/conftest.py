import pytest

from knowledge.lexical import fit
from knowledge.matcher import Engine

from .company import company


@pytest.fixture(scope="session")
def engine() -> Engine:
    return fit(company())
