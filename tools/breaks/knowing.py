"""Breaks of what the company knows: its table as files and in force, and what became of its questions."""

from tools.breaks import Mutant

ENDINGS = "tests/handlers/test_endings.py"
FEEDBACK = "tests/knowledge/matching/test_feedback.py"
LEARNING = "tests/bot/engines/test_learning.py"
LEARNER = "tests/bot/test_learner.py"
CURATING = "tests/bot/test_curating.py"
CHANGES = "tests/knowledge/test_changes.py"
MUTANTS = (
    Mutant(
        "a handful of endings moves thresholds",
        "knowledge/feedback.py",
        "if counted < FEWEST or not calibration.risk:",
        "if not calibration.risk:",
        f"{FEEDBACK} {LEARNING}",
    ),
    Mutant(
        "one person teaches it everything",
        "knowledge/feedback.py",
        "scale = {asker: min(1.0, most / math.fsum(own))",
        "scale = {asker: max(1.0, most / math.fsum(own))",
        f"{FEEDBACK} {LEARNING}",
    ),
    Mutant(
        "the same words ten times count ten times",
        "knowledge/feedback.py",
        "(1 + math.log10(times[reading])) / times[reading]",
        "1.0",
        FEEDBACK,
    ),
    Mutant(
        "what people say moves thresholds as far as it likes",
        "knowledge/feedback.py",
        "return min(max(shift, share * _LOWEST), share * _HIGHEST)",
        "return shift",
        FEEDBACK,
    ),
    Mutant(
        "what was asked in confidence teaches",
        "handlers/endings.py",
        "is_question and request.under is None and not is_discreet(table, request)",
        "is_question and request.under is None",
        ENDINGS,
    ),
    Mutant(
        "silence says that the answer was right",
        "handlers/endings.py",
        "return request.closing_reason is ClosingReason.SOLVED",
        "return request.closing_reason is not None",
        ENDINGS,
    ),
    Mutant(
        "whoever answers makes the topic right",
        "handlers/endings.py",
        "return request.memory.desk == topic.department",
        "return True",
        ENDINGS,
    ),
    Mutant(
        "what was learned of a table that is gone is put in force",
        "bot/workers/learn.py",
        "if self._under_way is None or self._under_way[0] is not table:",
        "if self._under_way is None:",
        LEARNER,
    ),
    Mutant(
        "an encoder that failed is asked again at once",
        "bot/workers/learn.py",
        "self._under_way, self._next_look = None, self._core.clock.now() + REST",
        "self._under_way, self._next_look = None, None",
        LEARNER,
    ),
    Mutant(
        "an encoder reads every mended word, however far off",
        "knowledge/lexical/reading.py",
        " if OSA.distance(typed, meant) == 1}",
        "}",
        "tests/knowledge/matching/test_cascade.py",
    ),
    Mutant(
        "an import with errors is published",
        "bot/cli/kb.py",
        "        if proposal.is_sound and not dry_run:\n            version = publish",
        "        if not dry_run:\n            version = publish",
        "tests/bot/test_cli.py",
    ),
    Mutant(
        "a column that the file does not mention is emptied",
        "knowledge/changes.py",
        "row.value if old is None else overlaid(sheet, old, row.value, row.columns)",
        "row.value",
        CHANGES,
    ),
    Mutant(
        "an export arms formulas",
        "knowledge/exchange/csv.py",
        "guarded(cell if isinstance(cell, str) else join(cell))",
        "cell if isinstance(cell, str) else join(cell)",
        "tests/knowledge/exchange/test_csv.py",
    ),
    Mutant(
        "a workbook with macros is read",
        "knowledge/exchange/gate.py",
        'if any(name.endswith("vbaproject.bin") for name in names):',
        "if False:",
        "tests/knowledge/exchange/test_gate.py",
    ),
    Mutant(
        "whoever saves a row second wins",
        "bot/curating.py",
        "return after if before == is_now else Clash(before=before, now=is_now, version=now.version)",
        "return after",
        CURATING,
    ),
    Mutant(
        "a version is undone over what has changed since",
        "bot/curating.py",
        "return Stuck(changed_since=result.changed_since) if result.changed_since else _sound(result.table)",
        "return _sound(result.table)",
        CURATING,
    ),
)
