"""People at the pages: they ask and answer, and send a form again until it is acknowledged, as people do."""

import random
import re
import threading
import time
from dataclasses import dataclass, field
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

NAMES = "minh karim jessica amelie fatou andrei caroline luis stephanie".split()
FRONT_DESK = ("nathalie", "sophie")
KNOWN = (
    "où sont les gants en nitrile ?",
    "which shelf are the nitrile gloves on?",
    "quelle transaction pour une demande d'achat ?",
    "comment réinitialiser mon mot de passe ?",
)
UNKNOWN = ("qui arrose le ficus numéro {} ?", "where do I park helicopter number {}?", "à qui est le parapluie {} ?")
TOGETHER = 4  # people asking at once
CALM, PAUSE = 0.3, 0.5  # seconds between two questions of one person; before a form is sent again
LINK = re.compile(r"\bG-\d+\b")


@dataclass(slots=True)
class Said:
    """What was acknowledged: questions by their text, and how often somebody had to send a form again."""

    questions: list[str] = field(default_factory=list)
    answers: int = 0
    sent_again: int = 0
    refused: list[str] = field(default_factory=list)
    slowest: float = 0.0  # seconds from sending to the acknowledgement, of forms sent once


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = build_opener(_Stay)


class Crowd:
    """Uses the house at `address` on threads of its own until it is told to stop."""

    def __init__(self, address: str, seed: int) -> None:
        self.said = Said()
        self._address = address
        self._seed = seed
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._numbers = iter(range(1, 10**9))
        works = [*(self._ask for _ in range(TOGETHER)), self._own, self._turn_the_clock]
        self._threads = [threading.Thread(target=work, args=(number,)) for number, work in enumerate(works)]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Everybody finishes what they are sending."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        chance = random.Random(self._seed + number)
        while not self._stopped.wait(chance.random() * CALM):
            text = self._question(chance)
            if self._send(f"/as/{chance.choice(NAMES)}/ask", {"text": text}):
                with self._lock:
                    self.said.questions.append(text)

    def _question(self, chance: random.Random) -> str:
        with self._lock:
            number = next(self._numbers)
        known = chance.random() < 0.5
        return f"{chance.choice(KNOWN)} ({number})" if known else chance.choice(UNKNOWN).format(number)

    def _own(self, number: int) -> None:
        chance = random.Random(self._seed + number)
        while not self._stopped.wait(CALM):
            who = chance.choice(FRONT_DESK)
            if references := self._references(who):
                form = {"verb": "answer", "reference": chance.choice(references), "text": "C’est Luc, le mardi."}
                self.said.answers += self._send(f"/as/{who}/do", form)

    def _turn_the_clock(self, number: int) -> None:
        while not self._stopped.wait(10 * PAUSE):
            self._send("/clock", {"by": "30m", "back": "/"}, times=1)

    def _references(self, who: str) -> list[str]:
        try:
            with _OPENER.open(f"{self._address}/as/{who}/wall", timeout=30) as page:
                return sorted(set(LINK.findall(page.read().decode())))
        except OSError:
            return []

    def _send(self, path: str, form: dict[str, str], *, times: int = 10_000) -> bool:
        """Send the form, and again with the same nonce while nobody acknowledges it; whether somebody did."""
        body = urlencode({**form, "nonce": f"{path}{random.getrandbits(64):x}"}).encode()
        for attempt in range(times):
            begin = time.monotonic()
            if self._is_acknowledged(path, body):
                if attempt == 0:
                    self.said.slowest = max(self.said.slowest, time.monotonic() - begin)
                return True
            self.said.sent_again += 1
            time.sleep(PAUSE)
        return False

    def _is_acknowledged(self, path: str, body: bytes) -> bool:
        try:
            request = Request(self._address + path, data=body)  # noqa: S310 - our own loopback address
            _OPENER.open(request, timeout=60).close()
        except HTTPError as answer:
            if answer.code == 303:
                return True
            self.said.refused.append(f"{answer.code} {path}")
            return False
        except (URLError, OSError):
            return False
        return True
