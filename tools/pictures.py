"""Draws the pictures of the documentation from what runs, each checked to show what it should: `make pictures`."""

import shutil
import sys
import tempfile
from pathlib import Path

from tools import page_pictures, slack_pictures
from tools.agents_playground import missing
from tools.chromium import chromium_at
from tools.teams_windows import ENGLISH, FRENCH, two_windows, whole_loop

TARGET = Path(__file__).parents[1] / "docs" / "pictures"


def main() -> None:
    """All pictures, in both languages."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is needed: install it (Debian: apt-get install chromium)")
    TARGET.mkdir(parents=True, exist_ok=True)
    with chromium_at(chromium) as browser:
        page_pictures.draw(browser)
        slack_pictures.draw(browser)
    _draw_teams(chromium)


def _draw_teams(chromium: str) -> None:
    """In Microsoft's own client, where it is installed."""
    if advice := missing():
        print(f"no pictures of Teams: {advice}")
        return
    for words in (FRENCH, ENGLISH):
        with tempfile.TemporaryDirectory() as folder, two_windows(Path(folder), chromium, words) as (asker, owner):
            whole_loop(asker, owner, words, TARGET)


if __name__ == "__main__":
    main()
