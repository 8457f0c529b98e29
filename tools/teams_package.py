"""Writes deploy/teams anew: the manifest with an app id to fill in, and the icons as the code draws them."""

import json
from importlib.metadata import version
from pathlib import Path

from bot.channels.teams.icons import colour_icon, outline_icon
from bot.channels.teams.manifest import manifest_for

TARGET = Path(__file__).resolve().parent.parent / "deploy" / "teams"
PLACEHOLDER = "00000000-0000-0000-0000-000000000000"


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    manifest = json.dumps(manifest_for(PLACEHOLDER, "", version("guichet")), ensure_ascii=False, indent=2)
    (TARGET / "manifest.json").write_text(manifest + "\n", encoding="utf-8")
    (TARGET / "color.png").write_bytes(colour_icon())
    (TARGET / "outline.png").write_bytes(outline_icon())


if __name__ == "__main__":
    main()
