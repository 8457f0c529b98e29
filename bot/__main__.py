"""`guichet`, also as `python -m bot`."""

import gc
import logging
import sys

CANNOT_RUN = 2


def main() -> None:
    """Run the command; an error of ours is one sentence that says what to do next, and exit code 2.

    What the command needs is loaded here: a child that only reads a file loads this module too, and nothing more.
    """
    gc.disable()  # while modules are loaded nothing is garbage yet, and looking for it costs a sixth of a start
    from bot.cli import app
    from bot.cli.help import spoken
    from bot.cli.say import complain, spoken_here
    from bot.errors import BotError
    from bot.log import configure_logging
    from knowledge.errors import KnowledgeError

    gc.freeze()  # what was loaded stays: it need not be looked at again
    gc.enable()
    configure_logging(logging.WARNING)
    try:
        spoken(app, spoken_here())()
    except (BotError, KnowledgeError) as error:
        complain(error)
        sys.exit(CANNOT_RUN)


if __name__ == "__main__":
    main()
