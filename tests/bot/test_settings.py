import re
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).parents[2]


def test_every_setting_is_in_the_example_with_its_default() -> None:
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))

    defaults = {str(field.alias): str(field.default) for field in Settings.model_fields.values()}

    assert example == defaults
