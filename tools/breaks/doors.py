"""Breaks at the doors: whose delivery is believed, which pages answer whom, what an open page hears."""

from tools.breaks import Mutant

TOKENS = "tests/bot/channels/teams/test_tokens_in.py"
SIGNED = "tests/bot/channels/slack/test_guard.py"
CHAT_PAGE = "tests/bot/channels/web/test_chat_page.py"
STREAM = "tests/bot/web/test_stream.py"
NEWS = "tests/bot/web/test_news.py"
MUTANTS = (
    Mutant(
        "Slack's signature is not looked at",
        "bot/channels/slack/guard.py",
        "if not _is_recent(stamp, now) or not _is_signed(",
        "if not _is_recent(stamp, now) or not stamp or _is_signed(",
        SIGNED,
    ),
    Mutant(
        "a delivery of Slack's can be played back for ever",
        "bot/channels/slack/guard.py",
        "abs(now.timestamp() - int(stamp[:12])) <= OLDEST_SECONDS",
        "True",
        SIGNED,
    ),
    Mutant(
        "a token for another service address is taken",
        "bot/channels/teams/auth.py",
        "if identity.get_claim_value(ChannelValidation.SERVICE_URL_CLAIM) != service_url:",
        "if False:",
        TOKENS,
    ),
    Mutant(
        "a token that never expires is taken",
        "bot/channels/teams/auth.py",
        "if not claims.get(name):",
        "if False:",
        TOKENS,
    ),
    Mutant(
        "another site fills in our forms",
        "bot/web/guard.py",
        'return site in {"same-origin", "none"}',
        "return True",
        CHAT_PAGE,
    ),
    Mutant(
        "pages answer under any name",
        "bot/web/guard.py",
        "if _name_of(host) not in hosts:",
        "if False:",
        CHAT_PAGE,
    ),
    Mutant(
        "an admin reads what was asked in private",
        "bot/web/pages/admin/unanswered.py",
        "readable = [one for one in requests if may_read_words(actor, one, table)]",
        "readable = requests",
        "tests/bot/web/test_admin_unanswered.py",
    ),
    Mutant(
        "whoever comes back hears again what they know",
        "bot/web/stream.py",
        "        elif mark != seen:",
        "        else:",
        STREAM,
    ),
    Mutant(
        "nobody is left and somebody looks for ever",
        "bot/web/news.py",
        "self._followed -= Counter(conversations)",
        "pass",
        NEWS,
    ),
    Mutant(
        "one look that fails leaves all pages without news",
        "bot/web/news.py",
        "            await self._look_safely()\n",
        "            await self._look()\n",
        NEWS,
    ),
)
