"""The demo as somebody meets it: how soon it answers, what it takes while nobody is there, how heavy its page is."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from bench.rows import Row, in_turns
from tools.demo import Demo, running_demo

STARTS, STARTS_QUICKLY = 3, 1
SETTLED, WATCHED = 5.0, 10.0  # seconds before and while the idle process is watched
FIRST_START, SECOND_START, IDLE_CPU, MEMORY, PAGE = 10.0, 2.0, 1.0, 150.0, 150.0  # DESIGN 8
BARE = "import sqlalchemy, starlette.applications, uvicorn, jinja2, babel, numpy, pydantic, structlog, typer"
PERSONA = "/as/nathalie/"


def measure(*, quick: bool = False) -> Iterator[Row]:
    """Starts in turns with a Python that only imports the libraries; then one demo, watched and read."""
    runs = STARTS_QUICKLY if quick else STARTS
    first, second, bare = in_turns(runs, lambda: _start(Path(tempfile.mkdtemp())), _second_start, _bare)
    yield _started("demo: first start to the first 200 of /", first, bare, FIRST_START, runs)
    yield _started("demo: second start to the first 200 of /", second, bare, SECOND_START, runs)
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as demo:
        weight = _weight(demo, "/") / 1000
        persona = _weight(demo, PERSONA) / 1000
        cpu, memory = _idle(demo, SETTLED / 2 if quick else SETTLED), _megabytes(demo)
    yield Row(name="demo: idle CPU, share of a core", value=cpu, unit="%", goal=IDLE_CPU, met=cpu < IDLE_CPU, runs=1)
    yield Row(name="demo: memory", value=memory, unit="MB", goal=MEMORY, met=memory < MEMORY, runs=1)
    for name, size in (("first page", weight), ("a person's page", persona)):
        yield Row(name=f"demo: {name}, first load", value=size, unit="kB", goal=PAGE, met=size < PAGE, runs=1)


def _started(name: str, value: float, bare: float, goal: float, runs: int) -> Row:
    return Row(
        name=f"{name} (baseline: importing the libraries)",
        value=value,
        unit="s",
        baseline=bare,
        ratio=value / bare,
        goal=goal,
        met=value < goal,
        runs=runs,
    )


def _second_start() -> float:
    with tempfile.TemporaryDirectory() as folder:
        _start(Path(folder))
        return _start(Path(folder))


def _start(folder: Path) -> float:
    begin = time.perf_counter()
    with running_demo(folder) as demo:
        urlopen(f"{demo.address}/").close()  # noqa: S310 - our own loopback address
        return time.perf_counter() - begin


def _bare() -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", BARE], check=True)
    return time.perf_counter() - begin


def _idle(demo: Demo, settled: float) -> float:
    """Hundredths of a core that the process takes while nobody is there."""
    time.sleep(settled)
    begin, before = time.perf_counter(), _cpu_seconds(demo)
    time.sleep(WATCHED)
    return (_cpu_seconds(demo) - before) / (time.perf_counter() - begin) * 100


def _cpu_seconds(demo: Demo) -> float:
    fields = Path(f"/proc/{demo.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(demo: Demo) -> float:
    status = Path(f"/proc/{demo.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) / 1000 if found else 0.0


def _weight(demo: Demo, path: str) -> int:
    """Bytes of the page and of everything it names."""
    page = _bytes(demo, path)
    named = set(re.findall(rb'(?:src|href)="(/static/[^"]+)"', page))
    return len(page) + sum(len(_bytes(demo, name.decode())) for name in named)


def _bytes(demo: Demo, path: str) -> bytes:
    with urlopen(f"{demo.address}{path}") as answer:  # noqa: S310 - our own loopback address
        content: bytes = answer.read()
        return content
