"""What is uploaded to Teams: the app's manifest and icons in one zip, the same bytes for the same settings. Pure."""

import json
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.channels.teams.icons import colour_icon, outline_icon
from bot.channels.teams.parse import PASS_ON
from bot.wire import Json

SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json"
FOREVER = (1980, 1, 1, 0, 0, 0)  # the oldest date a zip can hold: the day of the packing changes nothing
WEBSITE = "https://guichet.example.com"  # where no public address is set: the manifest must name one
SCOPES = ("personal", "team", "groupChat")


def package(app_id: str, base_url: str, version: str) -> bytes:
    """The zip."""
    manifest = json.dumps(manifest_for(app_id, base_url, version), ensure_ascii=False, indent=2) + "\n"
    files = {"manifest.json": manifest.encode(), "color.png": colour_icon(), "outline.png": outline_icon()}
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, FOREVER), content)
    return target.getvalue()


def manifest_for(app_id: str, base_url: str, version: str) -> Json:
    """The manifest; texts in both languages, as one organisation speaks both."""
    site = base_url.rstrip("/") if base_url.startswith("https://") else WEBSITE
    return {
        "$schema": SCHEMA,
        "manifestVersion": "1.19",
        "version": version,
        "id": app_id,
        "developer": {"name": "Guichet", "websiteUrl": site, "privacyUrl": site, "termsOfUseUrl": site},
        "name": {"short": "Guichet", "full": "Guichet: qui peut m’aider ? / who can help me?"},
        "description": {
            "short": "Qui peut aider, et quand ? Who can help, and by when?",
            "full": (
                "Posez votre question en français : Guichet nomme la personne qui peut aider, ou promet une réponse "
                "avec un nom et une heure, et tient parole.\n\n"
                "Ask your question in English: Guichet names who can help, or promises an answer with a name and a "
                "time, and keeps it."
            ),
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#1F5F5B",
        "bots": [{"botId": app_id, "scopes": list(SCOPES), "supportsFiles": False, "commandLists": _command_lists()}],
        "composeExtensions": [{"botId": app_id, "commands": [_pass_on()]}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(site).hostname],
    }


def _command_lists() -> list[Json]:
    """What the bot suggests as one types its name."""
    link = {
        "title": "relier",
        "description": "Relier ce canal à un service : relier SERVICE / link this channel to a department",
    }
    ask = {"title": "Qui peut m’aider ?", "description": "Écrivez votre besoin / write what you need"}
    return [{"scopes": ["team"], "commands": [ask, link]}, {"scopes": ["personal", "groupChat"], "commands": [ask]}]


def _pass_on() -> Json:
    """The action on a message that came to the wrong person."""
    return {
        "id": PASS_ON,
        "type": "action",
        "context": ["message"],
        "title": "Pas pour moi / Not for me",
        "description": "Guichet trouve à qui ce message revient / Guichet finds whom this message is for",
        "fetchTask": True,
    }
