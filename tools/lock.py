"""Writes the lock files from pyproject.toml with uv: every platform, every hash, no index address.

uv lives in a throw-away environment, so nothing but Python is needed and `.venv` stays as it is.
"""

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv>=0.9"
HEADER = "# Written by `make lock` from pyproject.toml.\n"
LOCKS = {
    "requirements.txt": (),
    "requirements-dev.txt": ("--extra", "dev"),
    "requirements-semantic.txt": ("--extra", "semantic"),
}
FORM = (
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
)


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        uv = install_uv(Path(folder))
        build = write_build_requirements(Path(folder))
        for name, extra in LOCKS.items():
            lock(uv, build, ROOT / name, [*extra, *arguments])


def install_uv(folder: Path) -> Path:
    venv.create(folder / "venv", with_pip=True)
    scripts = folder / "venv" / "bin"
    run(scripts / "python", "-m", "pip", "install", "-qq", UV)
    return scripts / "uv"


def write_build_requirements(folder: Path) -> Path:
    """What builds the project is locked with the rest: `make install` builds without an index."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    path = folder / "build.in"
    path.write_text("\n".join(project["build-system"]["requires"]), encoding="utf-8")
    return path


def lock(uv: Path, build: Path, target: Path, options: list[str]) -> None:
    """Versions already in `target` stay unless `--upgrade` is among the options; the dev lock follows the other."""
    runtime = ROOT / "requirements.txt"
    follow = [] if target == runtime else ["--constraint", str(runtime)]
    run(uv, "pip", "compile", "pyproject.toml", str(build), *FORM, *follow, *options, "--output-file", str(target))
    target.write_text(HEADER + target.read_text(encoding="utf-8"), encoding="utf-8")


def run(program: Path, *arguments: str) -> None:
    """The program has said on the screen what went wrong: no traceback on top of it."""
    done = subprocess.run([program, *arguments], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
