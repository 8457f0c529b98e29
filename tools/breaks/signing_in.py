"""Breaks at sign-in: who is let in on whose word, and for how long."""

from tools.breaks import Mutant

REFUSED = "tests/bot/web/signin/test_refused.py"
SESSIONS = "tests/bot/web/signin/test_sessions.py"
STORIES = "tests/bot/web/signin/test_sign_in.py"
TOKENS = "bot/web/signin/tokens.py"
DOOR = "bot/web/signin/door.py"
MUTANTS = (
    Mutant(
        "a token chooses how it is signed",
        TOKENS,
        "if algorithm not in key.algorithms:",
        "if not algorithm:",
        REFUSED,
    ),
    Mutant(
        "a token for another client is taken",
        TOKENS,
        '"aud": expected.client_id in _audience(claims),',
        '"aud": True,',
        REFUSED,
    ),
    Mutant(
        "a token of another sign-in is taken",
        TOKENS,
        '"nonce": is_same(text_at(claims, "nonce"), expected.nonce),',
        '"nonce": True,',
        REFUSED,
    ),
    Mutant(
        "an e-mail that nobody vouches for is believed",
        TOKENS,
        "if is_whole and is_vouched else None",
        "if is_whole else None",
        REFUSED,
    ),
    Mutant(
        "a way back is believed without its state",
        DOOR,
        'if sign_in is None or not is_same(said.get("state", ""), sign_in.state):',
        "if sign_in is None:",
        REFUSED,
    ),
    Mutant(
        "whoever has the e-mail is the person",
        "bot/storage/sessions.py",
        "return self.person_behind(issuer, subject) == person",
        "return True",
        REFUSED,
    ),
    Mutant(
        "a later e-mail makes somebody another person",
        DOOR,
        "person = unit.sessions.person_behind(issuer, identity.subject) or identity.email",
        "person = identity.email",
        STORIES,
    ),
    Mutant(
        "the session a browser held before goes on",
        DOOR,
        "            unit.sessions.close(before)\n",
        "",
        SESSIONS,
    ),
    Mutant(
        "signing out leaves the session on the server",
        "bot/web/signin/pages.py",
        "        await self._door.leave(self._cookies.session(request))\n",
        "",
        STORIES,
    ),
    Mutant(
        "a page left open keeps somebody signed in",
        "bot/web/signin/visitors.py",
        "if session and not _goes_by_itself(request):",
        "if session:",
        SESSIONS,
    ),
    Mutant(
        "sign-in leads to another site",
        "bot/web/signin/onward.py",
        'if not is_plain or not address.startswith("/") or address.startswith("//"):',
        "if not is_plain:",
        REFUSED,
    ),
    Mutant(
        "whoever has left keeps their session",
        "bot/web/signin/visitors.py",
        "return person if person.active else None",
        "return person",
        SESSIONS,
    ),
)
