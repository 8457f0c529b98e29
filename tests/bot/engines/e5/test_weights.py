"""A file that is not the one that is known is refused, whatever is in it."""

from pathlib import Path

import pytest

from bot.engines.e5.errors import ModelFailedError
from bot.engines.e5.weights import Weights

FOREIGN = [b"", b"PK\3\4" + bytes(100), b"E5S1\2\0\0\0" + bytes(100), b"E5S1\1\0\0\0" + bytes(20)]


@pytest.mark.parametrize("content", FOREIGN)
def test_a_foreign_file_is_no_model(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)

    with pytest.raises(ModelFailedError, match=r"model\.bin"):
        Weights(path)
