"""What is uploaded to Teams: a manifest that Microsoft's schema accepts, two icons of the sizes it asks for."""

import json
import re
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest

from bot.channels.teams.icons import colour_icon, outline_icon
from bot.channels.teams.manifest import manifest_for, package
from bot.channels.teams.parse import PASS_ON
from bot.wire import Json
from tests.architecture.source import ROOT
from tests.bot.channels.teams.cloud import APP_ID
from tests.bot.command import CommandLine

# Microsoft's own schema of version 1.19, MIT licence, from its npm package @microsoft/app-manifest.
SCHEMA = json.loads((Path(__file__).parent / "MicrosoftTeams.v1.19.schema.json").read_text("utf-8"))
DEPLOYED = ROOT / "deploy" / "teams"
PLACEHOLDER = "00000000-0000-0000-0000-000000000000"


def complaints(manifest: Json) -> list[str]:
    return [error.message for error in jsonschema.Draft4Validator(SCHEMA).iter_errors(manifest)]


def pixels(png: bytes) -> tuple[int, int, list[tuple[int, ...]]]:
    """Width, height, and each pixel's red, green, blue and opacity, of a PNG as we write them."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    start = png.index(b"IDAT") + 4
    length = struct.unpack(">I", png[start - 8 : start - 4])[0]
    rows = zlib.decompress(png[start : start + length])
    step = 1 + 4 * width
    row = [rows[y * step + 1 : (y + 1) * step] for y in range(height)]
    return width, height, [tuple(line[x : x + 4]) for line in row for x in range(0, 4 * width, 4)]


@pytest.mark.parametrize("address", ["https://guichet.example.org/", "", "http://127.0.0.1:8080"])
def test_the_manifest_is_what_microsoft_asks_for(address: str) -> None:
    assert complaints(manifest_for(APP_ID, address, "0.1.0")) == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("bots", 0, "scopes", 0), "everybody"),
        (("name", "short"), "x" * 31),
        (("composeExtensions", 0, "commands", 0, "context", 0), "mail"),
        (("id",), "guichet"),
        (("icons",), {"color": "color.png"}),
        (("developer", "websiteUrl"), "guichet.example.org"),
    ],
)
def test_the_schema_would_tell(path: tuple[str | int, ...], wrong: object) -> None:
    manifest = manifest_for(APP_ID, "https://guichet.example.org", "0.1.0")
    inside: Any = manifest
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = wrong

    assert complaints(manifest)


def test_the_manifest_names_the_bot_where_it_may_be_and_the_message_action() -> None:
    manifest = manifest_for(APP_ID, "https://guichet.example.org", "0.1.0")

    [bot], [extension] = manifest["bots"], manifest["composeExtensions"]
    [command] = extension["commands"]
    assert (bot["botId"], extension["botId"]) == (APP_ID, APP_ID)
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert (command["id"], command["type"], command["context"], command["fetchTask"]) == (
        PASS_ON,
        "action",
        ["message"],
        True,
    )
    assert manifest["validDomains"] == ["guichet.example.org"]


def test_the_icons_have_teams_sizes_and_colours() -> None:
    width, height, colour = pixels(colour_icon())
    assert (width, height) == (192, 192)
    assert {opacity for *_, opacity in colour} == {255}
    assert {colour[0][:3], colour[96 * 192 + 60][:3]} == {(0x1F, 0x5F, 0x5B), (255, 255, 255)}

    width, height, outline = pixels(outline_icon())
    assert (width, height) == (32, 32)
    assert {pixel[:3] for pixel in outline} == {(255, 255, 255)}
    assert {0, 255} <= {opacity for *_, opacity in outline}


def test_the_same_settings_make_the_same_bytes() -> None:
    made = [package(APP_ID, "https://guichet.example.org", "0.1.0") for _ in range(2)]

    assert made[0] == made[1]


def test_what_is_kept_under_deploy_is_what_the_code_makes() -> None:
    kept = json.loads((DEPLOYED / "manifest.json").read_text("utf-8"))

    assert kept == manifest_for(PLACEHOLDER, "", kept["version"])
    assert pixels((DEPLOYED / "color.png").read_bytes()) == pixels(colour_icon())
    assert pixels((DEPLOYED / "outline.png").read_bytes()) == pixels(outline_icon())


@pytest.mark.slow
def test_the_command_writes_the_zip_to_the_current_folder(tmp_path: Path) -> None:
    guichet = CommandLine(tmp_path, {"TEAMS_APP_ID": APP_ID.upper(), "GUICHET_BASE_URL": "https://guichet.example.org"})

    ran = guichet("teams", "package")

    [written] = tmp_path.glob("*.zip")
    assert (ran.code, written.name in ran.out) == (0, True)
    with ZipFile(BytesIO(written.read_bytes())) as archive:
        assert sorted(archive.namelist()) == ["color.png", "manifest.json", "outline.png"]
        manifest = json.loads(archive.read("manifest.json"))
    assert complaints(manifest) == []
    assert manifest["bots"][0]["botId"] == APP_ID
    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest["version"])


@pytest.mark.slow
@pytest.mark.parametrize("settings", [{}, {"TEAMS_APP_ID": "guichet"}])
def test_without_an_app_there_is_no_package(settings: dict[str, str], tmp_path: Path) -> None:
    ran = CommandLine(tmp_path, settings)("teams", "package")

    assert (ran.code, list(tmp_path.glob("*.zip"))) == (2, [])
    assert "TEAMS_APP_ID" in ran.err
