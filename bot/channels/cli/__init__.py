"""The command line as a channel: questions from `guichet ask`, the first reply on its own output."""
