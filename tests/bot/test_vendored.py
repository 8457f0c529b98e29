import json

from tools.vendor import FOLDER, LOCK, locked


def test_vendored_files_are_the_ones_that_were_taken_with_their_licence() -> None:
    assert json.loads(LOCK.read_text(encoding="utf-8")) == locked()


def test_nothing_is_vendored_that_is_not_locked() -> None:
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}

    assert there == {entry["file"] for entry in locked()} | {LOCK.name}
