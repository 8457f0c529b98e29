"""Local Slack, a stand-in that nobody here wrote: fetched when asked for, checked, never part of the repository.

`python -m tools.local_slack` fetches it with npm into `.tools/`; `--run PORT` opens it for a Guichet on that port. It
proves the wiring; what it lacks (429, retries, metadata, scopes) is played by the workspace in tests/fakes/slack.py.
"""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tools.answering import ROOT, answering, free_port

FOLDER = ROOT / ".tools" / "local-slack"
PACKAGE, VERSION = "local-slack-linux-x64", "0.1.8"
BINARY = FOLDER / "node_modules" / PACKAGE / "bin" / "local-slack"
SHA256 = "3332007b797969d835f694b463ac526f7ef1fc66afac93f950f585105fe4815f"
PORT = 3900  # where `--run` opens it
Json = dict[str, Any]
BOT_TOKEN, SECRET, TEAM, BOT_USER = "xoxb-local", "local-secret", "T0ATELIER", "U0GUICHET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody of the workspace."""

    id: str
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel that everybody is in."""

    id: str
    name: str


COMPANY = (
    Member(id="U0MINH", name="Minh Nguyen", email="minh.nguyen@atelier-boreal.example"),
    Member(id="U0REJEAN", name="Réjean Veilleux", email="rejean.veilleux@atelier-boreal.example"),
    Member(id="U0SAMUEL", name="Samuel Okafor", email="samuel.okafor@atelier-boreal.example"),
    Member(id="U0NATHALIE", name="Nathalie Gélinas", email="nathalie.gelinas@atelier-boreal.example"),
)
CHANNELS = (
    Channel(id="C0MAGASIN", name="magasin"),
    Channel(id="C0QUALITE", name="qualite"),
    Channel(id="C0ACCUEIL", name="accueil"),
)


@dataclass(frozen=True, slots=True)
class LocalSlack:
    """The workspace while it runs, driven over its control API."""

    address: str

    def says(self, who: str, text: str, channel: str = "") -> None:
        """Somebody posts, directly to Guichet unless a channel is named."""
        self._post("message", {"channel": channel or who, "user": who, "text": text})

    def clicks(self, who: str, verb: str, message: Json) -> None:
        """Somebody uses a button of a message."""
        button = next(one for one in buttons_of(message) if one["action_id"] == verb)
        action = {"type": "button", "action_id": verb, "block_id": button["block_id"], "value": button["value"]}
        self._post("interact", {"channel": message["in"], "messageTs": message["ts"], "user": who, "action": action})

    def commands(self, who: str, text: str, channel: str) -> None:
        self._post("command", {"channel": channel, "user": who, "command": "/guichet", "text": text})

    def direct(self, who: str) -> list[Json]:
        """What Guichet wrote to somebody directly, oldest first."""
        named = {one["name"]: one["id"] for one in self._get("state")["channels"]}
        return self.written(named[f"dm-{who}"]) if f"dm-{who}" in named else []

    def written(self, channel: str) -> list[Json]:
        """What Guichet wrote in a channel, oldest first."""
        found = self._get(f"messages/{channel}")["messages"]
        return [{**one, "in": channel} for one in found if one.get("user") == BOT_USER]

    def _post(self, what: str, body: Json) -> None:
        data, kind = json.dumps(body).encode(), {"content-type": "application/json"}
        request = Request(f"{self.address}/_control/{what}", data=data, headers=kind, method="POST")  # noqa: S310 - loopback
        urlopen(request, timeout=30).close()  # noqa: S310 - loopback

    def _get(self, what: str) -> Json:
        with urlopen(f"{self.address}/_control/{what}", timeout=30) as answer:  # noqa: S310 - loopback
            found: Json = json.loads(answer.read())
            return found


def buttons_of(message: Json) -> list[Json]:
    """Each with the block it stands in."""
    return [
        {**button, "block_id": block.get("block_id", "")}
        for block in message.get("blocks", [])
        for button in block.get("elements", [])
        if button.get("type") == "button"
    ]


def main() -> None:
    """Fetch it; with `--run PORT`, open the sample company's workspace, which delivers to Guichet on that port."""
    print(fetch())
    if sys.argv[1:2] == ["--run"]:
        _run(f"http://127.0.0.1:{sys.argv[2]}/slack/events")


def _run(deliver_to: str) -> None:
    """Until it is interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        suppress(KeyboardInterrupt),
        tempfile.TemporaryDirectory() as folder,
        running_local_slack(Path(folder), deliver_to, COMPANY, CHANNELS, port=PORT) as slack,
    ):
        print(f"{slack.address} (SLACK_API_URL={slack.address}/api/)", flush=True)
        signal.pause()


def missing() -> str:
    """Why it cannot be run here, or nothing when it can."""
    if BINARY.exists():
        return "" if _is_ours() else f"{BINARY} is not the {PACKAGE} {VERSION} that was looked at"
    return f"{PACKAGE} {VERSION} is not there"


def fetch() -> Path:
    """The program, brought by npm the first time."""
    npm = shutil.which("npm")
    if missing() and npm is None:
        sys.exit("npm is needed: install it (Debian: apt-get install npm)")
    if missing() and npm:
        FOLDER.mkdir(parents=True, exist_ok=True)
        options = ["--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--prefix", str(FOLDER)]
        subprocess.run([npm, "install", *options, f"{PACKAGE}@{VERSION}"], check=True, stdout=subprocess.DEVNULL)
    if missing():
        sys.exit(missing())
    return BINARY


@contextmanager
def running_local_slack(
    folder: Path, deliver_to: str, members: Sequence[Member], channels: Sequence[Channel], port: int = 0
) -> Iterator[LocalSlack]:
    """A workspace that delivers to `deliver_to`. It listens on every interface: keep it short."""
    config = folder / "local-slack.json"
    config.write_text(json.dumps(_config(deliver_to, members, channels)), encoding="utf-8")
    port = port or free_port()
    command = [str(BINARY), "--config", str(config), "--port", str(port), "--base-host", "127.0.0.1"]
    address = f"http://127.0.0.1:{port}"
    with answering(command, f"{address}/_control/state", folder, {}, folder / "local-slack.log"):
        yield LocalSlack(address)


def _config(deliver_to: str, members: Sequence[Member], channels: Sequence[Channel]) -> dict[str, Any]:
    everybody = [*(member.id for member in members), BOT_USER]
    return {
        "workspace": {"name": "Atelier Boréal", "domain": "atelier-boreal", "teamId": TEAM},
        "app": {
            "appId": "A0GUICHET",
            "botUserId": BOT_USER,
            "botName": "Guichet",
            "botToken": BOT_TOKEN,
            "appToken": "xapp-local",
            "signingSecret": SECRET,
            "mode": "events",
            "requestUrl": deliver_to,
        },
        "users": [{**_user(one), "tz": "America/Toronto"} for one in members],
        "channels": [{"id": one.id, "name": one.name, "members": everybody} for one in channels],
    }


def _user(member: Member) -> Json:
    name = member.name.split()[0].lower()
    return {"id": member.id, "name": name, "real_name": member.name, "email": member.email}


def _is_ours() -> bool:
    return hashlib.sha256(BINARY.read_bytes()).hexdigest() == SHA256


if __name__ == "__main__":
    main()
