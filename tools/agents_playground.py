"""Microsoft's Agents Playground: a client of Teams on this machine, for tests and pictures.

Its licence lets it be used and not passed on: it is no part of the repository. `python -m tools.agents_playground`
installs it from npm into an ignored folder. It is one person's window; two of them make a conversation.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.answering import ROOT, answering, free_port

PACKAGE = "@microsoft/m365agentsplayground@0.2.28"
HOME = ROOT / ".tools" / "agents-playground"
PROGRAM = HOME / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
LOOPBACK = ROOT / "tools" / "loopback.cjs"
INSTALLS_WITHIN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Whose window it is."""

    name: str
    email: str

    @property
    def key(self) -> str:
        return self.email.split("@")[0]


def missing() -> str:
    """What keeps the playground away; nothing when it is installed."""
    if PROGRAM.exists() and shutil.which("node"):
        return ""
    return "install node and npm, then run: python -m tools.agents_playground"


def install() -> None:
    """Put it into its folder, unless it is there."""
    if PROGRAM.exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is missing: the Agents Playground cannot be installed")
    HOME.mkdir(parents=True, exist_ok=True)
    (HOME / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", PACKAGE]
    subprocess.run(command, cwd=HOME, check=True, timeout=INSTALLS_WITHIN)


@contextmanager
def running_playground(folder: Path, viewer: Viewer, others: tuple[Viewer, ...], bot: str) -> Iterator[str]:
    """A window of `viewer` on the bot at the address `bot`; where it answers."""
    folder.mkdir(parents=True, exist_ok=True)
    config = json.dumps(_config(viewer, others), indent=2)  # any JSON is YAML
    (folder / ".m365agentsplayground.yml").write_text(config, encoding="utf-8")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = ["node", "--require", str(LOOPBACK), str(PROGRAM), "-e", f"{bot}/api/messages", "-c", "msteams"]
    command += ["-p", str(port), "--su", f"{address}/_connector", "--dt"]
    with answering(command, address, folder, {"TEAMSAPPTESTER_BROWSER": "none"}, folder / "playground.log"):
        yield address


@contextmanager
def running_bot(folder: Path, locale: str) -> Iterator[str]:
    """Guichet with the sample company, open to the playground; where it answers."""
    settings = {"TEAMS_ANONYMOUS_DEV": "1", "GUICHET_LOCALE": locale}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    table = ROOT / "bot" / "sample" / "routing.yaml"
    guichet = [sys.executable, "-m", "bot"]
    subprocess.run([*guichet, "kb", "import", str(table)], cwd=folder, env=environment, check=True, capture_output=True)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [*guichet, "serve", "--port", str(port)]
    with answering(command, f"{address}/readyz", folder, settings, folder / "guichet.log"):
        yield address


def _config(viewer: Viewer, others: tuple[Viewer, ...]) -> dict[str, object]:
    """The organisation as the playground shows it: this person, the others, a chat of their own, one team."""
    return {
        "version": "0.1.1",
        "tenantId": "00000000-0000-0000-0000-0000000000001",
        "bot": {"id": "00000000-0000-0000-0000-00000000000011", "name": "Guichet"},
        "currentUser": _user(viewer),
        "users": [_user(other) for other in (*others, *_EXTRAS)],
        "personalChat": {"id": f"chat-{viewer.key}"},
        "groupChat": {"id": f"group-{viewer.key}", "name": "Groupe"},
        "team": {
            "id": f"team-{viewer.key}",
            "name": "Atelier Boréal",
            "aadGroupId": "00000000-0000-0000-0000-000000000031",
            "channels": [],
        },
    }


# The playground wants five others at least.
_EXTRAS = tuple(
    Viewer(name=f"Collègue {number}", email=f"collegue{number}@atelier-boreal.example") for number in "1234"
)


def _user(viewer: Viewer) -> dict[str, str]:
    given, _, surname = viewer.name.partition(" ")
    return {
        "id": f"user-{viewer.key}",
        "name": viewer.name,
        "userPrincipleName": viewer.email,
        "aadObjectId": f"aad-{viewer.key}",
        "givenName": given,
        "surname": surname,
        "email": viewer.email,
    }


if __name__ == "__main__":
    install()
    print(missing() or f"installed in {HOME}")
